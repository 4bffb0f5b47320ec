// What a set of answers is worth. Probabilities are row-major [n, classes]; labels are class indices.
import type { ClassFigures } from '../../model/evaluation';

/** The class with the largest probability, for each row; the first of equals. */
export function decisions(probabilities: Float32Array, classCount: number): Int32Array {
  const decided = new Int32Array(classCount === 0 ? 0 : probabilities.length / classCount);
  for (let i = 0; i < decided.length; i++) {
    const row = probabilities.subarray(i * classCount, (i + 1) * classCount);
    decided[i] = row.indexOf(row.reduce((most, p) => Math.max(most, p), Number.NEGATIVE_INFINITY));
  }
  return decided;
}

/** Share of the decisions that are right, 0 to 1; NaN for none. */
export function accuracy(decided: ArrayLike<number>, labels: ArrayLike<number>): number {
  let right = 0;
  for (let i = 0; i < labels.length; i++) if (decided[i] === labels[i]) right++;
  return right / labels.length;
}

/** Counts: rows are true classes, columns decisions. */
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

/** Mean of -ln(probability of the true class), in nats; a probability of 0 counts as float32's smallest normal. */
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

/** Accuracy of always saying the most frequent of the labels, 0 to 1; NaN for none. */
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
 * Precision (right of those said), recall (right of those there) and F1 (their harmonic mean) of each class, from
 * a confusion matrix. A figure without anything to count is absent: no decision for the class, or no sample of it.
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
