// The one measured sentence after a training: a class with far fewer pictures than the others.
import type { StoredRun } from './run';

/** A class with at most this share of the others' mean is said to have few. */
const FAR_FEWER = 0.6;

export interface Advice {
  classId: string;
  count: number;
  /** Mean of the other classes. */
  others: number;
  /** Pictures to add, rounded so that it reads as the estimate it is. */
  add: number;
  /**
   * Held-out mistakes, and those among them in which the class is the truth or the answer. Only where
   * these are the half at least of mistakes among more than two classes: else it says nothing.
   */
  mistakes?: { all: number; involved: number };
}

export function adviceFor(
  run: StoredRun,
  countOf: (classId: string) => number,
): Advice | undefined {
  const confusion = run.result.validation?.confusion;
  const learned = run.result.head.classes.flatMap((id, index) => {
    const count = countOf(id);
    return count > 0 ? [{ id, index, count }] : [];
  });
  const [first, ...rest] = [...learned].sort((a, b) => a.count - b.count);
  if (!first || rest.length === 0 || !confusion) return undefined;
  const others = rest.reduce((sum, { count }) => sum + count, 0) / rest.length;
  if (first.count > FAR_FEWER * others) return undefined;
  const mistakes = mistakesWith(confusion, first.index);
  const telling = learned.length > 2 && mistakes.all > 0 && 2 * mistakes.involved >= mistakes.all;
  return {
    classId: first.id,
    count: first.count,
    others: Math.round(others),
    add: roundly(others - first.count),
    ...(telling ? { mistakes } : {}),
  };
}

function mistakesWith(confusion: readonly number[][], index: number) {
  let all = 0;
  let involved = 0;
  confusion.forEach((row, truth) => {
    row.forEach((count, answer) => {
      if (truth === answer) return;
      all += count;
      if (truth === index || answer === index) involved += count;
    });
  });
  return { all, involved };
}

function roundly(count: number): number {
  const step = count < 20 ? 1 : count < 50 ? 5 : 10;
  return Math.max(1, Math.round(count / step) * step);
}
