// Figures for a set of answers. Probabilities are row-major [n, classes]; labels are class indices.
import type { ClassFigures } from '../../model/evaluation';

/** The class with the largest probability in each row. The first one wins a tie. */
export function decisions(probabilities: Float32Array, classCount: number): Int32Array {
  const decided = new Int32Array(classCount === 0 ? 0 : probabilities.length / classCount);
  for (let i = 0; i < decided.length; i++) {
    const row = probabilities.subarray(i * classCount, (i + 1) * classCount);
    decided[i] = row.indexOf(row.reduce((most, p) => Math.max(most, p), Number.NEGATIVE_INFINITY));
  }
  return decided;
}

/** The share of decisions that are right, 0 to 1. NaN if there are none. */
export function accuracy(decided: ArrayLike<number>, labels: ArrayLike<number>): number {
  let right = 0;
  for (let i = 0; i < labels.length; i++) if (decided[i] === labels[i]) right++;
  return right / labels.length;
}

/** Counts: rows are true classes, columns are decisions. */
export function confusionMatrix(
  decided: ArrayLike<number>,
  labels: ArrayLike<number>,
  classCount: number,
): number[][] {
  const counts = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0));
  for (let i = 0; i < labels.length; i++) {
    const row = counts[labels[i] ?? -1];
    const column = decided[i] ?? -1;
    if (row?.[column] !== undefined) row[column] += 1;
  }
  return counts;
}

/**
 * The mean of -ln(probability of the true class), in nats. A probability of 0 counts as the
 * smallest normal float32.
 */
export function meanCrossEntropy(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classCount: number,
): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    const p = probabilities[i * classCount + (labels[i] ?? 0)] ?? Number.NaN;
    sum -= Math.log(Math.max(p, 2 ** -126));
  }
  return sum / labels.length;
}

/** The accuracy of always choosing the most frequent label, 0 to 1. NaN if there are no labels. */
export function guessing(labels: ArrayLike<number>): number {
  const counts = new Map<number, number>();
  let most = 0;
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] ?? -1;
    const count = (counts.get(label) ?? 0) + 1;
    counts.set(label, count);
    most = Math.max(most, count);
  }
  return most / labels.length;
}

/**
 * Precision (the share of decisions for a class that are right), recall (the share of its samples
 * that are found) and F1 (their harmonic mean) of each class, from a confusion matrix. A figure is
 * absent if it has nothing to count: no decision for the class, or no sample of it.
 */
export function classFigures(confusion: readonly (readonly number[])[]): ClassFigures[] {
  return confusion.map((row, label) => {
    const right = row[label] ?? 0;
    const there = row.reduce((sum, count) => sum + count, 0);
    const said = confusion.reduce((sum, other) => sum + (other[label] ?? 0), 0);
    return {
      said,
      there,
      right,
      ...(said > 0 && { precision: right / said }),
      ...(there > 0 && { recall: right / there }),
      ...(said + there > 0 && { f1: (2 * right) / (said + there) }),
    };
  });
}
