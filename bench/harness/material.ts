// What is embedded and learned from. Code and a seed make it, so that all sides get the same.
import { type Random, seededRandom } from '../../src/model/random';

const SIDE = 224;
export const FEATURES = 1280;
export const CLASSES = ['one', 'two', 'three'];

/** Draws a square picture of gratings and noise. */
export function drawPicture(seed: number): OffscreenCanvas {
  const random = seededRandom(seed);
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2d canvas');
  const image = new ImageData(SIDE, SIDE);
  for (let channel = 0; channel < 3; channel++) {
    const [fx, fy, phase] = [random.uniform() * 0.4, random.uniform() * 0.4, random.uniform() * 6];
    for (let i = 0; i < SIDE * SIDE; i++) {
      const wave = Math.sin(fx * (i % SIDE) + fy * Math.floor(i / SIDE) + phase);
      image.data[4 * i + channel] = 128 + 80 * wave + 40 * (random.uniform() - 0.5);
    }
  }
  for (let i = 3; i < image.data.length; i += 4) image.data[i] = 255;
  context.putImageData(image, 0, 0);
  return canvas;
}

/** The picture on a canvas of the page, as Teachable Machine expects it. */
export function onPageCanvas(picture: OffscreenCanvas | ImageBitmap): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  canvas.getContext('2d')?.drawImage(picture, 0, 0, SIDE, SIDE);
  return canvas;
}

export interface Samples {
  vectors: Float32Array[];
  /** [vectors.length], indices of CLASSES. */
  labels: number[];
}

/** In how many directions pictures differ. Few directions matter in a backbone's features. */
const DIRECTIONS = 40;
/**
 * The distance between the means of classes, in standard deviations along a direction. They overlap
 * a little.
 */
const DISTANCE = 4;

/**
 * Features like those of a backbone's pooled ReLU: non-negative, correlated, and in classes that
 * overlap. All calls share the classes, and `seed` draws other samples from them. The classes take
 * turns.
 */
export function makeSamples(perClass: number, seed: number): Samples {
  const world = seededRandom(7);
  const base = Float32Array.from({ length: FEATURES }, () => 0.4 * world.normal());
  const spread = normals(world, FEATURES * DIRECTIONS, 0.5 / Math.sqrt(DIRECTIONS));
  const centres = CLASSES.map(() =>
    normals(world, DIRECTIONS, DISTANCE / Math.sqrt(2 * DIRECTIONS)),
  );

  const random = seededRandom(seed);
  const labels = Array.from({ length: perClass * CLASSES.length }, (_, i) => i % CLASSES.length);
  const vectors = labels.map((label) => {
    const at = normals(random, DIRECTIONS, 1).map((z, d) => z + (centres[label]?.[d] ?? 0));
    return Float32Array.from({ length: FEATURES }, (_, j) => {
      let x = (base[j] ?? 0) + 0.2 * random.normal();
      for (let d = 0; d < DIRECTIONS; d++) x += (spread[j * DIRECTIONS + d] ?? 0) * (at[d] ?? 0);
      return Math.max(0, x);
    });
  });
  return { vectors, labels };
}

/** For testing heads that learned from `makeSamples` with another seed. */
export const TEST_SAMPLES_EACH = 200;
export const TRAIN_SEED = 1;
export const TEST_SEED = 2;

/** The samples in one array, row-major [n, FEATURES]. */
export function flatten(vectors: readonly Float32Array[]): Float32Array {
  const rows = new Float32Array(vectors.length * FEATURES);
  vectors.forEach((vector, i) => {
    rows.set(vector, i * FEATURES);
  });
  return rows;
}

export function oneHot(label: number): number[] {
  return CLASSES.map((_, k) => (k === label ? 1 : 0));
}

function normals(random: Random, length: number, deviation: number): Float32Array {
  return Float32Array.from({ length }, () => deviation * random.normal());
}
