import { expect, it } from 'vitest';
import { timerDraft } from './timer-draft';

const bounds = { min: 1, max: 300 };

it('stands for what is typed, where that can be', () => {
  expect(timerDraft(null, 4, bounds)).toBe(4);
  expect(timerDraft(' ', 4, bounds)).toBe(4);
  expect(timerDraft('12', 4, bounds)).toBe(12);
  expect(timerDraft('2.6', 4, bounds)).toBe(3);
});

it.each(['-5', '–5', '0', '301', 'ten', '0.3'])('is nothing for %s', (typed) => {
  expect(timerDraft(typed, 4, bounds)).toBeUndefined();
});
