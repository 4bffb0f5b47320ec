import { expect, it } from 'vitest';
import { seededRandom } from '../model/random';
import { SIDE } from './example';
import { paintSheet } from './papers';

const paint = (ofClass: number, seed: number) => {
  const pixels = new Uint8ClampedArray(SIDE * SIDE * 4);
  paintSheet(pixels, ofClass, seededRandom(seed), seededRandom(seed + 1));
  return pixels;
};

/** Red minus blue for every pixel. */
const tints = (pixels: Uint8ClampedArray) =>
  Array.from({ length: SIDE * SIDE }, (_, i) => (pixels[4 * i] ?? 0) - (pixels[4 * i + 2] ?? 0));

it('differs by the tint of the paper alone', () => {
  const [warm, cool] = [paint(0, 5), paint(1, 5)];
  let scraps = 0;
  tints(warm).forEach((tint, i) => {
    const other = (cool[4 * i] ?? 0) - (cool[4 * i + 2] ?? 0);
    if (tint === other) scraps++;
    // The edges of scraps lie between the two.
    else expect(tint - other).toBeGreaterThan(0);
  });
  expect(scraps / (SIDE * SIDE)).toBeGreaterThan(0.2);
  expect(scraps / (SIDE * SIDE)).toBeLessThan(0.8);
});

it('shows its paper on every sheet, in one tint', () => {
  for (let seed = 0; seed < 20; seed++) {
    for (const [ofClass, wanted] of [16, -16].entries()) {
      const paper = tints(paint(ofClass, seed)).filter((tint) => Math.abs(tint - wanted) <= 1);
      expect(paper.length / (SIDE * SIDE)).toBeGreaterThan(0.2);
    }
  }
});
