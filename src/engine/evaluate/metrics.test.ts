import { expect, it } from 'vitest';
import { accuracy, confusionMatrix, decisions, guessing, meanCrossEntropy } from './metrics';

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
