import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accuracy, decisions, meanCrossEntropy } from '../evaluate/metrics';
import { answer } from './answer';
import { dataOf, madeUp } from './made-up';
import { gradientOf, type MlpSettings, MlpTrainer } from './mlp';

const SIZE = 64;
const settings: MlpSettings = {
  mostEpochs: 20,
  batchSize: 16,
  learningRate: 1e-3,
  weightDecay: 'auto',
  seed: 1,
};
const data = dataOf(madeUp(30, 3, SIZE, 1, 0.5), madeUp(15, 3, SIZE, 2, 0.5));

describe.each(['cpu', 'wasm'])('MlpTrainer on %s', (backend) => {
  let tensors = 0;
  beforeEach(async () => {
    await tf.setBackend(backend);
    tensors = tf.memory().numTensors;
  });
  afterEach(() => {
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('learns, and keeps the weights of its best epoch', async () => {
    const trainer = new MlpTrainer(data, settings);
    const losses: number[] = [];
    while (!trainer.done) losses.push((await trainer.step()).validationLoss ?? Number.NaN);
    trainer.dispose();
    const best = Math.min(...losses);
    expect(trainer.keptPass).toBe(losses.indexOf(best) + 1);
    const { features, labels } = data.validation;
    const probabilities = answer(trainer.head(), features);
    expect(meanCrossEntropy(probabilities, labels, 3)).toBeCloseTo(best, 4);
    expect(accuracy(decisions(probabilities, 3), labels)).toBeGreaterThan(0.85);
  });

  it('gives the same head for the same seed, and another for another', async () => {
    const head = async (seed: number) => {
      const trainer = new MlpTrainer(data, { ...settings, mostEpochs: 3, seed });
      while (!trainer.done) await trainer.step();
      trainer.dispose();
      return trainer.head();
    };
    expect(await head(5)).toEqual(await head(5));
    expect(await head(6)).not.toEqual(await head(5));
  });

  it('holds the same number of tensors after every epoch', async () => {
    const trainer = new MlpTrainer(data, settings);
    const held = tf.memory().numTensors;
    await trainer.step();
    expect(tf.memory().numTensors).toBe(held);
    await trainer.step();
    expect(tf.memory().numTensors).toBe(held);
    trainer.dispose();
    trainer.dispose();
  });

  it('says that it diverged, and still has finite weights', async () => {
    const trainer = new MlpTrainer(data, { ...settings, learningRate: 1e30, mostEpochs: 200 });
    const toTheEnd = async () => {
      while (!trainer.done) await trainer.step();
    };
    await expect(toTheEnd()).rejects.toMatchObject({ kind: 'training-diverged' });
    trainer.dispose();
    for (const { weights } of trainer.head().layers) {
      expect(weights.every(Number.isFinite)).toBe(true);
    }
  });
});

it("has the gradient that tfjs's tape gives", async () => {
  await tf.setBackend('cpu');
  const x = tf.randomNormal<tf.Rank.R2>([5, 7], 0, 1, 'float32', 1);
  const truth = tf.cast(tf.oneHot([0, 2, 1, 1, 0], 3) as tf.Tensor2D, 'float32');
  const mask = tf.randomUniform<tf.Rank.R2>([5, 4], 0, 2, 'float32', 2);
  const random = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed);
  const tensors = [random([7, 4], 3), random([4], 4), random([4, 3], 5), random([3], 6)];
  const [hiddenWeights, hiddenBias, weights, bias] = tensors as [
    tf.Tensor2D,
    tf.Tensor1D,
    tf.Tensor2D,
    tf.Tensor1D,
  ];
  const gradients = tf.grads((w1, b1, w2, b2) => {
    const hidden = tf.mul(tf.relu(tf.add(tf.matMul(x, w1), b1)), mask);
    const logits = tf.add(tf.matMul(hidden, w2), b2);
    return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), truth), 1)));
  });
  const expected = tf.concat(gradients(tensors).map((gradient) => tf.reshape(gradient, [-1])));
  const found = gradientOf({ hiddenWeights, hiddenBias, weights, bias }, x, truth, mask);
  const values = await found.data();
  for (const [i, g] of (await expected.data()).entries()) expect(values[i]).toBeCloseTo(g, 5);
});
