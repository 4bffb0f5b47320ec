// How far off a measured share may be when pictures of one recording are not independent evidence.
import type { Counted } from '../evaluation';
import { studentT } from './student';
import { wilson } from './wilson';

const OUTSIDE = 0.05;

/**
 * Counts with Wilson's 95 % interval, in which the number of answers is replaced by the number of
 * independent ones that would tell as much (as Dean and Pagano 2015 recommend). If each group has
 * one sample, it is Wilson's interval.
 *
 * @param right [n]
 * @param groups [n], the recording of each
 */
export function clusteredShare(right: readonly boolean[], groups: readonly string[]): Counted {
  const total = right.length;
  const hits = right.filter(Boolean).length;
  const size = independentSize(right.map(Number), groups);
  return { right: hits, total, ...wilson(total === 0 ? 0 : (hits / total) * size, size) };
}

/**
 * How many independent values would tell as much about their mean as these do. It ranges from
 * Kish's n²/Σ n_g² (all values of a group alike; Kish 1965) to n. In between it is n divided by the
 * design effect: the variance of the mean that the groups show, over the variance that independent
 * values would have (Rao and Scott 1992). Because few groups do not show their variance well, it is
 * reduced by (t(n - 1) / t(groups - 1))² (Korn and Graubard 1998). If all values are equal, nothing
 * shows how alike the values of a group are. Then each group counts once.
 *
 * @param values [n], right or wrong as 1 or 0, or differences of two such values
 * @param groups [n], the recording of each
 */
export function independentSize(values: readonly number[], groups: readonly string[]): number {
  const total = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / total;
  const clusters = new Map<string, { size: number; off: number }>();
  let own = 0;
  values.forEach((value, i) => {
    const { size, off } = clusters.get(groups[i] ?? '') ?? { size: 0, off: 0 };
    clusters.set(groups[i] ?? '', { size: size + 1, off: off + value - mean });
    own += (value - mean) ** 2;
  });
  const count = clusters.size;
  if (count === total || own === 0) return count;
  const sums = [...clusters.values()];
  const least = total ** 2 / sums.reduce((sum, { size }) => sum + size ** 2, 0);
  if (count === 1) return least;

  const shown = (sums.reduce((sum, { off }) => sum + off ** 2, 0) * count) / (count - 1);
  const ifIndependent = (own * total) / (total - 1);
  const doubt = (studentT(OUTSIDE, total - 1) / studentT(OUTSIDE, count - 1)) ** 2;
  return Math.max(least, (total / Math.max(1, shown / ifIndependent)) * doubt);
}
