// What two models are worth on the same pictures: the classifier in use, and one of somebody else.

import type { ModelComparison, ModelComparisonRequest } from '../../model/imported-model';
import { clusteredShare } from '../../model/statistics/clustered-share';
import { clusteredDifference } from '../../model/statistics/paired-difference';

/**
 * @param answers [pictures × labels], the other model's, in the order of the request's pictures
 */
export function compareModels(
  { pictures, classOf }: Pick<ModelComparisonRequest, 'pictures' | 'classOf'>,
  answers: Float32Array,
): ModelComparison {
  const width = classOf.length;
  const groups = pictures.map(({ group }) => group);
  const said = pictures.map((_, i) => {
    const row = answers.subarray(i * width, (i + 1) * width);
    const best = row.reduce((at, share, k) => (share > (row[at] ?? 0) ? k : at), 0);
    return { label: best, share: row[best] ?? 0 };
  });
  const theirs = said.map(({ label }, i) => classOf[label] === pictures[i]?.label);
  const ours = pictures.map(({ right }) => right);
  return {
    said,
    right: theirs,
    ours: clusteredShare(ours, groups),
    theirs: clusteredShare(theirs, groups),
    difference: clusteredDifference(theirs, ours, groups),
  };
}
