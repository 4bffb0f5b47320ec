import { expect, test } from 'vitest';
import type { Evaluation } from '../../model/evaluation';
import { pairedDifference } from '../../model/statistics/paired-difference';
import { compareAnswers } from './compare-answers';

/**
 * Answers for two classes, which are right where `right` says so. All pictures are of the first
 * class.
 */
function evaluationOf(right: readonly boolean[], independent = right.length): Evaluation {
  return {
    right: right.filter(Boolean).length,
    total: right.length,
    low: 0,
    high: 1,
    confusion: [],
    independent,
    answers: {
      ids: right.map((_, i) => `${i}`),
      labels: new Int32Array(right.length),
      probabilities: Float32Array.from(right.flatMap((is) => (is ? [0.9, 0.1] : [0.2, 0.8]))),
    },
  };
}

const times = (count: number, value: boolean) => new Array<boolean>(count).fill(value);
/** Counts of pictures that both have right, only the first, only the second, or neither. */
const pair = (both: number, one: number, other: number, none: number) =>
  [
    evaluationOf([...times(both + one, true), ...times(other + none, false)]),
    evaluationOf([
      ...times(both, true),
      ...times(one, false),
      ...times(other, true),
      ...times(none, false),
    ]),
  ] as const;

test('counts who was right of which picture, whatever their order', () => {
  const [one, other] = pair(50, 30, 5, 15);
  const { answers } = other;
  const turned = answers && {
    ids: answers.ids.toReversed(),
    labels: answers.labels.toReversed(),
    // The probabilities come in pairs, one for each class, and are reversed twice.
    probabilities: answers.probabilities.map(
      (_, i, all) => all[all.length - 2 - i + 2 * (i % 2)] ?? 0,
    ),
  };
  const expected = pairedDifference({ both: 50, onlySecond: 30, onlyFirst: 5, neither: 15 });
  expect(compareAnswers(one, other)).toEqual({ ...expected, total: 100 });
  expect(compareAnswers(one, { ...other, ...(turned && { answers: turned }) })).toEqual({
    ...expected,
    total: 100,
  });
});

test('crosses 0 where the two differ as often either way', () => {
  const { low = 1, high = -1, difference } = compareAnswers(...pair(40, 5, 5, 2)) ?? {};
  expect(difference).toBe(0);
  expect(low).toBeLessThan(0);
  expect(high).toBeGreaterThan(0);
});

test('is wider where pictures are of few recordings', () => {
  const one = [...times(40, true), ...times(10, false)];
  const other = [...times(30, true), ...times(20, false)];
  const width = (independent: number) => {
    const { low = 0, high = 0 } =
      compareAnswers(evaluationOf(one, independent), evaluationOf(other, independent)) ?? {};
    return high - low;
  };
  expect(width(10)).toBeGreaterThan(1.5 * width(50));
});

test('is not told of different pictures', () => {
  expect(compareAnswers(evaluationOf([true, false]), evaluationOf([true]))).toBeUndefined();
});
