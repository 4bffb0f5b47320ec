import { expect, it } from 'vitest';
import { shownRatio } from './kept-square';

it('shows tall pictures as their square, wide ones as wide as the lens', () => {
  expect([0.5, 1, 1.2, 4 / 3, 3].map(shownRatio)).toEqual([1, 1, 1.2, 4 / 3, 4 / 3]);
  expect(shownRatio(undefined)).toBe(4 / 3);
});
