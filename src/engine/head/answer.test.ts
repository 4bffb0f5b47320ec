import { expect, it } from 'vitest';
import { EngineError } from '../../model/engine-error';
import type { SavedHead } from '../../model/head';
import { answer } from './answer';
import { normalise } from './features';

const head: SavedHead = {
  kind: 'mlp',
  classes: ['a', 'b'],
  featureKey: 'test',
  featureSize: 2,
  normalisation: 'l2-sqrt-d',
  layers: [
    {
      inputs: 2,
      outputs: 3,
      weights: Float32Array.of(1, -1, 2, 0, 1, -2),
      bias: Float32Array.of(0, 0, 1),
      activation: 'relu',
    },
    {
      inputs: 3,
      outputs: 2,
      weights: Float32Array.of(1, 0, 0, 1, 1, -1),
      bias: Float32Array.of(0.5, 0),
      activation: 'linear',
    },
  ],
};

it('normalises to length sqrt(D), and leaves a row of zeros', () => {
  const rows = normalise(Float32Array.of(3, 4, 0, 0), 2);
  expect(rows[0]).toBeCloseTo(0.6 * Math.SQRT2, 6);
  expect(rows[1]).toBeCloseTo(0.8 * Math.SQRT2, 6);
  expect([...rows.subarray(2)]).toEqual([0, 0]);
});

it('applies the layers, whatever the length of the features', () => {
  // x = √2 (0.6, 0.8): hidden = relu(x0, x1 - x0, 2 x0 - 2 x1 + 1), logits = (h0 + h2 + 0.5, h1 -
  // h2).
  const h = [0.6 * Math.SQRT2, 0.2 * Math.SQRT2, 1 - 0.4 * Math.SQRT2] as const;
  const difference = h[0] + h[2] + 0.5 - (h[1] - h[2]);
  const p = 1 / (1 + Math.exp(-difference));
  const probabilities = answer(head, Float32Array.of(3, 4, 30, 40));
  expect(probabilities[0]).toBeCloseTo(p, 6);
  expect(probabilities[1]).toBeCloseTo(1 - p, 6);
  expect(probabilities.slice(2)).toEqual(probabilities.slice(0, 2));
  expect(answer(head, new Float32Array())).toHaveLength(0);
});

it('does not overflow', () => {
  const sharp: SavedHead = {
    ...head,
    layers: [
      {
        inputs: 2,
        outputs: 2,
        weights: Float32Array.of(5000, -5000, 0, 0),
        bias: new Float32Array(2),
        activation: 'linear',
      },
    ],
  };
  expect([...answer(sharp, Float32Array.of(1, 0))]).toEqual([1, 0]);
});

it('says what does not fit', () => {
  expect(() => answer(head, new Float32Array(3))).toThrow(EngineError);
  expect(() => answer({ ...head, classes: ['a'] }, new Float32Array(2))).toThrow(EngineError);
  expect(() => answer({ ...head, layers: head.layers.slice(1) }, new Float32Array(2))).toThrow(
    EngineError,
  );
});
