import { expect, it } from 'vitest';
import { createSteadyAnswer } from './steady-answer';

/** The times at which it passes an answer on, with one frame every 100 ms. */
function passedOn(frames: readonly (string | undefined)[], share = 0.9): number[] {
  const steady = createSteadyAnswer();
  return frames.flatMap((classId, i) =>
    steady(100 * i, classId === undefined ? undefined : { classId, share }) ? [100 * i] : [],
  );
}

const many = (classId: string | undefined, count: number) => Array(count).fill(classId);

it('passes on what has held, once', () => {
  expect(passedOn(many('a', 30))).toEqual([600]);
});

it('passes on nothing that flickers, is unsure or unknown', () => {
  expect(passedOn(Array.from({ length: 40 }, (_, i) => (i % 4 < 2 ? 'a' : 'b')))).toEqual([]);
  expect(passedOn(many('a', 30), 0.6)).toEqual([]);
  expect(passedOn(many(undefined, 30))).toEqual([]);
});

it('rests before another class, and says the same one again after a gap', () => {
  expect(passedOn([...many('a', 8), ...many('b', 30)])).toEqual([600, 2100]);
  expect(passedOn([...many('a', 10), ...many(undefined, 20), ...many('a', 10)])).toEqual([
    600, 3600,
  ]);
});
