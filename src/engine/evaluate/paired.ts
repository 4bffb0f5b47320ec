// Two classifiers on the same pictures: how much better one is, and how far that may be off.

import { studentT } from '../../model/statistics/student';
import { wilson } from '../../model/statistics/wilson';

export interface PairedDifference {
  /** Share right of the second less that of the first, -1 to 1. */
  difference: number;
  /** 95 % interval. */
  low: number;
  high: number;
}

/**
 * Newcombe's interval for a difference of paired proportions (1998, method 10: Wilson's intervals of the two shares, squared
 * and added with their correlation), for as many independent pictures as tell as much: the pictures of a group stand or fall
 * together, so the number is divided by the variance that the groups' sums of differences show over the one that
 * independent pictures would have (Rao and Scott 1992), with Student's quantile for so many groups. A group counts at most once
 * where none of them shows a difference.
 *
 * @param first [n], whether the first was right
 * @param second [n]
 * @param groups [n]
 */
export function pairedDifference(
  first: readonly boolean[],
  second: readonly boolean[],
  groups: readonly string[],
): PairedDifference {
  const total = first.length;
  const differences = first.map((was, i) => (second[i] ? 1 : 0) - (was ? 1 : 0));
  const difference = differences.reduce((sum, d) => sum + d, 0) / total;
  const sums = new Map<string, number>();
  let own = 0;
  differences.forEach((d, i) => {
    const group = groups[i] ?? '';
    sums.set(group, (sums.get(group) ?? 0) + d - difference);
    own += (d - difference) ** 2;
  });
  let shown = 0;
  for (const sum of sums.values()) shown += sum * sum;
  const clusters = sums.size;
  const effect =
    own === 0
      ? total / clusters
      : Math.max(1, (shown * clusters) / Math.max(1, clusters - 1) / own);
  const size = total / effect;
  const z = studentT(0.05, Math.max(1, clusters - 1));

  const count = (one: boolean, other: boolean) =>
    first.filter((was, i) => was === one && second[i] === other).length / effect;
  const [both, gained, lost, neither] = [
    count(true, true),
    count(false, true),
    count(true, false),
    count(false, false),
  ];
  const before = wilson(both + lost, size, z);
  const after = wilson(both + gained, size, z);
  const [p, q] = [(both + lost) / size, (both + gained) / size];
  const correlation = correlationOf(both, gained, lost, neither, size);
  const reach = (a: number, b: number) =>
    Math.sqrt(Math.max(0, a * a - 2 * correlation * a * b + b * b));
  return {
    difference,
    low: Math.max(-1, difference - reach(q - after.low, before.high - p)),
    high: Math.min(1, difference + reach(after.high - q, p - before.low)),
  };
}

/** Of the two being right, with Newcombe's correction for continuity where it is positive. */
function correlationOf(
  both: number,
  gained: number,
  lost: number,
  neither: number,
  size: number,
): number {
  const margins = (both + lost) * (gained + neither) * (both + gained) * (lost + neither);
  if (margins === 0) return 0;
  const product = both * neither - gained * lost;
  return (product > 0 ? Math.max(0, product - size / 2) : product) / Math.sqrt(margins);
}
