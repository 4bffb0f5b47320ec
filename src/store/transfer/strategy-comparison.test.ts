import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../model/evaluation';
import type { PassReport } from '../../model/training';
import { compareStrategies, passesToNinety } from './strategy-comparison';

/** An evaluation with two classes, in which the first `right` pictures are right. */
function evaluation(right: number, total = 40): Evaluation {
  const answers = Array.from({ length: total }, (_, i) => (i < right ? [0.9, 0.1] : [0.1, 0.9]));
  return {
    right,
    total,
    low: 0,
    high: 1,
    confusion: [],
    answers: {
      ids: answers.map((_, i) => `${i}`),
      labels: new Int32Array(total),
      probabilities: Float32Array.from(answers.flat()),
    },
  };
}

const passes = (...accuracies: number[]): PassReport[] =>
  accuracies.map((validationAccuracy, pass) => ({
    pass,
    trainLoss: 1,
    trainAccuracy: 1,
    validationAccuracy,
  }));

const measured = (right: number, fingerprint = 'now') => ({
  result: { validation: evaluation(right), msTrain: 5, trainedParameters: 7 },
  history: passes(0.4, 0.5),
  fingerprint,
});

const forgetting = { validation: { changed: 3, total: 40 } };

describe('strategies side by side', () => {
  it('are put best first, each told against the frozen backbone', () => {
    const { rows = [], others } =
      compareStrategies({
        frozen: measured(30),
        partial: measured(29),
        finetune: measured(39),
        full: { ...measured(30), result: { ...measured(30).result, forgetting } },
        scratch: measured(12),
      }) ?? {};
    expect(rows.map(({ strategy, standing }) => [strategy, standing])).toEqual([
      ['finetune', 'better'],
      ['frozen', 'baseline'],
      ['full', 'close'],
      ['partial', 'lower'],
      ['scratch', 'worse'],
    ]);
    expect(rows[0]?.ninety).toEqual({ pass: 1, unit: 'epoch' });
    expect(others).toEqual([]);
    expect(rows.map(({ forgotten }) => forgotten?.changed)).toEqual(
      rows.map(({ strategy }) => (strategy === 'full' ? 3 : undefined)),
    );
  });

  it('stand as the verdict on the same figures says: a gain of 0 to 12 points, as it is shown, is none', () => {
    const of = (right: number) => {
      const { result, ...rest } = measured(right);
      return { ...rest, result: { ...result, validation: evaluation(right, 80) } };
    };
    const standing = (frozen: number, scratch: number) =>
      compareStrategies({ frozen: of(frozen), scratch: of(scratch) })?.rows.find(
        ({ strategy }) => strategy === 'scratch',
      )?.standing;
    expect(standing(70, 75)).toBe('close');
    expect(standing(75, 70)).toBe('lower');
    expect(standing(70, 77)).toBe('better');
    expect(standing(77, 70)).toBe('worse');
  });

  it('are not compared where they were measured on something else', () => {
    const comparison = compareStrategies({ frozen: measured(30), scratch: measured(12, 'before') });
    expect(comparison?.rows.map(({ strategy }) => strategy)).toEqual(['frozen']);
    expect(comparison?.others).toEqual(['scratch']);
  });

  it('have no standing without a baseline, and are nothing without held-out pictures', () => {
    const comparison = compareStrategies({ scratch: measured(12) });
    expect(comparison?.rows[0]).toMatchObject({ strategy: 'scratch', standing: undefined });
    expect(
      compareStrategies({
        frozen: { result: { msTrain: 1, trainedParameters: 1 }, history: [], fingerprint: 'now' },
      }),
    ).toBeUndefined();
  });
});

it('tells when 90 % of the best was reached', () => {
  expect(passesToNinety(passes(0.5, 0.7, 0.86, 0.9, 0.88))).toBe(2);
  expect(passesToNinety([{ pass: 1, trainLoss: 1, trainAccuracy: 1 }])).toBeUndefined();
});
