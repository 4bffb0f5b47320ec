import { expect, it } from 'vitest';
import { balancedAccuracy } from './balanced-accuracy';
import { wilson } from './wilson';

const each = (counts: [right: number, total: number][]) => {
  const right = counts.flatMap(([hits, total]) =>
    Array.from({ length: total }, (_, i) => i < hits),
  );
  const labels = Int32Array.from(
    counts.flatMap(([, total], label) => new Array<number>(total).fill(label)),
  );
  return balancedAccuracy(
    right,
    labels,
    right.map((_, i) => `${i}`),
  );
};

it('counts each class the same, however many answers it has', () => {
  expect(
    each([
      [5, 10],
      [90, 100],
    ]).accuracy,
  ).toBeCloseTo(0.7, 12);
  expect(
    each([
      [1, 1],
      [0, 99],
      [0, 0],
    ]).accuracy,
  ).toBe(0.5);
});

it("is as sure as the classes' recalls are together", () => {
  const { low, high } = each([
    [5, 10],
    [90, 100],
  ]);
  const [few, many] = [wilson(5, 10), wilson(90, 100)];
  expect(low).toBeCloseTo(0.7 - Math.hypot(0.5 - few.low, 0.9 - many.low) / 2, 12);
  expect(high).toBeCloseTo(0.7 + Math.hypot(few.high - 0.5, many.high - 0.9) / 2, 12);
  expect(
    each([
      [10, 10],
      [100, 100],
    ]),
  ).toMatchObject({ accuracy: 1, high: 1 });
});
