// The one measured sentence after a training: which classes have far fewer pictures than the
// others.
import type { StoredRun } from '../../model/run';

/** A class has few pictures if it has at most this share of the largest class's. */
const FAR_FEWER = 0.6;
/** A class this many times as large as the smallest makes a large gap. */
const SEVERAL_TIMES = 3;

/** Counts for some classes: the smallest, the largest and the one in the middle. */
export interface Counts {
  least: number;
  most: number;
  typical: number;
}

export interface Advice {
  /** The ids of the classes that have few pictures, in the order of the classes. */
  few: string[];
  fewCounts: Counts;
  others: string[];
  otherCounts: Counts;
  /** How many pictures to add to each, rounded so that it reads as the estimate it is. */
  add: number;
  /**
   * The held-out mistakes, and those of them in which the one class with few pictures is the truth
   * or the answer. Given only if these are at least half of several mistakes among more than two
   * classes, because otherwise they say nothing.
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
  // If most classes have "few", the large ones are what stands out, and only a large gap matters.
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

/** True if a single number, such as "about 122", describes all of them. */
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
