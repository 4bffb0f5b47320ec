import { describe, expect, it } from 'vitest';
import type { CurveRun } from './curve';
import type { Underway } from './lab';
import { curveLeft, strategyLeft } from './time-left';

const course = { epoch: 1000, refit: 500, end: 100, mostEpochs: 15, patience: 5 };

const underway = (update: Partial<Underway>): Underway => ({
  strategy: 'finetune',
  step: 'learning',
  done: 0,
  total: 0,
  since: 0,
  told: 0,
  unit: 'epoch',
  mostPasses: 6,
  history: [],
  fingerprint: '',
  from: {} as never,
  ...update,
});
/** Epochs 0, 1 and so on with these held-out losses, `ms` milliseconds apart. */
const epochs = (losses: number[], ms = 2000) =>
  losses.map((validationLoss, pass) => ({
    pass,
    trainLoss: 1,
    trainAccuracy: 1,
    validationLoss,
    ms: 300 + ms * pass,
  }));

describe('a strategy', () => {
  it('has left what was reckoned, as much slower as its epochs are', () => {
    const begun = underway({ history: epochs([1]) });
    expect(strategyLeft(begun, { course }, 0)).toEqual({ least: 5100, most: 6 * 1500 + 100 });
    // The second of three epochs was the best, and all take twice as long as estimated.
    const going = underway({ history: epochs([1, 0.8, 0.7, 0.9]), told: 1000 });
    expect(strategyLeft(going, { course }, 1000)).toEqual({
      least: 3 * 2000 + 2 * 1000 + 200,
      most: 3 * 2000 + 6 * 1000 + 200,
    });
  });

  it('has less left while time goes by, and never less than none', () => {
    const refitting = underway({ step: 'refitting', history: epochs([1, 0.5]), since: 5000 });
    expect(strategyLeft(refitting, { course }, 5000)?.most).toBe(1200);
    expect(strategyLeft(refitting, { course }, 5700)?.most).toBe(500);
    expect(strategyLeft(refitting, { course }, 99_000)?.most).toBe(0);
  });

  it('is not taken for over by an epoch that takes long', () => {
    const begun = underway({ history: epochs([1]) });
    expect(strategyLeft(begun, { course }, 99_000)).toEqual({
      least: 4100,
      most: 5 * 1000 + 6 * 500 + 100,
    });
  });

  it('tells by the pictures read so far, where it learns in passes too', () => {
    const reading = underway({ step: 'preparing', done: 4, total: 12, told: 2000 });
    expect(strategyLeft(reading, {}, 2500)).toEqual({ least: 3500, most: 3500 });
    expect(strategyLeft(underway({ step: 'preparing', total: 12 }), {}, 0)).toBeUndefined();
    expect(strategyLeft(underway({ history: epochs([1]) }), {}, 0)).toBeUndefined();
  });
});

it('of a curve tells by the points that are measured', () => {
  const run: CurveRun = {
    way: 'scratch',
    step: 'learning',
    done: 2,
    total: 4,
    next: { perClass: 5, epoch: 10, epochs: 40 },
    since: 1000,
    before: 1,
  };
  // The estimate was 200 plus a quarter of 400, and it took 150. So 300 and 800 remain, at half the
  // estimate.
  expect(curveLeft(run, [100, 200, 400, 800], 1150)).toBe(550);
  expect(curveLeft({ ...run, done: 1, next: undefined }, [100, 200], 1150)).toBeUndefined();
  expect(curveLeft({ ...run, way: 'transfer' }, [100, 200, 400, 800], 1150)).toBeUndefined();
});
