import { expect, test } from 'vitest';
import type { DenseLayer, SavedHead } from '../../model/head';
import { fromBase64, toBase64 } from './base64';
import { packHead, unpackHead } from './packed';

test('bytes come back as they were, however many', () => {
  const bytes = Uint8Array.from({ length: 100_003 }, (_, i) => (i * 31) % 256);
  expect(fromBase64(toBase64(bytes))).toEqual(bytes);
  expect(fromBase64(toBase64(new Uint8Array()))).toEqual(new Uint8Array());
});

test('a head comes back from JSON as it was', () => {
  const head: SavedHead = {
    kind: 'linear',
    classes: ['a', 'b'],
    featureKey: 'key',
    featureSize: 3,
    normalisation: 'l2-sqrt-d',
    layers: [
      {
        inputs: 3,
        outputs: 2,
        weights: Float32Array.of(1, -0.1, 3e-9, 4, 5, 6),
        bias: Float32Array.of(0.5, -0),
        activation: 'linear',
      },
    ],
    temperature: 1.5,
  };
  const through = (one: SavedHead) => unpackHead(JSON.parse(JSON.stringify(packHead(one))));
  expect(through(head)).toEqual(head);
  const familiarity = {
    directions: Int8Array.of(1, -127, 127),
    heldOut: Float32Array.of(0.1, 0.2),
  };
  expect(through({ ...head, familiarity })).toEqual({ ...head, familiarity });
  const network = {
    design: 'backbone',
    inputSize: 192,
    kept: 15,
    until: 19,
    weights: Float32Array.of(1e-20, -3, 7),
  } as const;
  expect(through({ ...head, network })).toEqual({ ...head, network });
  const [layer] = head.layers;
  const mlp: SavedHead = {
    ...head,
    kind: 'mlp',
    layers: [
      { ...(layer as DenseLayer), activation: 'relu' },
      {
        inputs: 2,
        outputs: 1,
        weights: Float32Array.of(7, 8),
        bias: Float32Array.of(9),
        activation: 'linear',
      },
    ],
  };
  expect(through(mlp)).toEqual(mlp);
});
