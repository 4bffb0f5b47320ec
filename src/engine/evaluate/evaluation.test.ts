import { expect, it } from 'vitest';
import { reliability } from './calibration';
import { evaluate } from './evaluation';
import reference from './fixtures/scikit-learn.json';
import { meanCrossEntropy } from './metrics';
import { probabilitiesOf } from './softmax';

const { classes, logits } = reference;
const labels = Int32Array.from(reference.labels);
const ids = Array.from(labels, (_, i) => `${i}`);
const probabilities = probabilitiesOf(logits, classes);

it("gives scikit-learn's figures for the same predictions", () => {
  const found = evaluate(ids, labels, ids, probabilities, classes);
  expect(found.right / found.total).toBeCloseTo(reference.accuracy, 12);
  expect(found.confusion).toEqual(reference.confusion);
  for (const [k, figures] of found.perClass.entries()) {
    expect(figures.precision ?? null).toEqual(close(reference.precision[k]));
    expect(figures.recall ?? null).toEqual(close(reference.recall[k]));
    expect(figures.f1 ?? null).toEqual(close(reference.f1[k]));
    expect(figures.there).toBe(reference.support[k]);
  }
  expect(meanCrossEntropy(probabilities, labels, classes)).toBeCloseTo(reference.logLoss, 6);
});

it("gives numpy's reliability bins and calibration error", () => {
  const { ece, bins } = reliability(probabilities, labels, classes);
  expect(ece).toBeCloseTo(reference.ece, 6);
  expect(bins).toHaveLength(reference.bins.length);
  for (const [k, bin] of bins.entries()) {
    const expected = reference.bins[k];
    expect(bin.count).toBe(expected?.count);
    expect(bin.confidence ?? null).toEqual(close(expected?.confidence));
    expect(bin.accuracy ?? null).toEqual(close(expected?.accuracy));
  }
});

it('counts the answers to what was learned from too, and keeps all answers', () => {
  const groups = ids.map((_, i) => `recording ${i % 6}`);
  const learned = new Set(['recording 1', 'recording 5']);
  const found = evaluate(ids, labels, groups, probabilities, classes, learned);
  expect(found.alsoLearnt).toBe(20);
  expect(found.answers).toEqual({ ids, labels, probabilities });
  expect(found.independent).toBeLessThan(60);
});

const close = (value: number | null | undefined) =>
  value === null || value === undefined ? null : expect.closeTo(value, 6);
