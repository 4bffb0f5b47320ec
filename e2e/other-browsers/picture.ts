// Pictures of what a browser painted, and how much of a colour is where in them.
import { readFileSync } from 'node:fs';

export interface Picture {
  width: number;
  height: number;
  /** RGBA, row by row. */
  data: Uint8Array;
}

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** How far a pixel may be from a colour in each of red, green and blue. */
const TOLERANCE = 8;

/** Which share of a box's pixels has this colour, from 0 to 1. */
export function shareOf(colour: readonly number[], picture: Picture, box: Box): number {
  let all = 0;
  let alike = 0;
  for (let y = Math.ceil(box.top); y < box.bottom; y++) {
    for (let x = Math.ceil(box.left); x < box.right; x++) {
      const at = (y * picture.width + x) * 4;
      all++;
      if (colour.every((value, i) => Math.abs(value - (picture.data[at + i] ?? 0)) <= TOLERANCE)) {
        alike++;
      }
    }
  }
  return alike / all;
}

/**
 * What is on a screen that Xvfb keeps in a file: 32 bits a pixel after a header, in the format of
 * xwd.
 */
export function pictureOf(file: string): Picture {
  const bytes = readFileSync(file);
  const field = (index: number) => bytes.readUInt32BE(index * 4);
  const [width, height, stride] = [field(4), field(5), field(12)];
  // The header is followed by its colours, of twelve bytes each.
  const start = field(0) + field(19) * 12;
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = start + y * stride + x * 4;
      const [blue = 0, green = 0, red = 0] = bytes.subarray(at, at + 3);
      data.set([red, green, blue, 255], (y * width + x) * 4);
    }
  }
  return { width, height, data };
}
