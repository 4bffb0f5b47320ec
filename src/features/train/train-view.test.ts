import { describe, expect, it } from 'vitest';
import type { PassReport, ValidationResult } from '../../engine/protocol';
import { adviceFor } from './advice';
import { accuracyFloor, charts } from './chart-view';
import { blocker, needs } from './checklist-view';
import { costOf, progressOf } from './cost-view';
import { picturesOf, resultView, sameBurstClasses } from './result-view';
import type { StoredRun } from './run';

const validation: ValidationResult = {
  right: 98,
  total: 104,
  low: 0.88,
  high: 0.97,
  confusion: [
    [41, 1, 2],
    [1, 38, 2],
    [0, 0, 19],
  ],
};

const report = (pass: number): PassReport => ({
  pass,
  trainLoss: 1 / pass,
  trainAccuracy: 0.9,
  validationLoss: 1.2 / pass,
  validationAccuracy: 0.8,
});

const run = (change: Partial<StoredRun['result']> = {}, history = [report(1), report(2)]) =>
  ({
    result: {
      head: { classes: ['a', 'b', 'c'] },
      split: { train: ['1', '2'], validation: ['3'], sameBurstClasses: [] },
      validation,
      guessing: 0.41,
      msTrain: 800,
      ...change,
    },
    history,
    settings: { head: 'linear', epochs: 100 },
  }) as unknown as StoredRun;

describe('result', () => {
  it('is a rate from ten held-out pictures on', () => {
    expect(resultView(validation, 0.41)).toEqual({
      kind: 'rate',
      right: 98,
      total: 104,
      rate: 98 / 104,
      low: 0.88,
      high: 0.97,
      guessing: 0.41,
    });
    expect(resultView({ ...validation, right: 9, total: 10 }, 0.5).kind).toBe('rate');
  });

  it('is counts alone below', () => {
    expect(resultView({ ...validation, right: 9, total: 9 }, 0.5)).toEqual({
      kind: 'few',
      right: 9,
      total: 9,
    });
  });

  it('is nothing where nothing was held out', () => {
    expect(resultView(undefined, 0.5)).toEqual({ kind: 'unmeasured' });
    expect(resultView({ ...validation, total: 0 }, 0.5)).toEqual({ kind: 'unmeasured' });
  });

  it('tells the classes of one recording', () => {
    const split = { train: [], validation: [], sameBurstClasses: [0, 2] };
    expect(sameBurstClasses(run({ split }))).toEqual(['a', 'c']);
  });

  it('counts the pictures of both sides', () => {
    expect(picturesOf(run())).toBe(3);
  });
});

describe('charts', () => {
  it('draw both lines', () => {
    const { accuracy, loss } = charts([report(1)], 104);
    expect(accuracy).toEqual([{ x: 1, training: 0.9, validation: 0.8 }]);
    expect(loss).toEqual([{ x: 1, training: 1, validation: 1.2 }]);
  });

  it('draw no validation accuracy from a handful of pictures', () => {
    const { accuracy, loss } = charts([report(1)], 4);
    expect(accuracy[0]?.validation).toBeNull();
    expect(loss[0]?.validation).toBe(1.2);
  });

  it('begin at 40 % unless a point lies below', () => {
    const at = (training: number) => [{ x: 1, training, validation: null }];
    expect(accuracyFloor([])).toBe(0.4);
    expect(accuracyFloor(at(0.41))).toBe(0.4);
    expect(accuracyFloor(at(0.3))).toBe(0.1);
    expect(accuracyFloor(at(0.05))).toBe(0);
  });
});

describe('time', () => {
  it('left is by the passes so far', () => {
    const running = { unit: 'pass', mostPasses: 10, startedAt: 1000, heldOut: 20 } as const;
    expect(progressOf(running, [], 1500)).toEqual({ unit: 'pass', pass: 0, most: 10, share: 0 });
    expect(progressOf(running, [report(1), report(2)], 1400)).toEqual({
      unit: 'pass',
      pass: 2,
      most: 10,
      share: 0.2,
      secondsLeft: 1.6,
    });
  });

  it('taken says what all passes would have taken', () => {
    expect(costOf(run())).toEqual({ unit: 'pass', passes: 2, seconds: 0.8, secondsAtMost: 40 });
    const all = run({}, [report(100)]);
    expect(costOf(all)).toEqual({ unit: 'pass', passes: 100, seconds: 0.8 });
    expect(costOf(run({}, []))).toBeUndefined();
  });
});

describe('advice', () => {
  const counts = (a: number, b: number, c: number) => (id: string) => ({ a, b, c })[id] ?? 0;

  it('is for the class with far fewer pictures', () => {
    expect(adviceFor(run(), counts(214, 206, 100))).toEqual({
      classId: 'c',
      count: 100,
      others: 210,
      add: 110,
      mistakes: { all: 6, involved: 4 },
    });
  });

  it('says nothing of mistakes between two classes, which always involve both', () => {
    const two = run({ head: { classes: ['a', 'b'] } as StoredRun['result']['head'] });
    expect(adviceFor(two, counts(60, 20, 0))).toEqual({
      classId: 'b',
      count: 20,
      others: 60,
      add: 40,
    });
  });

  it('is not given where the classes are alike, or nothing was measured', () => {
    expect(adviceFor(run(), counts(100, 100, 70))).toBeUndefined();
    const unmeasured = run();
    delete unmeasured.result.validation;
    expect(adviceFor(unmeasured, counts(214, 206, 100))).toBeUndefined();
  });
});

describe('checklist', () => {
  const readiness = { enough: false, can: false };

  it('counts pictures in each only once there are two classes', () => {
    const one = needs({ ...readiness, classesWithPictures: 1, fewest: 8 });
    expect(one.map(({ have, met }) => [have, met])).toEqual([
      [1, false],
      [0, false],
    ]);
    const three = needs({ ...readiness, classesWithPictures: 3, fewest: 4 });
    expect(three.map(({ have, met }) => [have, met])).toEqual([
      [2, true],
      [4, false],
    ]);
  });

  it('says what the button waits for', () => {
    expect(blocker([])).toEqual({ why: 'none' });
    expect(blocker([{ id: 'a', count: 8 }])).toEqual({ why: 'oneClass', classId: 'a' });
    expect(
      blocker([
        { id: 'a', count: 8 },
        { id: 'b', count: 1 },
      ]),
    ).toEqual({ why: 'short', classId: 'b', missing: 1 });
    expect(
      blocker([
        { id: 'a', count: 2 },
        { id: 'b', count: 2 },
      ]),
    ).toBeUndefined();
  });
});
