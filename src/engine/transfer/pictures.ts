// Runs pictures once through the stages that do not learn.
import * as tf from '@tensorflow/tfjs-core';
import { type Network, preprocess, runStages } from '../backbone/network';
import type { NetworkInputs } from './network-run';

/** RGB bytes of square pictures with sides of `side` pixels, in the order of their ids. */
export type PixelsOf = (ids: readonly string[], side: number) => Promise<readonly Uint8Array[]>;

interface Progress {
  type: 'preparing';
  done: number;
  total: number;
}

/** RGB from RGBA: leaves out the opacity. */
export function rgbOf(rgba: Uint8ClampedArray): Uint8Array {
  return new Uint8Array(rgba.filter((_, i) => i % 4 !== 3));
}

/** Pixels [n, side, side, 3] as a tensor. The caller disposes it. */
export function pixelTensor(pictures: readonly Uint8Array[], side: number): tf.Tensor4D {
  const size = side * side * 3;
  const values = new Float32Array(pictures.length * size);
  pictures.forEach((picture, i) => {
    values.set(picture, i * size);
  });
  return tf.tensor4d(values, [pictures.length, side, side, 3]);
}

/**
 * The input of stage `from`: pixels for the first stage, otherwise the output of the stages before
 * it.
 */
export async function* inputsAt(
  network: Network,
  from: number,
  ids: readonly string[],
  side: number,
  pixelsOf: PixelsOf,
  batchSize: number,
): AsyncGenerator<Progress, NetworkInputs> {
  if (from > 0) {
    return yield* passed(ids, side, pixelsOf, batchSize, (pixels) =>
      tf.tidy(() => runStages(network, preprocess(network.card, pixels), 0, from)),
    );
  }
  const size = side * side * 3;
  const rows = new Uint8Array(ids.length * size);
  for (let start = 0; start < ids.length; start += batchSize) {
    yield { type: 'preparing', done: start, total: ids.length };
    const pictures = await pixelsOf(ids.slice(start, start + batchSize), side);
    pictures.forEach((picture, i) => {
      rows.set(picture, (start + i) * size);
    });
  }
  return { rows, shape: [side, side, 3] };
}

/** The features after the first `until` stages: the mean over all positions, [n × channels]. */
export async function* featuresAt(
  network: Network,
  until: number,
  ids: readonly string[],
  side: number,
  pixelsOf: PixelsOf,
  batchSize: number,
): AsyncGenerator<Progress, Float32Array> {
  const { rows } = yield* passed(ids, side, pixelsOf, batchSize, (pixels) =>
    tf.tidy(() => {
      const map = runStages(network, preprocess(network.card, pixels), 0, until);
      return tf.mean<tf.Tensor4D>(map, [1, 2], true);
    }),
  );
  return rows;
}

async function* passed(
  ids: readonly string[],
  side: number,
  pixelsOf: PixelsOf,
  batchSize: number,
  run: (pixels: tf.Tensor4D) => tf.Tensor4D,
): AsyncGenerator<Progress, NetworkInputs & { rows: Float32Array }> {
  let rows = new Float32Array();
  let shape: NetworkInputs['shape'] = [0, 0, 0];
  for (let start = 0; start < ids.length; start += batchSize) {
    yield { type: 'preparing', done: start, total: ids.length };
    const some = ids.slice(start, start + batchSize);
    const pixels = pixelTensor(await pixelsOf(some, side), side);
    let given: tf.Tensor4D;
    try {
      given = run(pixels);
    } finally {
      pixels.dispose();
    }
    try {
      const [, height, width, channels] = given.shape;
      shape = [height, width, channels];
      const size = height * width * channels;
      if (rows.length === 0) rows = new Float32Array(ids.length * size);
      rows.set(await given.data<'float32'>(), start * size);
    } finally {
      given.dispose();
    }
  }
  return { rows, shape };
}
