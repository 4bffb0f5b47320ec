// Darkens a picture wherever its heat map is not bright.

export interface Veil {
  width: number;
  height: number;
  /** RGBA, row-major. It is all black and only its opacity varies. */
  data: Uint8ClampedArray<ArrayBuffer>;
}

/** The opacity over what did not matter at all, so that a little of it can still be seen. */
const DARKEST = 0.78;

/**
 * A heat map [height, width] of values from 0 to 1 as a veil, with one more place on every side
 * that repeats the outermost one: blurred, it is even to its edges.
 */
export function veilOf(width: number, height: number, values: ArrayLike<number>): Veil {
  const [wide, high] = [width + 2, height + 2];
  const data = new Uint8ClampedArray(wide * high * 4);
  const inside = (at: number, size: number) => Math.min(size - 1, Math.max(0, at - 1));
  for (let y = 0; y < high; y++) {
    for (let x = 0; x < wide; x++) {
      const value = values[inside(y, height) * width + inside(x, width)] ?? 0;
      data[(y * wide + x) * 4 + 3] = Math.round(255 * DARKEST * (1 - value));
    }
  }
  return { width: wide, height: high, data };
}
