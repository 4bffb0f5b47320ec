// An accuracy in which each class counts the same, however many answers it has.
import type { BalancedAccuracy } from '../evaluation';
import { clusteredShare } from './clustered-share';

/**
 * The mean of the classes' recalls, with its 95 % interval. That is the square-and-add combination
 * of the recalls' own intervals (Zou and Donner 2008), which allow for recordings. Classes without
 * answers do not count.
 *
 * @param right [n]
 * @param labels [n], the true classes
 * @param groups [n], the recording of each
 */
export function balancedAccuracy(
  right: readonly boolean[],
  labels: Int32Array,
  groups: readonly string[],
): BalancedAccuracy {
  const recalls = [...new Set(labels)].map((label) => {
    const ofClass = (_: unknown, i: number) => labels[i] === label;
    const {
      right: hits,
      total,
      ...interval
    } = clusteredShare(right.filter(ofClass), groups.filter(ofClass));
    return { recall: hits / total, ...interval };
  });
  const accuracy = recalls.reduce((sum, { recall }) => sum + recall, 0) / recalls.length;
  const spread = (side: 'low' | 'high') =>
    Math.hypot(...recalls.map((each) => each.recall - each[side])) / recalls.length;
  return {
    accuracy,
    low: Math.max(0, accuracy - spread('low')),
    high: Math.min(1, accuracy + spread('high')),
  };
}
