import fc from 'fast-check';
import { expect, it } from 'vitest';
import { leastInHundred, strangerThan, turnedAway } from './familiarity-view';

it('counts the farthest pictures', () => {
  const distances = Array.from({ length: 120 }, (_, i) => i / 120);
  expect(turnedAway(distances, 0.05)).toBe(6);
  expect(turnedAway(distances, 0.3)).toBe(36);
  expect(turnedAway(distances, 0.001)).toBe(0);
  expect(turnedAway([], 0.3)).toBe(0);
});

it('turns pictures of one distance away together or not at all', () => {
  expect(turnedAway([0.1, 0.2, 0.3, 0.3], 0.25)).toBe(0);
  expect(turnedAway([0.1, 0.2, 0.3, 0.3], 0.5)).toBe(2);
});

it('never turns away more than the share, and never fewer for a larger one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 60 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, one, other) => {
        const distances = values.sort((a, b) => a - b);
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        expect(turnedAway(distances, less)).toBeLessThanOrEqual(less * distances.length + 1e-9);
        expect(turnedAway(distances, less)).toBeLessThanOrEqual(turnedAway(distances, more));
      },
    ),
  );
});

it('promises no less than what was measured allows', () => {
  expect(leastInHundred(19)).toBe(5);
  expect(leastInHundred(120)).toBe(1);
  expect(leastInHundred(512)).toBe(0.5);
});

it('says of how many pictures a score is', () => {
  expect(strangerThan(1 / 41, 40)).toBe(0);
  expect(strangerThan(18 / 41, 40)).toBe(17);
  expect(strangerThan(1, 40)).toBe(40);
});
