// Runs pictures, given as RGBA bytes, through a network. The results are plain numbers.
import * as tf from '@tensorflow/tfjs-core';
import { allFinite } from '../model/finite';
import { type AnyBackbone, isOwn } from './any-backbone';
import type { Backbone } from './backbone/load';
import {
  mapAndPooled,
  type Network,
  pooledFeatures,
  pooledStages,
  preprocess,
  runStages,
  type Sight,
} from './backbone/network';
import { valuesOf } from './head/values-of';
import type { SeenPicture } from './inspect/heat';
import { tensorOf } from './pixels';

/** Pooled features: [pictures × features]. */
export function embedPictures(
  network: Network | Sight,
  pictures: Uint8ClampedArray[],
  side: number,
): Promise<Float32Array> {
  return valuesOf(() => pooledFeatures(network, tensorOf(pictures, side)));
}

/**
 * The features of one picture for which the backend gave numbers that are not finite: once more,
 * and then on wasm, which computes in full precision. Undefined if they stay so.
 */
export async function embedAgain(
  network: Network | Sight,
  picture: Uint8ClampedArray,
  side: number,
): Promise<Float32Array | undefined> {
  const again = await embedPictures(network, [picture], side);
  if (allFinite(again)) return again;
  const onWasm = 'see' in network ? undefined : await embedOnWasm(network, picture, side);
  return onWasm && allFinite(onWasm) ? onWasm : undefined;
}

/**
 * The features of one picture by wasm, whichever backend is in use. Undefined if wasm is in use
 * already, or was never started beside a GPU.
 */
export async function embedOnWasm(
  { card, tensors }: Network,
  picture: Uint8ClampedArray,
  side: number,
): Promise<Float32Array | undefined> {
  const used = tf.getBackend();
  if (used === 'wasm' || !tf.findBackend('wasm')) return undefined;
  const values = await Promise.all(
    tensors.map((stage) =>
      Promise.all(
        stage.map(async ({ kernel, bias }) => ({
          kernel: { values: await kernel.data<'float32'>(), shape: kernel.shape },
          bias: await bias.data<'float32'>(),
        })),
      ),
    ),
  );
  // Nothing is awaited between the two changes of the backend, so no other call sees them.
  void tf.setBackend('wasm');
  try {
    return tf.tidy(() => {
      const copied = values.map((stage) =>
        stage.map(({ kernel, bias }) => ({
          kernel: tf.tensor4d(kernel.values, kernel.shape),
          bias: tf.tensor1d(bias),
        })),
      );
      const pixels = tensorOf([picture], side);
      return pooledFeatures({ card, tensors: copied }, pixels).dataSync<'float32'>().slice();
    });
  } finally {
    void tf.setBackend(used);
  }
}

/**
 * The pooled outputs of all stages: [pictures × channels]. A person's own model only gives its
 * features.
 */
export function probePictures(
  backbone: AnyBackbone,
  pictures: Uint8ClampedArray[],
  side: number,
): Promise<Float32Array> {
  if (isOwn(backbone)) return embedPictures(backbone, pictures, side);
  return valuesOf(() => pooledStages(backbone, tensorOf(pictures, side)));
}

/** The last feature map of one picture, and its mean. */
export async function seePicture(
  network: Network | Sight,
  picture: Uint8ClampedArray,
  side: number,
): Promise<SeenPicture> {
  const { map, pooled } = tf.tidy(() => mapAndPooled(network, tensorOf([picture], side)));
  try {
    const [, height, width] = map.shape;
    const [mapValues, pooledValues] = await Promise.all([
      map.data<'float32'>(),
      pooled.data<'float32'>(),
    ]);
    return { map: mapValues, height, width, pooled: pooledValues };
  } finally {
    tf.dispose([map, pooled]);
  }
}

/** The output of one stage for one picture: [side, side, channels]. */
export async function seeStage(
  backbone: Backbone,
  picture: Uint8ClampedArray,
  side: number,
  stage: number,
): Promise<{ values: Float32Array; side: number; channels: number }> {
  let shape: number[] = [];
  const values = await valuesOf(() => {
    const pixels = preprocess(backbone.card, tensorOf([picture], side));
    const output = runStages(backbone, pixels, 0, stage + 1);
    shape = output.shape;
    return output;
  });
  const [, height = 0, , channels = 0] = shape;
  return { values, side: height, channels };
}
