import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../model/random';
import type { TrainingSample, TrainRequest } from '../../model/training';
import { crossValidate } from './cross-validation';
import { madeUp } from './made-up';
import { startTraining } from './train';

const SIZE = 256;
const settings: TrainRequest['settings'] = {
  head: 'linear',
  epochs: 100,
  batchSize: 16,
  learningRate: 1e-3,
  l2: 'auto',
  validationShare: 0.3,
  seed: 1,
};

function requestOf(labels: Iterable<number>, classCount: number, groupOf = (i: number) => `${i}`) {
  const samples = Array.from(labels, (label, i): TrainingSample => {
    return { id: `${i}`, label, group: groupOf(i) };
  });
  const classes = Array.from({ length: classCount }, (_, k) => `class ${k}`);
  return { featureKey: 'test', classes, samples, settings } satisfies TrainRequest;
}

const rowsOf = (features: Float32Array) => (id: string) =>
  features.subarray(Number(id) * SIZE, (Number(id) + 1) * SIZE);

describe('crossValidate', () => {
  it('answers every sample, and tells how far it is', async () => {
    const { features, labels } = madeUp(20, 3, SIZE, 1);
    const told: number[] = [];
    const found = await crossValidate(requestOf(labels, 3), rowsOf(features), (done, total) =>
      told.push(done / total),
    );
    expect(found).toMatchObject({ total: 60, folds: 10, probe: false, alsoLearnt: 0 });
    expect(found?.right).toBeGreaterThan(50);
    expect(found?.answers.ids).toHaveLength(60);
    expect(told).toEqual(Array.from({ length: 10 }, (_, k) => (k + 1) / 10));
    const again = await crossValidate(requestOf(labels, 3), rowsOf(features));
    expect(again).toEqual(found);
  });

  it('answers by a linear probe where another head is asked for', async () => {
    const { features, labels } = madeUp(10, 2, SIZE, 1);
    const request = requestOf(labels, 2);
    const mlp = { ...request, settings: { ...settings, head: 'mlp' as const, l2: 0.01 } };
    const probed = await crossValidate(mlp, rowsOf(features));
    const linear = await crossValidate(request, rowsOf(features));
    expect(probed).toEqual({ ...linear, probe: true });
  });

  it('has no figure where a class is one recording, and stops when it is told to', async () => {
    const { features, labels } = madeUp(10, 2, SIZE, 1);
    const oneEach = requestOf(labels, 2, (i) => `recording ${i % 2}`);
    expect(await crossValidate(oneEach, rowsOf(features))).toBeUndefined();
    const stopped = crossValidate(
      requestOf(labels, 2),
      rowsOf(features),
      () => {},
      AbortSignal.abort(),
    );
    await expect(stopped).rejects.toMatchObject({ kind: 'aborted' });
  });

  it('finds samples whose labels were swapped, worst first, and hardly any other', async () => {
    const { features, labels } = madeUp(40, 3, SIZE, 1, 0.5);
    const isSwapped = (i: number) => i % 10 === 3;
    const wrong = labels.map((label, i) => (isSwapped(i) ? (label + 1) % 3 : label));
    const found = await crossValidate(requestOf(wrong, 3), rowsOf(features));
    const suspects = found?.suspects ?? [];
    const planted = suspects.filter(({ id }) => isSwapped(Number(id)));
    // The rule asks for a class that is at least as sure as its samples are on average, so it
    // misses some of the 12.
    expect(planted.length).toBeGreaterThanOrEqual(7);
    expect(suspects.length - planted.length).toBeLessThanOrEqual(1);
    for (const { id, suggested } of planted) expect(suggested).toBe(labels[Number(id)]);
    expect(found?.judges).toBe(true);
    const doubts = suspects.map((s) => s.suggestedProbability - s.probability);
    expect(doubts).toEqual(doubts.toSorted((one, other) => other - one));
  });
});

describe('what looks wrongly labelled where no label is', () => {
  it.each([
    // As good as guessing, hard, easy.
    [0.02, [0.35, 0.65], false, 0],
    [0.1, [0.65, 0.85], true, 5],
    [0.5, [0.95, 1], true, 1],
  ])(
    'none where heads guess, hardly any where they mistake (%f apart)',
    async (apart, [least = 0, most = 0], judges, count) => {
      const { features, labels } = madeUp(50, 2, SIZE, 4, apart);
      const found = await crossValidate(requestOf(labels, 2), rowsOf(features));
      const share = (found?.right ?? 0) / 100;
      expect(share).toBeGreaterThanOrEqual(least);
      expect(share).toBeLessThanOrEqual(most);
      expect(found?.judges).toBe(judges);
      expect(found?.suspects.length).toBeLessThanOrEqual(count);
    },
  );
});

/**
 * Checks the figures of validation, cross-validation, test set and calibration for labels that were
 * decided by a coin.
 */
async function expectChance(request: TrainRequest, features: Float32Array) {
  const run = startTraining(request, rowsOf(features), 'cpu');
  const result = await run.continue({ onEvent: () => {} });
  const crossed = await crossValidate(request, rowsOf(features));
  for (const figures of [result.validation, crossed, result.test]) {
    if (!figures) throw new Error('a figure is missing');
    expect(figures.low).toBeLessThan(0.5);
    expect(figures.high).toBeGreaterThan(0.5);
    expect(figures.alsoLearnt).toBe(0);
    // No answer is sure either.
    const { probabilities = [] } = figures.answers ?? {};
    expect(Math.max(...probabilities)).toBeLessThan(0.9);
  }
  expect(result.calibration?.temperature).toBeGreaterThanOrEqual(1);
  expect(result.calibration?.eceCalibrated).toBeLessThan(0.15);
  return result;
}

describe('shuffled labels', () => {
  const random = seededRandom(7);
  const coins = (n: number) => Array.from({ length: n }, () => random.below(2));

  it('give chance everywhere', async () => {
    const { features } = madeUp(150, 2, SIZE, 1);
    const request = requestOf(coins(300), 2);
    const split = { samples: request.samples.slice(0, 200), test: request.samples.slice(200) };
    await expectChance({ ...request, ...split }, features);
  });

  it('give chance also where each picture comes twice, nearly the same, in two recordings', async () => {
    const once = madeUp(150, 1, SIZE, 2).features;
    const again = once.map((x) => x + 0.1 * random.normal());
    const features = new Float32Array(2 * once.length);
    features.set(once);
    features.set(again, once.length);
    const labels = coins(150);
    const request = requestOf([...labels, ...labels], 2);
    // The last 50 pictures, both times, are the test set.
    const isTest = (i: number) => i % 150 >= 100;
    const { validation, split } = await expectChance(
      {
        ...request,
        samples: request.samples.filter((_, i) => !isTest(i)),
        test: request.samples.filter((_, i) => isTest(i)),
      },
      features,
    );
    const held = new Set(split.validation.map((id) => Number(id) % 150));
    expect(split.train.filter((id) => held.has(Number(id) % 150))).toEqual([]);
    expect(split.joinedGroups).toHaveLength(100);
    expect(validation?.independent).toBeLessThan(0.75 * (validation?.total ?? 0));
  });

  it('tells of a test set that was learned from', async () => {
    const { features } = madeUp(40, 2, SIZE, 3);
    const request = requestOf(coins(80), 2);
    const copies = request.samples.slice(0, 30).map((s) => ({ ...s, group: `copy of ${s.id}` }));
    const run = startTraining({ ...request, test: copies }, rowsOf(features), 'cpu');
    const { test } = await run.continue({ onEvent: () => {} });
    expect(test).toMatchObject({ total: 30, alsoLearnt: 30 });
  });
});
