import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../model/evaluation';
import type { StoredRun } from '../../model/run';
import { choseEpoch } from '../../model/run';
import type { PassReport } from '../../model/training';
import { adviceFor, areEven } from './advice';
import { accuracyFloor, charts } from './chart-view';
import { blocker, needs } from './checklist-view';
import { costOf, progressOf } from './cost-view';
import { picturesOf, resultView, sameBurstClasses } from './result-view';

const validation: Evaluation = {
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
      balanced: undefined,
      verdict: { kind: 'expect' },
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

  it('is no better than guessing, for all that is known, while its interval reaches guessing', () => {
    const counts = { right: 7, total: 10, low: 0.4, high: 0.9, confusion: [] };
    const guessing = (share: number) => {
      const view = resultView(counts, share);
      return view.kind === 'rate' && view.verdict;
    };
    expect(guessing(0.3)).toEqual({ kind: 'expect' });
    expect(guessing(0.5)).toEqual({ kind: 'guessing', sure: false, remedy: 'more' });
    expect(guessing(0.8)).toEqual({ kind: 'guessing', sure: false, remedy: 'clearer' });
    expect(guessing(0.95)).toEqual({ kind: 'guessing', sure: true, remedy: 'clearer' });
  });

  it('is judged by the balanced accuracy where classes differ in their numbers', () => {
    const uneven = {
      right: 90,
      total: 110,
      low: 0.74,
      high: 0.88,
      confusion: [
        [9, 1],
        [19, 81],
      ],
      balanced: { accuracy: 0.855, low: 0.7, high: 0.93 },
    };
    expect(resultView(uneven, 100 / 110)).toMatchObject({
      balanced: uneven.balanced,
      verdict: { kind: 'expect' },
    });
    const even = resultView(
      {
        ...uneven,
        confusion: [
          [5, 5],
          [5, 5],
        ],
      },
      100 / 110,
    );
    expect(even).toMatchObject({ balanced: undefined, verdict: { kind: 'guessing', sure: true } });
  });

  it('is of pictures that chose the epoch where an MLP had enough of them', () => {
    const mlp = { ...run(), settings: { ...run().settings, head: 'mlp' as const } };
    expect(choseEpoch(mlp)).toBe(true);
    expect(choseEpoch(run())).toBe(false);
    const few = { ...mlp.result, validation: { ...validation, total: 19 } };
    expect(choseEpoch({ ...mlp, result: few })).toBe(false);
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

  it('draw no validation from a handful of pictures', () => {
    const { accuracy, loss } = charts([report(1)], 4);
    expect(accuracy[0]?.validation).toBeNull();
    expect(loss[0]?.validation).toBeNull();
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

  const classesOf = (...ids: string[]) =>
    ({ classes: ids }) as unknown as StoredRun['result']['head'];

  it('is for the class with far fewer pictures', () => {
    expect(adviceFor(run(), counts(214, 206, 100))).toEqual({
      few: ['c'],
      fewCounts: { least: 100, most: 100, typical: 100 },
      others: ['a', 'b'],
      otherCounts: { least: 206, most: 214, typical: 210 },
      add: 110,
      mistakes: { all: 6, involved: 4 },
    });
  });

  it('says nothing of mistakes between two classes, which always involve both', () => {
    const advice = adviceFor(run({ head: classesOf('a', 'b') }), counts(60, 20, 0));
    expect(advice).toMatchObject({ few: ['b'], others: ['a'], add: 40 });
    expect(advice).not.toHaveProperty('mistakes');
  });

  it('names every class that is as small, and compares with those that are not', () => {
    const four = run({ head: classesOf('a', 'b', 'c', 'd') });
    const many = { a: 10, b: 123, c: 12, d: 121 } as Record<string, number>;
    const advice = adviceFor(four, (id) => many[id] ?? 0);
    expect(advice).toMatchObject({
      few: ['a', 'c'],
      fewCounts: { least: 10, most: 12 },
      otherCounts: { typical: 122 },
      add: 110,
    });
    expect(advice && areEven(advice.otherCounts)).toBe(true);
    expect(areEven({ least: 75, most: 100, typical: 88 })).toBe(false);
  });

  it('is for one class that has several times as many, not for one that has a few more', () => {
    expect(adviceFor(run(), counts(10, 10, 123))).toMatchObject({ others: ['c'] });
    expect(adviceFor(run(), counts(100, 100, 170))).toBeUndefined();
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
