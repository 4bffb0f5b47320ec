import { expect, it } from 'vitest';
import type { Measurement } from './lab';
import { paceOf } from './pace';

const of = (accuracies: number[], fingerprint = 's'): Measurement => ({
  id: 'record',
  fingerprint,
  from: { signature: '', settings: {} as never, classNames: {} },
  history: accuracies.map((validationAccuracy, pass) => ({
    pass,
    trainLoss: 1,
    trainAccuracy: 1,
    validationAccuracy,
    ms: 100 * (pass + 1),
  })),
  result: {
    split: { train: ['a', 'b', 'c'], validation: ['d'], sameBurstClasses: [] },
    validation: { guessing: 0.5, low: Math.max(...accuracies) - 0.15, confusion: [] },
  } as unknown as Measurement['result'],
});

it('is the time until each reached the lower of the two bests, features included', () => {
  expect(paceOf(of([0.6, 0.9, 0.95]), of([0.5, 0.7, 0.8, 0.75]), 10)).toEqual({
    share: 0.8,
    featuresMs: 40,
    transferMs: 240,
    scratchMs: 300,
  });
});

it('says nothing of other pictures, or where one is not clearly better than guessing', () => {
  expect(paceOf(of([0.9]), of([0.9], 'other'), 10)).toBeUndefined();
  expect(paceOf(of([0.9]), undefined, 10)).toBeUndefined();
  expect(paceOf(of([0.6]), of([0.9]), 10)).toBeUndefined();
  expect(paceOf(of([0.9]), of([0.6]), 10)).toBeUndefined();
});
