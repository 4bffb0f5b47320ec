import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accuracy, decisions, meanCrossEntropy } from '../../evaluate/metrics';
import { answer } from '../answer';
import { dataOf, madeUp } from '../made-up';
import { gradientOf, type MlpSettings, MlpTrainer } from './trainer';

const SIZE = 64;
const settings: MlpSettings = {
  mostEpochs: 20,
  batchSize: 16,
  learningRate: 1e-3,
  weightDecay: 'auto',
  seed: 1,
};
const data = dataOf(madeUp(30, 3, SIZE, 1, 0.5), madeUp(15, 3, SIZE, 2, 0.5));
/** Six held-out samples, each with a wrong label. Their loss is not smallest at the end. */
const misleading = madeUp(2, 3, SIZE, 2, 0.5);
misleading.labels = misleading.labels.map((label) => (label + 1) % 3);
const fewHeldOut = dataOf(madeUp(8, 3, SIZE, 1, 0.5), misleading);

async function trained(trainer: MlpTrainer): Promise<MlpTrainer> {
  while (!trainer.done) await trainer.step();
  return trainer;
}

/** A signal that aborts when it is asked for the `count`th time. */
const abortedAt = (count: number) => {
  let asked = 0;
  return {
    get aborted() {
      return ++asked >= count;
    },
  } as AbortSignal;
};

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

  it('keeps the last epoch where few samples are held out', async () => {
    for (const few of [fewHeldOut, dataOf(fewHeldOut.train)]) {
      const trainer = new MlpTrainer(few, settings);
      const losses: number[] = [];
      while (!trainer.done) {
        const report = await trainer.step();
        losses.push(report.validationLoss ?? report.trainLoss);
        expect(trainer.keptPass).toBe(losses.length);
      }
      trainer.dispose();
      expect(trainer.done).toBe('most-passes');
      expect(losses).toHaveLength(20);
      if (few === fewHeldOut) expect(Math.min(...losses)).toBeLessThan(losses.at(-1) ?? 0);
      const { features, labels } = few === fewHeldOut ? few.validation : few.train;
      const loss = meanCrossEntropy(answer(trainer.head(), features), labels, 3);
      expect(loss).toBeCloseTo(losses.at(-1) ?? Number.NaN, 4);
    }
  });

  it('refits on the held-out samples too, and leaves the measured head as it is', async () => {
    const trainer = await trained(new MlpTrainer(fewHeldOut, settings));
    const measured = trainer.head();
    const refitted = await trainer.refit();
    expect(trainer.head()).toEqual(measured);
    expect(trainer.keptPass).toBe(20);
    trainer.dispose();
    const loss = (head = measured) =>
      meanCrossEntropy(answer(head, misleading.features), misleading.labels, 3);
    expect(loss(refitted)).toBeLessThan(loss());
  });

  it('refits as if all samples had been for training', async () => {
    const { train, validation } = fewHeldOut;
    const all = {
      ...train,
      features: new Float32Array([...train.features, ...validation.features]),
      labels: new Int32Array([...train.labels, ...validation.labels]),
      groups: [...train.groups, ...validation.groups],
    };
    const one = await trained(new MlpTrainer(fewHeldOut, settings));
    const other = await trained(new MlpTrainer(dataOf(all), settings));
    expect(await one.refit()).toEqual(other.head());
    expect(await other.refit()).toEqual(other.head());
    one.dispose();
    other.dispose();
  });

  it('refits to the same head after a stop, and frees it in the middle', async () => {
    const refitted = async (...signals: (AbortSignal | undefined)[]) => {
      const trainer = await trained(new MlpTrainer(fewHeldOut, settings));
      const heads = [];
      for (const signal of signals) heads.push(await trainer.refit(signal));
      trainer.dispose();
      return heads;
    };
    const [whole] = await refitted(undefined);
    expect(whole).toBeDefined();
    const stopped = await refitted(abortedAt(1), abortedAt(6), undefined);
    expect(stopped).toEqual([undefined, undefined, whole]);
    expect(await refitted(abortedAt(6))).toEqual([undefined]);
  });

  it('gives the same head for the same seed, and another for another', async () => {
    const head = async (seed: number) => {
      const trainer = new MlpTrainer(data, { ...settings, mostEpochs: 3, seed });
      await trained(trainer);
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
    await expect(trained(trainer)).rejects.toMatchObject({ kind: 'training-diverged' });
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

describe('the epochs of the refit', () => {
  /** It asks for the signal once per epoch. */
  async function epochsOf(trainer: MlpTrainer): Promise<number> {
    let asked = 0;
    const counting = {
      get aborted() {
        asked++;
        return false;
      },
    } as AbortSignal;
    await trainer.refit(counting);
    trainer.dispose();
    return asked;
  }
  /** It learns in a few updates and then gets worse. */
  const hasty = { ...settings, learningRate: 0.1, weightDecay: 0 };

  beforeEach(async () => {
    await tf.setBackend('wasm');
  });

  it('are those of the kept epoch', async () => {
    const trainer = await trained(new MlpTrainer(data, { ...settings, mostEpochs: 50 }));
    expect(trainer.keptPass).toBeGreaterThan(300 / 9);
    expect(await epochsOf(trainer)).toBe(trainer.keptPass);
  });

  it('are more where those would be few updates', async () => {
    const trainer = await trained(new MlpTrainer(data, { ...hasty, mostEpochs: 100 }));
    expect(trainer.done).toBe('early-stop');
    expect(trainer.keptPass).toBeLessThan(20);
    // 135 samples in batches of 16: 9 updates an epoch, 300 in all.
    expect(await epochsOf(trainer)).toBe(34);
  });

  it('are never more than the settings allow', async () => {
    const trainer = await trained(new MlpTrainer(data, { ...hasty, mostEpochs: 5 }));
    expect(await epochsOf(trainer)).toBe(5);
  });
});
