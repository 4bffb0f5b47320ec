// How far a measured share may be off, where pictures of one recording are no independent evidence.
import { studentT } from '../../model/statistics/student';
import { wilson } from './metrics';

/** The normal quantile of 95 %. */
const Z = 1.96;
/**
 * A head's error falls with the number of samples to about this power. On hymenoptera: 0.31 from 20 to 60, 0.30 from 60
 * to 120 samples (errors 0.089, 0.064, 0.052); Hestness et al. 2017 report 0.07 to 0.35 for networks.
 */
const LEARNING_EXPONENT = 0.3;

export interface Interval {
  low: number;
  high: number;
}

/**
 * Wilson's 95 % interval for the share of `right`, with the number of answers replaced by the number of
 * independent ones that tell as much (as Dean and Pagano 2015 recommend). One sample a group: Wilson's interval.
 *
 * @param right [n]
 * @param groups [n], the recording of each
 */
export function shareInterval(right: readonly boolean[], groups: readonly string[]): Interval {
  const total = right.length;
  if (total === 0) return wilson(0, 0, Z);
  const share = right.filter(Boolean).length / total;
  const size = independentSize(right, groups);
  return wilson(share * size, size, Z);
}

/**
 * How many independent answers tell as much of the share of right ones as these do, from Kish's n²/Σ n_g² (all of
 * a group alike; Kish 1965) to n. In between it is n divided by the design effect: the variance of the share
 * that the groups show over the one that independent answers would have (Rao and Scott 1992), and, as few groups do
 * not tell their variance well, reduced by (t(n - 1) / t(groups - 1))² (Korn and Graubard 1998). Where all or none are
 * right nothing tells how alike a group's answers are: then each group counts once.
 */
export function independentSize(right: readonly boolean[], groups: readonly string[]): number {
  const total = right.length;
  const counts = new Map<string, { size: number; right: number }>();
  right.forEach((is, i) => {
    const count = counts.get(groups[i] ?? '') ?? { size: 0, right: 0 };
    counts.set(groups[i] ?? '', { size: count.size + 1, right: count.right + (is ? 1 : 0) });
  });
  const clusters = [...counts.values()];
  const share = right.filter(Boolean).length / total;
  if (clusters.length === total || share === 0 || share === 1) return clusters.length;
  const least = total ** 2 / clusters.reduce((sum, { size }) => sum + size ** 2, 0);
  if (clusters.length === 1) return least;

  const between = clusters.reduce((sum, each) => sum + (each.right - each.size * share) ** 2, 0);
  const shown = (between * clusters.length) / (clusters.length - 1);
  const ifIndependent = (total * share * (1 - share) * total) / (total - 1);
  const doubt = (studentT(0.05, total - 1) / studentT(0.05, clusters.length - 1)) ** 2;
  return Math.max(least, (total / Math.max(1, shown / ifIndependent)) * doubt);
}

/**
 * The interval for the head that learnt from all samples, given the one for the head that was measured and learnt from
 * fewer: its upper end moves up, as the error may have fallen with the number of samples. The lower end stays: that
 * it has fallen was not measured.
 */
export function afterLearningFromAll(
  { low, high }: Interval,
  learnt: number,
  all: number,
): Interval {
  return { low, high: 1 - (1 - high) * (learnt / all) ** LEARNING_EXPONENT };
}
