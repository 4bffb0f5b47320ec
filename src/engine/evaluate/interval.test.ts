import { expect, it } from 'vitest';
import { wilson } from '../../model/statistics/wilson';
import { afterLearningFromAll } from './interval';

it('allows the head that learned from more to be better, not worse', () => {
  const measured = wilson(10, 12);
  const { low, high } = afterLearningFromAll(measured, 48, 60);
  expect(low).toBe(measured.low);
  expect(1 - high).toBeCloseTo((1 - measured.high) * 0.8 ** 0.3, 12);
  expect(afterLearningFromAll(measured, 60, 60).high).toBeCloseTo(measured.high, 12);
});
