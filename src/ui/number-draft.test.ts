import { expect, it } from 'vitest';
import { isOutside, numberToTake } from './number-draft';

const bounds = { min: 1, max: 1000, whole: true };

it('takes nothing where nothing was typed, even when the value lies outside', () => {
  expect(numberToTake(null, 31.6, { min: 0, max: 1, whole: false })).toBeUndefined();
  expect(numberToTake('31.6', 31.6, { min: 0, max: 1, whole: false })).toBeUndefined();
  expect(numberToTake('', 100, bounds)).toBeUndefined();
  expect(numberToTake('many', 100, bounds)).toBeUndefined();
  expect(numberToTake('100', 100, bounds)).toBeUndefined();
});

it('holds what was typed between the bounds', () => {
  expect(numberToTake('50', 100, bounds)).toBe(50);
  expect(numberToTake('12.6', 100, bounds)).toBe(13);
  expect(numberToTake('5000', 100, bounds)).toBe(1000);
  expect(numberToTake('5000', 1000, bounds)).toBeUndefined();
});

it('tells what would not be taken as it is', () => {
  expect(['', '1', '1000', '0', '1001', 'x'].map((draft) => isOutside(draft, bounds))).toEqual([
    false,
    false,
    false,
    true,
    true,
    true,
  ]);
});
