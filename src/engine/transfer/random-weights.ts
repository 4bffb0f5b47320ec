// A network that has learned nothing. Its random weights are scaled so that signals neither die out
// nor blow up.
import * as tf from '@tensorflow/tfjs-core';
import { seededRandom } from '../../model/random';
import { SMALL_SIDE, SMALL_WIDTHS } from '../../model/small-network';
import { channelsOut, kernelSize, type Stage } from '../backbone/card';
import { type ConvolutionTensors, convolve, type Network, preprocess } from '../backbone/network';

const EPSILON = 1e-3;

/** How many pictures the random weights are scaled by. */
export const TO_SCALE_BY = 16;

/**
 * Draws normal kernels (He et al., 2015). Then it shifts and scales each channel of each
 * convolution to mean 0 and variance 1 over some pictures. That is what batch norm does at the
 * first step of a training from scratch, folded in.
 *
 * @param pixels [n, side, side, 3], 0 to 255, of pictures of the task; the caller still owns it
 * @returns `tensors[stage][convolution]`, which the caller disposes
 */
export function randomWeights(
  card: Network['card'],
  pixels: tf.Tensor4D,
  seed: number,
): ConvolutionTensors[][] {
  const random = seededRandom(seed);
  const made: ConvolutionTensors[][] = [];
  let x = preprocess(card, pixels);
  for (const stage of card.stages) {
    const tensors: ConvolutionTensors[] = [];
    const y = tf.tidy(() => {
      let at = x;
      for (const convolution of stage.convolutions) {
        const { shape } = convolution;
        const channels = channelsOut(convolution);
        const spread = Math.sqrt((2 * channels) / kernelSize(shape));
        const values = Float32Array.from(
          { length: kernelSize(shape) },
          () => spread * random.normal(),
        );
        const raw = { kernel: tf.tensor4d(values, shape), bias: tf.zeros<tf.Rank.R1>([channels]) };
        const given = convolve({ ...convolution, activation: 'linear' }, raw, at);
        const { mean, variance } = tf.moments(given, [0, 1, 2]);
        const scale = tf.rsqrt(tf.add(variance, EPSILON)) as tf.Tensor1D;
        const perKernel = convolution.kind === 'depthwise' ? tf.reshape(scale, [-1, 1]) : scale;
        const folded = {
          kernel: tf.keep(tf.mul<tf.Tensor4D>(raw.kernel, perKernel)),
          bias: tf.keep(tf.neg(tf.mul<tf.Tensor1D>(mean, scale))),
        };
        tensors.push(folded);
        at = convolve(convolution, folded, at);
      }
      return stage.residual ? tf.add<tf.Tensor4D>(x, at) : at;
    });
    x.dispose();
    x = y;
    made.push(tensors);
  }
  x.dispose();
  return made;
}

/** Frees what `randomWeights` returned. */
export function disposeStages(tensors: readonly (readonly ConvolutionTensors[])[]): void {
  for (const { kernel, bias } of tensors.flat()) tf.dispose([kernel, bias]);
}

/** A small network, such as one would train from scratch: its convolutions halve the picture. */
export const SMALL_NETWORK: Network['card'] = {
  preprocessing: { scale: 1 / 127.5, offset: -1 },
  stages: smallStages(SMALL_WIDTHS),
};

function smallStages(widths: readonly number[]): Stage[] {
  let side = SMALL_SIDE;
  return widths.map((width, i) => {
    const shape: [number, number, number, number] = [3, 3, widths[i - 1] ?? 3, width];
    side /= 2;
    const name = `convolution-${i + 1}`;
    return {
      name,
      residual: false,
      outputChannels: width,
      parameters: kernelSize(shape) + width,
      multiplyAdds: side * side * kernelSize(shape),
      convolutions: [
        {
          kind: 'conv',
          name,
          shape,
          stride: 2,
          activation: 'relu6',
          kernelOffset: 0,
          biasOffset: 0,
        },
      ],
    };
  });
}
