// The one network function of all backbones. Their cards say what it computes.
import {
  add,
  clone,
  concat,
  fused,
  mean,
  mul,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import type { BackboneCard, Convolution, Stage } from './card';

/**
 * A convolution's weights: the kernel in the card's `shape`, and a bias for each output channel.
 */
export interface ConvolutionTensors {
  readonly kernel: Tensor4D;
  readonly bias: Tensor1D;
}

/** Stages and their weights, `tensors[stage][convolution]`, which may be variables in training. */
export interface Network {
  readonly card: Pick<BackboneCard, 'preprocessing' | 'stages'>;
  readonly tensors: readonly (readonly ConvolutionTensors[])[];
}

/** Sees pictures by other means than a network of known stages. */
export interface Sight {
  /** As `mapAndPooled`. */
  see(pixels: Tensor4D): { map: Tensor4D; pooled: Tensor2D };
}

/**
 * Turns pixels into the network's input.
 *
 * @param pixels [n, height, width, 3], 0 to 255, of any dtype; stays the caller's
 * @returns the same shape as float32, for the caller to dispose
 */
export function preprocess(
  { preprocessing }: Pick<BackboneCard, 'preprocessing'>,
  pixels: Tensor4D,
): Tensor4D {
  return tidy(() => add<Tensor4D>(mul(pixels, preprocessing.scale), preprocessing.offset));
}

/**
 * Runs the stages from index `from` up to, but not including, `to`: 0 is the stem, 1 to N are the
 * blocks and N + 1 is the last convolution. So cutting before stage k and going on is
 * `runStages(n, runStages(n, x, 0, k), k, N + 2)`. Differentiable in `x` and the weights: within
 * a gradient tfjs runs the fused operations as separate ones.
 *
 * @param x [n, height, width, channels], the output of stage `from - 1`; stays the caller's
 * @returns the output of stage `to - 1` (a copy of `x` if from = to), for the caller to dispose
 * @throws RangeError unless 0 <= from <= to <= number of stages
 */
export function runStages(network: Network, x: Tensor4D, from: number, to: number): Tensor4D {
  const { stages } = network.card;
  if (!(0 <= from && from <= to && to <= stages.length)) {
    throw new RangeError(`no stages ${from} to ${to} in a network of ${stages.length}`);
  }
  return tidy(() =>
    chain(x, stages.slice(from, to), (input, stage, i) =>
      runStage(stage, network.tensors[from + i] ?? [], input),
    ),
  );
}

/**
 * The backbone's features of pictures: all stages, then the average over all positions.
 *
 * @param pixels [n, size, size, 3], 0 to 255; stays the caller's
 * @returns [n, features], for the caller to dispose
 */
export function pooledFeatures(network: Network | Sight, pixels: Tensor4D): Tensor2D {
  return tidy(() => {
    if ('see' in network) return network.see(pixels).pooled;
    const x = preprocess(network.card, pixels);
    return mean<Tensor2D>(runStages(network, x, 0, network.card.stages.length), [1, 2]);
  });
}

/**
 * As `pooledFeatures`, with the last feature map that they are the average of.
 *
 * @param pixels [n, size, size, 3], 0 to 255; stays the caller's
 * @returns [n, height, width, features] and [n, features], for the caller to dispose
 */
export function mapAndPooled(
  network: Network | Sight,
  pixels: Tensor4D,
): { map: Tensor4D; pooled: Tensor2D } {
  return tidy(() => {
    if ('see' in network) return network.see(pixels);
    const x = preprocess(network.card, pixels);
    const map = runStages(network, x, 0, network.card.stages.length);
    return { map, pooled: mean<Tensor2D>(map, [1, 2]) };
  });
}

/**
 * The average over all positions of every stage's output: what each sees of the pictures.
 *
 * @param pixels [n, size, size, 3], 0 to 255; stays the caller's
 * @returns [n, the output channels of all stages one after the other], for the caller to dispose
 */
export function pooledStages(network: Network, pixels: Tensor4D): Tensor2D {
  return tidy(() => {
    const pooled: Tensor2D[] = [];
    chain(preprocess(network.card, pixels), network.card.stages, (input, stage, i) => {
      const output = runStage(stage, network.tensors[i] ?? [], input);
      pooled.push(mean<Tensor2D>(output, [1, 2]));
      return output;
    });
    return concat(pooled, 1);
  });
}

function runStage(stage: Stage, tensors: readonly ConvolutionTensors[], x: Tensor4D): Tensor4D {
  return tidy(() => {
    const y = chain(x, stage.convolutions, (input, convolution, i) =>
      convolve(convolution, tensors[i], input),
    );
    return stage.residual ? add<Tensor4D>(x, y) : y;
  });
}

/**
 * One convolution with its bias and activation.
 *
 * @returns for the caller to dispose
 */
export function convolve(
  { kind, name, stride, activation }: Convolution,
  tensors: ConvolutionTensors | undefined,
  x: Tensor4D,
): Tensor4D {
  if (!tensors) throw new Error(`no weights for ${name}`);
  // tfjs's 'same' is TensorFlow's: at stride 2 an even input is padded only at its end.
  const options = { x, filter: tensors.kernel, bias: tensors.bias, strides: stride, activation };
  return kind === 'depthwise'
    ? fused.depthwiseConv2d({ ...options, pad: 'same' })
    : fused.conv2d({ ...options, pad: 'same' });
}

/**
 * Applies the steps one after the other and frees intermediate results at once. At the end of a
 * tidy would be too late, because all of a batch's activations would be in memory together. tfjs
 * itself keeps what a gradient still needs.
 */
function chain<Step>(
  x: Tensor4D,
  steps: readonly Step[],
  run: (input: Tensor4D, step: Step, index: number) => Tensor4D,
): Tensor4D {
  let y = x;
  for (const [i, step] of steps.entries()) {
    const next = run(y, step, i);
    if (y !== x) y.dispose();
    y = next;
  }
  return y === x ? clone(x) : y;
}
