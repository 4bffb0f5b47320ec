// The one measured sentence after a training: classes with far fewer pictures than the others.
import type { StoredRun } from '../../model/run';

/** A class with at most this share of the largest class's pictures is said to have few. */
const FAR_FEWER = 0.6;
/** So many times as many pictures are a cause of their own: to remove some helps, too. */
const SEVERAL_TIMES = 3;

/** Counts of some classes: the smallest, the largest and the one in the middle. */
export interface Counts {
  least: number;
  most: number;
  typical: number;
}

export interface Advice {
  /** Ids of the classes that have few, in the order of the classes. */
  few: string[];
  fewCounts: Counts;
  others: string[];
  otherCounts: Counts;
  /** Pictures to add to each, rounded so that it reads as the estimate it is. */
  add: number;
  /** The largest class has several times as many as the smallest. */
  lopsided: boolean;
  /**
   * Held-out mistakes, and those among them in which the one class that has few is the truth or the answer.
   * Only where these are the half at least of several mistakes among more than two classes: else it says nothing.
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
  if (learned.length < 2 || !confusion) return undefined;
  const largest = Math.max(...learned.map(({ count }) => count));
  const few = learned.filter(({ count }) => count <= FAR_FEWER * largest);
  const others = learned.filter(({ count }) => count > FAR_FEWER * largest);
  const [first] = few;
  if (!first) return undefined;
  const [fewCounts, otherCounts] = [countsOf(few), countsOf(others)];
  const lopsided = otherCounts.most >= SEVERAL_TIMES * fewCounts.least;
  // Where most classes have "few", it is the large ones that stand out, and only far ones matter.
  if (few.length > others.length && !lopsided) return undefined;

  const mistakes = mistakesWith(confusion, first.index);
  const telling =
    few.length === 1 &&
    learned.length > 2 &&
    mistakes.all > 1 &&
    2 * mistakes.involved >= mistakes.all;
  return {
    few: few.map(({ id }) => id),
    fewCounts,
    others: others.map(({ id }) => id),
    otherCounts,
    add: roundly(otherCounts.typical - fewCounts.typical),
    lopsided,
    ...(telling ? { mistakes } : {}),
  };
}

function countsOf(classes: readonly { count: number }[]): Counts {
  const sorted = classes.map(({ count }) => count).sort((a, b) => a - b);
  const at = (place: number) => sorted[place] ?? 0;
  const middle = (sorted.length - 1) / 2;
  return {
    least: at(0),
    most: at(sorted.length - 1),
    typical: Math.round((at(Math.floor(middle)) + at(Math.ceil(middle))) / 2),
  };
}

/** True where one number, "about 122", tells all of them. */
export function areEven({ least, most }: Counts): boolean {
  return most - least <= 0.1 * most;
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
