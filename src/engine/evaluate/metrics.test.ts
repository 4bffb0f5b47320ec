import { expect, it } from 'vitest';
import {
  accuracy,
  confusionMatrix,
  decisions,
  guessing,
  meanCrossEntropy,
  wilson,
} from './metrics';

it("gives Wilson's interval as published (Newcombe 1998, table I, method 3)", () => {
  const published = [
    { right: 81, total: 263, low: 0.2553, high: 0.3662 },
    { right: 15, total: 148, low: 0.0624, high: 0.1605 },
    { right: 0, total: 20, low: 0, high: 0.1611 },
    { right: 1, total: 29, low: 0.0061, high: 0.1718 },
  ];
  for (const { right, total, low, high } of published) {
    const interval = wilson(right, total, 1.959964);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
    const mirrored = wilson(total - right, total, 1.959964);
    expect(mirrored.low).toBeCloseTo(1 - high, 4);
  }
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
});

it('counts', () => {
  const probabilities = Float32Array.of(0.7, 0.3, 0, 0.2, 0.5, 0.3, 0.4, 0.4, 0.2);
  const decided = decisions(probabilities, 3);
  expect([...decided]).toEqual([0, 1, 0]);
  const labels = [0, 2, 0];
  expect(accuracy(decided, labels)).toBeCloseTo(2 / 3);
  expect(confusionMatrix(decided, labels, 3)).toEqual([
    [2, 0, 0],
    [0, 0, 0],
    [0, 1, 0],
  ]);
  expect(guessing(labels)).toBeCloseTo(2 / 3);
  const expected = -(Math.log(0.7) + Math.log(0.3) + Math.log(0.4)) / 3;
  expect(meanCrossEntropy(probabilities, labels, 3)).toBeCloseTo(expected, 6);
  expect(meanCrossEntropy(Float32Array.of(0, 1), [0], 2)).toBeLessThan(100);
});
