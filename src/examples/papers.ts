// Coloured scraps on paper that is slightly warmer or slightly cooler. The tint is plain to the
// eye, and to a network that learns from these pictures alone. But it tells nothing apart in
// photographs, so a backbone's features hardly contain it.
import type { Random } from '../model/random';
import { type Example, SIDE } from './example';

const COOL = 1;
/**
 * How far red and blue lie from grey, of 255. Warm paper has as much more red as cool paper has
 * more blue.
 */
const TINT = 8;
const GRAIN = 3;
const SCRAPS = 14;

export const papers: Example = {
  classes: 2,
  pictures: {
    things: 48,
    ofEach: 1,
    draw(canvas, ofClass, sheet, scraps) {
      const image = canvas.createImageData(SIDE, SIDE);
      paintSheet(image.data, ofClass, sheet, scraps);
      canvas.putImageData(image, 0, 0);
    },
  },
};

const between = (random: Random, low: number, high: number) =>
  low + (high - low) * random.uniform();

/**
 * Fills RGBA pixels, SIDE × SIDE. Lightness, grain and scraps are of the same kind on both papers,
 * so only the tint tells them apart.
 */
export function paintSheet(
  pixels: Uint8ClampedArray,
  ofClass: number,
  sheet: Random,
  scraps: Random,
): void {
  const light = between(sheet, 185, 225);
  const tint = ofClass === COOL ? -TINT : TINT;
  for (let at = 0; at < pixels.length; at += 4) {
    const grey = light + GRAIN * scraps.normal();
    pixels[at] = grey + tint;
    pixels[at + 1] = grey;
    pixels[at + 2] = grey - tint;
    pixels[at + 3] = 255;
  }
  for (let i = 0; i < SCRAPS; i++) paintScrap(pixels, scraps);
}

/** How far outside a shape of size 1 a place is, in the same unit. Negative inside. */
const SHAPES: ((x: number, y: number) => number)[] = [
  (x, y) => Math.hypot(x, y) - 1,
  (x, y) => Math.max(Math.abs(x) - 1, Math.abs(y) - 0.6),
  (x, y) => Math.max(-y - 0.6, 0.86 * Math.abs(x) + 0.51 * (y - 1)),
];

/** Paints one scrap of any colour, anywhere and at any angle, over what lies there. */
function paintScrap(pixels: Uint8ClampedArray, random: Random): void {
  const outside = SHAPES[random.below(SHAPES.length)] ?? Math.hypot;
  const [left, top] = [between(random, 0, SIDE), between(random, 0, SIDE)];
  const size = between(random, 14, 40);
  const angle = between(random, 0, Math.PI);
  const [cos, sin] = [Math.cos(angle) / size, Math.sin(angle) / size];
  const colour = [0, 1, 2].map(() => between(random, 20, 235));
  const reach = 1.5 * size;
  const range = (middle: number) =>
    [Math.max(0, Math.floor(middle - reach)), Math.min(SIDE, Math.ceil(middle + reach))] as const;
  const [firstX, lastX] = range(left);
  const [firstY, lastY] = range(top);
  for (let y = firstY; y < lastY; y++) {
    for (let x = firstX; x < lastX; x++) {
      const [along, across] = [x - left, y - top];
      const far = size * outside(cos * along + sin * across, cos * across - sin * along);
      // The scrap's edge runs through pixels that it only covers in part.
      const covers = Math.min(1, Math.max(0, 0.5 - far));
      if (covers === 0) continue;
      const at = (y * SIDE + x) * 4;
      for (const [channel, value] of colour.entries()) {
        const under = pixels[at + channel] ?? 0;
        pixels[at + channel] = under + covers * (value - under);
      }
    }
  }
}
