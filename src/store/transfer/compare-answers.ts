// How much better one classifier is than another, judged by what both said about the same pictures.
import type { Evaluation } from '../../model/evaluation';
import { type PairedDifference, pairedDifference } from '../../model/statistics/paired-difference';

export interface Difference extends PairedDifference {
  /** The number of pictures that both answered. */
  total: number;
}

/**
 * The accuracy of the first less that of the second. An answer does not record which recording its
 * picture belongs to, so the pairs count as many independent pictures as either accuracy says.
 * Undefined if the two did not answer the same pictures.
 */
export function compareAnswers(one: Evaluation, other: Evaluation): Difference | undefined {
  const [a, b] = [one.answers, other.answers];
  if (!a || !b || a.ids.length === 0) return undefined;
  const places = new Map(b.ids.map((id, i) => [id, i]));
  const counts = { both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 };
  for (const [i, id] of a.ids.entries()) {
    const place = places.get(id);
    if (place === undefined) return undefined;
    const [mine, theirs] = [isRight(a, i), isRight(b, place)];
    counts[mine ? (theirs ? 'both' : 'onlySecond') : theirs ? 'onlyFirst' : 'neither']++;
  }
  const total = a.ids.length;
  const evidence = (each: Evaluation) => (each.independent ?? each.total) / each.total;
  const independent = total * Math.min(evidence(one), evidence(other));
  return { ...pairedDifference(counts, independent), total };
}

function isRight({ labels, probabilities, ids }: NonNullable<Evaluation['answers']>, i: number) {
  const classCount = probabilities.length / ids.length;
  const row = probabilities.subarray(i * classCount, (i + 1) * classCount);
  return row.indexOf(Math.max(...row)) === labels[i];
}
