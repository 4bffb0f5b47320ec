// The backbone's own design with random weights, frozen, and a head.

import * as tf from '@tensorflow/tfjs-core';
import { changedKey } from '../../../model/feature-key';
import { seededRandom } from '../../../model/random';
import type { ConvolutionTensors, Network } from '../../backbone/network';
import { featuresAt, pixelTensor } from '../pictures';
import { disposeStages, randomWeights, TO_SCALE_BY } from '../random-weights';
import { type Begun, designOf, type Measured, type Steps } from './begun';
import { onFeatures } from './on-features';

export async function* random(begun: Begun): Steps<Measured> {
  const { request, around } = begun;
  const { card } = designOf(around);
  const { inputSize: side, pixelsOf, batchSize } = around;
  const ids = [...request.samples, ...(request.test ?? [])].map(({ id }) => id);
  const tensors = await randomStages(card, begun, side);
  try {
    const until = card.stages.length;
    const network = { card, tensors };
    const features = yield* featuresAt(network, until, ids, side, pixelsOf, batchSize);
    const split = (features.length / ids.length) * request.samples.length;
    const weights = await weightsOf(tensors);
    return yield* onFeatures(
      begun,
      features.subarray(0, split),
      features.subarray(split),
      changedKey(request.featureKey, request.strategy),
      { design: 'backbone', inputSize: side, kept: 0, until, weights },
    );
  } finally {
    disposeStages(tensors);
  }
}

/** Random weights for a design, scaled by some of the pictures to learn from. */
export async function randomStages(
  card: Network['card'],
  { request, around, division }: Begun,
  side: number,
): Promise<ConvolutionTensors[][]> {
  const { seed } = request.settings;
  const some = seededRandom(seed).shuffle(division.split.train).slice(0, TO_SCALE_BY);
  const pictures = await around.pixelsOf(some, side);
  const pixels = pixelTensor(pictures, side);
  try {
    return randomWeights(card, pixels, seed);
  } finally {
    pixels.dispose();
  }
}

async function weightsOf(tensors: readonly (readonly ConvolutionTensors[])[]) {
  const flat = tf.tidy(() =>
    tf.concat1d(
      tensors.flat().flatMap(({ kernel, bias }) => [tf.reshape(kernel, [-1]) as tf.Tensor1D, bias]),
    ),
  );
  try {
    return (await flat.data<'float32'>()).slice();
  } finally {
    flat.dispose();
  }
}
