// All the figures for a set of answers.

import type { Evaluation } from '../../model/evaluation';
import { balancedAccuracy } from '../../model/statistics/balanced-accuracy';
import { clusteredShare, independentSize } from '../../model/statistics/clustered-share';
import { classFigures, confusionMatrix, decisions, guessing } from './metrics';

/**
 * What a set of answers is worth, together with the answers themselves.
 *
 * @param ids [n]
 * @param labels [n], indices of classes
 * @param groups [n], the recording of each sample: pictures of one recording are not independent
 * @param probabilities [n, classCount]; kept without copying
 * @param learned the groups that the answering head has learned from
 */
export function evaluate(
  ids: readonly string[],
  labels: Int32Array,
  groups: readonly string[],
  probabilities: Float32Array,
  classCount: number,
  learned: ReadonlySet<string> = new Set(),
): Required<Evaluation> {
  const decided = decisions(probabilities, classCount);
  const confusion = confusionMatrix(decided, labels, classCount);
  const right = Array.from(labels, (label, i) => decided[i] === label);
  return {
    ...clusteredShare(right, groups),
    confusion,
    guessing: guessing(labels),
    independent: independentSize(right.map(Number), groups),
    alsoLearnt: groups.filter((group) => learned.has(group)).length,
    balanced: balancedAccuracy(right, labels, groups),
    perClass: classFigures(confusion),
    answers: { ids: [...ids], labels, probabilities },
  };
}
