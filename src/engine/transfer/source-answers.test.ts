import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seededRandom } from '../../model/random';
import type { SourceHead } from '../backbone/load';
import { registerWasmGradients } from '../backend/wasm-gradients';
import { changedAnswers, distillation, firstAnswers, softenedAnswers } from './source-answers';

const SIZE = 6;
const CLASSES = 9;
const random = seededRandom(5);
const numbers = (count: number) => Float32Array.from({ length: count }, () => random.normal());
const kernel = numbers(SIZE * CLASSES);
const bias = numbers(CLASSES);
let head: SourceHead;

beforeAll(async () => {
  const wasm = import.meta.resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(fileURLToPath(wasm))}/`);
  await tf.setBackend('wasm');
  registerWasmGradients();
  head = {
    kernel: tf.tensor2d(kernel, [SIZE, CLASSES]),
    bias: tf.tensor1d(bias),
    dispose: () => {},
  };
});

afterAll(() => {
  tf.dispose([head.kernel, head.bias]);
  expect(tf.memory().numTensors).toBe(0);
});

/** In doubles: logits of one picture, halved as the temperature is 2, as probabilities. */
function softened(features: ArrayLike<number>): number[] {
  const logits = Array.from(bias, (b, k) => {
    let sum = b;
    for (let i = 0; i < SIZE; i++) sum += (features[i] ?? 0) * (kernel[i * CLASSES + k] ?? 0);
    return sum / 2;
  });
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
  return logits.map((logit) => Math.exp(logit) / total);
}

function loss(features: ArrayLike<number>, recorded: readonly number[]): number {
  return softened(features).reduce((sum, p, k) => sum - (recorded[k] ?? 0) * Math.log(p), 0);
}

/** Loss and its gradient by the features, on wasm. */
function onWasm(features: Float32Array, recorded: Float32Array) {
  const count = features.length / SIZE;
  const given = tf.tidy(() => {
    const then = tf.tensor2d(recorded, [count, CLASSES]);
    const of = (x: tf.Tensor) => distillation(head, x as tf.Tensor2D, then);
    const { value, grad } = tf.valueAndGrad(of)(tf.tensor2d(features, [count, SIZE]));
    return [value.dataSync<'float32'>()[0] ?? Number.NaN, grad.dataSync<'float32'>()] as const;
  });
  return { value: given[0], gradient: given[1] };
}

it('answers as in doubles, more pictures than fit in one go, and leaves no tensor', async () => {
  const before = tf.memory().numTensors;
  const features = numbers(150 * SIZE);
  const first = await firstAnswers(head, features);
  const all = await softenedAnswers(head, features);
  expect(tf.memory().numTensors).toBe(before);
  for (let i = 0; i < 150; i++) {
    const expected = softened(features.subarray(i * SIZE, (i + 1) * SIZE));
    const given = [...all.subarray(i * CLASSES, (i + 1) * CLASSES)];
    for (const [k, p] of expected.entries()) expect(given[k]).toBeCloseTo(p, 5);
    expect(first[i]).toBe(expected.indexOf(Math.max(...expected)));
  }
  expect(await firstAnswers(head, new Float32Array())).toHaveLength(0);
});

it('has a gradient that agrees with finite differences', async () => {
  const recorded = await softenedAnswers(head, numbers(2 * SIZE));
  const features = numbers(2 * SIZE);
  const { value, gradient } = onWasm(features, recorded);
  const at = (x: Float64Array) =>
    [0, 1].reduce((sum, i) => {
      const own = [...recorded.subarray(i * CLASSES, (i + 1) * CLASSES)];
      return sum + loss(x.subarray(i * SIZE, (i + 1) * SIZE), own);
    }, 0);
  const x = Float64Array.from(features);
  expect(value).toBeCloseTo(at(x), 4);
  for (let i = 0; i < x.length; i++) {
    const moved = (by: number) => at(x.map((value, k) => (k === i ? value + by : value)));
    expect(gradient[i]).toBeCloseTo((moved(1e-4) - moved(-1e-4)) / 2e-4, 4);
  }
});

it('pulls nowhere while nothing has changed', async () => {
  const features = numbers(3 * SIZE);
  const { gradient } = onWasm(features, await softenedAnswers(head, features));
  for (const each of gradient) expect(Math.abs(each)).toBeLessThan(1e-6);
});

it('counts the first answers that changed', () => {
  expect(changedAnswers(Int32Array.of(3, 7, 7, 1), Int32Array.of(3, 8, 7, 0))).toEqual({
    changed: 2,
    total: 4,
  });
});
