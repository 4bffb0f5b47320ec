import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import type { Sight } from './backbone/network';
import { embedAgain, embedOnWasm, embedPictures } from './seeing';
import { pixelTensor } from './transfer/pictures';
import { disposeStages, randomWeights, SMALL_NETWORK } from './transfer/random-weights';

const SIDE = 32;
const picture = Uint8ClampedArray.from({ length: SIDE * SIDE * 4 }, (_, i) => (i * 37) % 256);

/** Gives numbers that are not finite the first `times`. */
function failing(times: number): Sight {
  let left = times;
  return {
    see: () => ({
      map: tf.zeros([1, 1, 1, 2]),
      pooled: tf.tensor2d([1, left-- > 0 ? Number.NaN : 2], [1, 2]),
    }),
  };
}

beforeAll(async () => {
  const wasm = import.meta.resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(fileURLToPath(wasm))}/`);
  await tf.setBackend('wasm');
});

it('embeds a picture once more whose features are not finite, and gives up where they stay so', async () => {
  const before = tf.memory().numTensors;
  expect(await embedAgain(failing(0), picture, SIDE)).toEqual(Float32Array.of(1, 2));
  expect(await embedAgain(failing(1), picture, SIDE)).toBeUndefined();
  expect(tf.memory().numTensors).toBe(before);
});

it('embeds on wasm what another backend computes, and leaves that in use', async () => {
  expect(await embedOnWasm({ card: SMALL_NETWORK, tensors: [] }, picture, SIDE)).toBeUndefined();
  await tf.setBackend('cpu');
  const pixels = pixelTensor([new Uint8Array(SIDE * SIDE * 3).fill(90)], SIDE);
  const tensors = randomWeights(SMALL_NETWORK, pixels, 4);
  const network = { card: SMALL_NETWORK, tensors };
  const before = tf.memory().numTensors;
  const expected = await embedPictures(network, [picture], SIDE);
  const found = (await embedOnWasm(network, picture, SIDE)) ?? [];
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 3);
  expect(tf.getBackend()).toBe('cpu');
  expect(tf.memory().numTensors).toBe(before);
  pixels.dispose();
  disposeStages(tensors);
});
