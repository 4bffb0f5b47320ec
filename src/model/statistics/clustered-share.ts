// How far a measured share may be off where pictures of one recording are no independent evidence.
import type { Counted } from '../evaluation';
import { studentT } from './student';
import { wilson } from './wilson';

const OUTSIDE = 0.05;

/**
 * Counts with Wilson's 95 % interval, in which the number of answers is replaced by the number of independent ones that
 * tell as much (as Dean and Pagano 2015 recommend). With one sample a group it is Wilson's interval.
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
 * How many independent values tell as much of their mean as these do, from Kish's n²/Σ n_g² (all of a group alike;
 * Kish 1965) to n. In between it is n divided by the design effect: the variance of the mean that the groups show over
 * the one that independent values would have (Rao and Scott 1992), and, as few groups do not tell their variance well,
 * reduced by (t(n - 1) / t(groups - 1))² (Korn and Graubard 1998). Where all values are equal nothing tells how alike a
 * group's are: then each group counts once.
 *
 * @param values [n], right or wrong as 1 or 0, or differences of two such
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
