import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KEPT_DELETED_MS } from '../../model/project';
import { type Clock, goneSince, keptUntil, lookedAt } from './kept-deleted';

const HOUR = 3_600_000;
const DAY = KEPT_DELETED_MS;

/** The clock after it was looked at, at these hours. */
const looks = (...hours: number[]) =>
  hours.reduce((clock: Clock, hour) => lookedAt(clock, hour * HOUR), {});

/** Whether what was deleted at this hour is still kept at the last look. */
const isKept = (deleted: number, ...hours: number[]) =>
  deleted * HOUR > goneSince(looks(...hours), (hours.at(-1) ?? 0) * HOUR);

it('keeps a deletion for a day', () => {
  expect(isKept(100, 100, 120)).toBe(true);
  expect(isKept(100, 100, 120, 123)).toBe(true);
  expect(isKept(100, 100, 120, 124)).toBe(false);
});

it('keeps it for a day more where the clock went on by more than a day, once', () => {
  expect(isKept(100, 100, 1000)).toBe(true);
  expect(isKept(100, 100, 1000, 1023)).toBe(true);
  expect(isKept(100, 100, 1000, 1024)).toBe(false);
  // Once a week, what was deleted one time before the last goes.
  expect(isKept(100, 100, 268, 436)).toBe(false);
  expect(isKept(268, 100, 268, 436)).toBe(true);
});

it('does not keep what was due before the clock went on', () => {
  expect(isKept(70, 100, 1000)).toBe(false);
});

it('forgets a jump into a future that was none', () => {
  expect(isKept(100, 100, 9000, 101)).toBe(true);
  expect(isKept(100, 100, 9000, 101, 124)).toBe(false);
});

it('begins without knowing anything of the clock', () => {
  expect(goneSince(looks(500), 500 * HOUR)).toBe(500 * HOUR - DAY);
});

it('says until when it is kept as it is freed', () => {
  const hours = fc.array(fc.nat(2000), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(hours, fc.nat(2000), (seen, deleted) => {
      const inOrder = seen.toSorted((a, b) => a - b);
      const now = (inOrder.at(-1) ?? 0) * HOUR;
      fc.pre(deleted * HOUR <= now);
      const clock = looks(...inOrder);
      expect(keptUntil(clock, deleted * HOUR) > now).toBe(deleted * HOUR > goneSince(clock, now));
    }),
  );
});
