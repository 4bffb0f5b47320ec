import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../model/random';
import { wilson } from '../../../model/statistics/wilson';
import { accuracy, decisions, meanCrossEntropy } from '../../evaluate/metrics';
import { answer } from '../answer';
import { dataOf, madeUp } from '../made-up';
import { DEFAULT_L2 } from '../strength';
import type { TrainingData } from '../trainer';
import { type LinearSettings, LinearTrainer } from './trainer';

const SIZE = 256;
const settings: LinearSettings = { l2: 'auto', mostPasses: 200, seed: 1 };

async function trained(data: TrainingData, changed: Partial<LinearSettings> = {}) {
  const trainer = new LinearTrainer(data, { ...settings, ...changed });
  while (!trainer.done) await trainer.step();
  return trainer;
}

describe('LinearTrainer', () => {
  it('learns, reports what its head does, and converges', async () => {
    const data = dataOf(madeUp(30, 3, SIZE, 1), madeUp(20, 3, SIZE, 2));
    const trainer = new LinearTrainer(data, settings);
    expect([...answer(trainer.head(), new Float32Array(SIZE))]).toHaveLength(3);
    let report = await trainer.step();
    const first = report.trainLoss;
    while (!trainer.done) report = await trainer.step();
    expect(trainer.done).toBe('converged');
    expect(report.pass).toBe(trainer.keptPass);
    expect(report.trainLoss).toBeLessThan(first);

    const { features, labels } = data.validation;
    const probabilities = answer(trainer.head(), features);
    expect(report.validationLoss).toBeCloseTo(meanCrossEntropy(probabilities, labels, 3), 4);
    expect(report.validationAccuracy).toBe(accuracy(decisions(probabilities, 3), labels));
    expect(report.validationAccuracy).toBeGreaterThan(0.9);
  });

  it('solves few samples in their span as it does directly', async () => {
    const data = dataOf(madeUp(20, 3, SIZE, 1), madeUp(10, 3, SIZE, 2));
    const turned = await trained(data);
    const direct = await trained(data, { l2: turned.l2 });
    const expected = answer(direct.head(), data.validation.features);
    const found = answer(turned.head(), data.validation.features);
    for (const [i, p] of expected.entries())
      expect(Math.abs((found[i] ?? 0) - p)).toBeLessThan(2e-3);
  });

  it('gives the same head for the same seed', async () => {
    const data = dataOf(madeUp(20, 3, SIZE, 1));
    expect((await trained(data)).head()).toEqual((await trained(data)).head());
  });

  it('refits on all samples', async () => {
    const train = madeUp(10, 2, SIZE, 1);
    const validation = madeUp(40, 2, SIZE, 2);
    const fresh = madeUp(100, 2, SIZE, 3);
    const trainer = await trained(dataOf(train, validation));
    const refitted = await trainer.refit();
    if (!refitted) throw new Error('aborted');
    const loss = (head: typeof refitted) =>
      meanCrossEntropy(answer(head, fresh.features), fresh.labels, 2);
    expect(loss(refitted)).toBeLessThan(loss(trainer.head()));
    expect(await trainer.refit(AbortSignal.abort())).toBeUndefined();
  });

  it('is at chance on random labels, and then prefers a strong penalty', async () => {
    const random = seededRandom(4);
    const shuffled = (seed: number) => {
      const data = madeUp(60, 2, SIZE, seed);
      return { ...data, labels: data.labels.map(() => random.below(2)) };
    };
    const tested = shuffled(2);
    const trainer = await trained(dataOf(shuffled(1)));
    const decided = decisions(answer(trainer.head(), tested.features), 2);
    const right = decided.filter((d, i) => d === tested.labels[i]).length;
    const { low, high } = wilson(right, 120, 2.58);
    expect(low).toBeLessThan(0.5);
    expect(high).toBeGreaterThan(0.5);
    expect(trainer.l2).toBeGreaterThanOrEqual(DEFAULT_L2);
  });

  it('keeps the default strength where single recordings leave nothing to compare', async () => {
    const train = madeUp(20, 2, SIZE, 1);
    const recordings = Array.from(train.labels, (label) => `recording ${label}`);
    const trainer = await trained(dataOf({ ...train, groups: recordings }));
    expect(trainer.l2).toBe(DEFAULT_L2);
  });

  it('compares on some of many samples, and takes samples that are all alike', async () => {
    const many = await trained(dataOf(madeUp(400, 2, 64, 1)));
    expect(many.done).toBe('converged');
    const train = madeUp(10, 2, SIZE, 1);
    const alike = await trained(dataOf({ ...train, features: train.features.fill(1) }));
    const probabilities = answer(alike.head(), train.features.subarray(0, SIZE));
    expect(probabilities[0]).toBeCloseTo(0.5, 4);
  });

  it('lets the event loop run while it compares', async () => {
    const trainer = new LinearTrainer(dataOf(madeUp(150, 3, 1280, 1)), settings);
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await trainer.step();
    clearInterval(timer);
    expect(turns).toBeGreaterThan(2);
  });
});
