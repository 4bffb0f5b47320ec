// Made-up features of two kinds, and a second question about them that may or may not depend on the
// kind.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../model/random';
import type { TwoQuestionsRequest } from '../../model/two-questions';
import { madeUp } from '../head/made-up';
import { errorOf, measureTwoQuestions } from './two-questions';

const SIZE = 48;
const KINDS = 2;

beforeAll(async () => {
  const wasm = import.meta.resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(fileURLToPath(wasm))}/`);
  await tf.setBackend('wasm');
});

let tensors = 0;
beforeEach(() => {
  tensors = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(tensors);
});

const made = madeUp(60, KINDS, SIZE, 1, 0.35);
const never = new AbortController().signal;
const featuresOf = (id: string) => made.features.slice(Number(id) * SIZE, (Number(id) + 1) * SIZE);

/** @param secondLabel by the first label and the place; -1 for none */
function requestOf(
  secondLabel: (label: number, i: number) => number,
  weight = 0.5,
): TwoQuestionsRequest {
  const samples = Array.from(made.labels, (label, i) => ({ id: `${i}`, label, group: `${i}` }));
  return {
    featureKey: 'test',
    classes: ['a', 'b'],
    samples,
    secondClasses: ['yes', 'no'],
    secondLabels: Int32Array.from(samples, ({ label }, i) => secondLabel(label, i)),
    weight,
    settings: {
      head: 'linear',
      epochs: 60,
      batchSize: 16,
      learningRate: 0.001,
      l2: 'auto',
      validationShare: 0.5,
      seed: 1,
    },
  };
}
const measure = (request: TwoQuestionsRequest) =>
  measureTwoQuestions(request, featuresOf, () => {}, never);
const lossOf = (probabilities: Float32Array, labels: Int32Array, count: number) =>
  labels.reduce((sum, label, i) => sum - Math.log(probabilities[i * count + label] ?? 0), 0) /
  labels.length;

describe('two questions', () => {
  it('are measured on the same held-out pictures, the second one on those with an answer', async () => {
    const { first, second } = await measure(requestOf((label, i) => (i % 3 === 0 ? -1 : label)));
    expect(first.together.answers?.ids).toEqual(first.apart.answers?.ids);
    expect(second.together.answers?.ids).toEqual(second.apart.answers?.ids);
    expect(first.apart.total).toBe(60);
    const answered = first.apart.answers?.ids.filter((id) => Number(id) % 3 !== 0);
    expect(second.apart.answers?.ids).toEqual(answered);
    for (const { together, apart } of [first, second]) {
      expect(together.right / together.total).toBeGreaterThan(0.75);
      expect(apart.right / apart.total).toBeGreaterThan(0.75);
    }
  });

  it('with few answers gains from one that asks the same with many', async () => {
    const few = requestOf((label, i) => (i < 16 || i >= 60 ? label : -1));
    const { second } = await measure({ ...few, weight: 0.3 });
    const loss = ({ answers }: typeof second.apart) =>
      answers ? lossOf(answers.probabilities, answers.labels, 2) : Number.NaN;
    expect(loss(second.together)).toBeLessThan(loss(second.apart));
  });

  it('nearly all of the weight on one makes together the same as apart for it', async () => {
    const random = seededRandom(3);
    const { first } = await measure(requestOf(() => random.below(2), 1e-6));
    const [together, apart] = [first.together.answers, first.apart.answers];
    expect(together?.probabilities).toHaveLength(60 * KINDS);
    for (const [i, p] of (together?.probabilities ?? []).entries()) {
      expect(p).toBeCloseTo(apart?.probabilities[i] ?? 0, 5);
    }
    expect(first.together.right).toBe(first.apart.right);
  });

  it('gives the same figures each time, and tells its epochs', async () => {
    const request = requestOf((label) => label);
    const told: number[] = [];
    const once = await measureTwoQuestions(request, featuresOf, (done) => told.push(done), never);
    expect(await measure(request)).toEqual(once);
    expect(told).toEqual(told.map((_, i) => i + 1));
    expect(told.length % 3).toBe(0);
  });

  it('is stopped, and frees what it had', async () => {
    const cancel = new AbortController();
    const stopped = measureTwoQuestions(
      requestOf((label) => label),
      featuresOf,
      (done) => done === 5 && cancel.abort(),
      cancel.signal,
    );
    await expect(stopped).rejects.toMatchObject({ kind: 'aborted' });
  });

  it.each([
    ['one answer alone is in use', requestOf(() => 0)],
    ['nothing is answered', requestOf(() => -1)],
  ])('refuses where %s', async (_, request) => {
    await expect(measure(request)).rejects.toMatchObject({ kind: 'too-few-samples' });
  });
});

it('the error is the derivative of the weighted loss, unanswered pictures left out', async () => {
  const random = seededRandom(5);
  const logits = tf.tensor2d(
    Array.from({ length: 4 * 5 }, () => random.normal()),
    [4, 5],
  );
  const first = [0, 1, 1, 0];
  const second = [2, -1, 0, -1];
  const truth = tf.tensor2d(
    first.map((a, i) => [0, 1, 2, 3, 4].map((k) => (k < 2 ? +(k === a) : +(k - 2 === second[i])))),
  );
  const loss = (x: tf.Tensor) => {
    const cross = (from: number, count: number) =>
      tf.sum(
        tf.mul(
          tf.slice(truth, [0, from], [4, count]),
          tf.neg(tf.logSoftmax(tf.slice(x, [0, from], [4, count]))),
        ),
        1,
      );
    const mean = tf.mul(tf.mean(cross(0, 2)), 0.7);
    return tf.add(mean, tf.mul(tf.div(tf.sum(cross(2, 3)), 2), 0.3)) as tf.Scalar;
  };
  await tf.setBackend('cpu');
  const [expected, found] = tf.tidy(() => [
    tf.grad(loss)(logits),
    errorOf(2, [0.7, 0.3])(logits, truth),
  ]) as [tf.Tensor, tf.Tensor];
  const values = await found.data();
  for (const [i, g] of (await expected.data()).entries()) expect(values[i]).toBeCloseTo(g, 6);
  tf.dispose([logits, truth, expected, found]);
  await tf.setBackend('wasm');
});
