// Whether two classifiers differ, from what both said of the same pictures.
import type { Evaluation } from '../../model/evaluation';

export interface Difference {
  /** Accuracy of the one less that of the other, -1 to 1, and its 95 % interval. */
  gain: number;
  low: number;
  high: number;
  /** Pictures that both answered. */
  total: number;
}

/**
 * The difference of two shares from matched pairs, by Wald's interval with half a pair added to each of the four outcomes
 * (Agresti and Min, 2005). Pictures of one recording are no independent evidence: pairs are counted as so many as tell as
 * much. Undefined where the two did not answer the same pictures.
 */
export function pairedDifference(one: Evaluation, other: Evaluation): Difference | undefined {
  const [a, b] = [one.answers, other.answers];
  if (!a || !b || a.ids.length === 0) return undefined;
  const places = new Map(b.ids.map((id, i) => [id, i]));
  let onlyOne = 0;
  let onlyOther = 0;
  for (const [i, id] of a.ids.entries()) {
    const place = places.get(id);
    if (place === undefined) return undefined;
    const [mine, theirs] = [isRight(a, i), isRight(b, place)];
    if (mine && !theirs) onlyOne++;
    if (!mine && theirs) onlyOther++;
  }
  const total = a.ids.length;
  const evidence = (each: Evaluation) => (each.independent ?? each.total) / each.total;
  const scale = Math.min(evidence(one), evidence(other));
  const n = total * scale + 2;
  const p = (onlyOne * scale + 0.5) / n;
  const q = (onlyOther * scale + 0.5) / n;
  const centre = p - q;
  const spread = 1.96 * Math.sqrt((p + q - centre ** 2) / n);
  return {
    gain: (onlyOne - onlyOther) / total,
    low: Math.max(-1, centre - spread),
    high: Math.min(1, centre + spread),
    total,
  };
}

function isRight({ labels, probabilities, ids }: NonNullable<Evaluation['answers']>, i: number) {
  const classCount = probabilities.length / ids.length;
  const row = probabilities.subarray(i * classCount, (i + 1) * classCount);
  return row.indexOf(Math.max(...row)) === labels[i];
}

const points = (share: number) => Math.round(share * 100);

/**
 * Whether the one is better than the other, by the interval as it is shown, in whole points: a gain that may be none is none.
 * The same seen from the other one.
 */
export function verdictOn({ low, high }: Pick<Difference, 'low' | 'high'>) {
  if (points(low) > 0) return 'better';
  return points(high) < 0 ? 'worse' : 'close';
}
