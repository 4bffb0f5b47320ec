import { expect, test } from 'vitest';
import type { Evaluation } from '../../model/evaluation';
import { pairedDifference, verdictOn } from './paired-difference';

/** Answers of two classes, right where `right` says so; all pictures are of the first class. */
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
/** Both right, only the one, only the other, neither. */
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

test("is Agresti and Min's interval", () => {
  // By hand: n = 102, p = 30.5/102, q = 5.5/102, centre 0.2451, spread 1.96 √((36/102 − 0.0601)/102).
  expect(pairedDifference(...pair(50, 30, 5, 15))).toMatchObject({ gain: 0.25, total: 100 });
  const { low = 0, high = 0 } = pairedDifference(...pair(50, 30, 5, 15)) ?? {};
  expect(low).toBeCloseTo(0.1401, 3);
  expect(high).toBeCloseTo(0.3501, 3);
});

test('crosses 0 where the two differ as often either way', () => {
  const { low = 1, high = -1, gain } = pairedDifference(...pair(40, 5, 5, 2)) ?? {};
  expect(gain).toBe(0);
  expect(low).toBeLessThan(0);
  expect(high).toBeGreaterThan(0);
});

test('is wider where pictures are of few recordings', () => {
  const one = [...times(40, true), ...times(10, false)];
  const other = [...times(30, true), ...times(20, false)];
  const width = (independent: number) => {
    const { low = 0, high = 0 } =
      pairedDifference(evaluationOf(one, independent), evaluationOf(other, independent)) ?? {};
    return high - low;
  };
  expect(width(10)).toBeGreaterThan(1.5 * width(50));
});

test('is not told of different pictures', () => {
  expect(pairedDifference(evaluationOf([true, false]), evaluationOf([true]))).toBeUndefined();
});

test('the verdict is that of the interval as it is shown, and the same from the other side', () => {
  for (const [low, high, from, back] of [
    [0.01, 0.27, 'better', 'worse'],
    [0.004, 0.27, 'close', 'close'],
    [-0.004, 0.27, 'close', 'close'],
    [-0.27, -0.01, 'worse', 'better'],
  ] as const) {
    expect(verdictOn({ low, high })).toBe(from);
    expect(verdictOn({ low: -high, high: -low })).toBe(back);
  }
});
