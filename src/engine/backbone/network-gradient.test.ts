// The network function's gradients on a small made-up network against finite differences.
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import {
  grad,
  memory,
  mul,
  setBackend,
  sum,
  type Tensor,
  type Tensor4D,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Convolution, channelsOut, kernelSize, type Stage } from './card';
import { type ConvolutionTensors, type Network, runStages } from './network';

type Shape = Convolution['shape'];
type Part = Pick<Convolution, 'kind' | 'shape' | 'stride' | 'activation'>;

const expand = (shape: Shape): Part => ({ kind: 'conv', shape, stride: 1, activation: 'relu6' });
const project = (shape: Shape): Part => ({ kind: 'conv', shape, stride: 1, activation: 'linear' });
const depthwise = (shape: Shape, stride: number): Part => ({
  kind: 'depthwise',
  shape,
  stride,
  activation: 'relu6',
});

const STAGES: Stage[] = [
  stage([{ kind: 'conv', shape: [3, 3, 3, 4], stride: 2, activation: 'relu6' }]),
  stage([expand([1, 1, 4, 8]), depthwise([3, 3, 8, 1], 1), project([1, 1, 8, 4])], true),
  stage([expand([1, 1, 4, 8]), depthwise([5, 5, 8, 1], 2), project([1, 1, 8, 5])]),
  stage([expand([1, 1, 5, 6])]),
];

function stage(parts: Part[], residual = false): Stage {
  const convolutions = parts.map((part) => ({ ...part, name: '', kernelOffset: 0, biasOffset: 0 }));
  const outputChannels = Math.max(...convolutions.slice(-1).map(channelsOut));
  return { name: '', residual, outputChannels, parameters: 1, multiplyAdds: 1, convolutions };
}

/** Values between -size and size, the same in each run (Lehmer's generator). */
let state = 1;
function randomValues(length: number, size: number): Float32Array {
  return Float32Array.from({ length }, () => {
    state = (state * 48271) % 0x7fffffff;
    return size * ((2 * state) / 0x7fffffff - 1);
  });
}

/**
 * Biases that keep most of each channel within one piece of relu6 (open, below 0 or above 6), so
 * that finite differences hardly ever meet a kink.
 */
function biasValues(channels: number): Float32Array {
  return Float32Array.from({ length: channels }, (_, i) => [3, 3, -20, 3, 20][i % 5] as number);
}

let network: Network;
let x: Tensor4D;
let direction: Tensor4D;

beforeAll(async () => {
  await setBackend('cpu');
  const tensors = STAGES.map(({ convolutions }) =>
    convolutions.map((convolution): ConvolutionTensors => {
      const { shape, activation } = convolution;
      const channels = channelsOut(convolution);
      const inputs = kernelSize(shape) / channels;
      const bias = activation === 'relu6' ? biasValues(channels) : randomValues(channels, 1);
      return {
        kernel: tensor(randomValues(kernelSize(shape), 1 / Math.sqrt(inputs)), shape),
        bias: tensor(bias, [channels]),
      };
    }),
  );
  network = { card: { preprocessing: { scale: 1, offset: 0 }, stages: STAGES }, tensors };
  x = tensor(randomValues(2 * 8 * 8 * 3, 1), [2, 8, 8, 3]);
  direction = tensor(randomValues(2 * 2 * 2 * 6, 1), [2, 2, 2, 6]);
});

afterAll(() => {
  for (const { kernel, bias } of network.tensors.flat()) {
    kernel.dispose();
    bias.dispose();
  }
  x.dispose();
  direction.dispose();
  expect(memory().numTensors).toBe(0);
});

/** The network, with one convolution's tensors replaced. */
function replaced(s: number, c: number, part: Partial<ConvolutionTensors>): Network {
  const tensors = network.tensors.map((stage, i) =>
    stage.map((convolution, j) => (i === s && j === c ? { ...convolution, ...part } : convolution)),
  );
  return { ...network, tensors };
}

/**
 * Compares the gradient of the output along `direction` with central differences in each element of
 * `point`. The differences are summed in float64, because rounding would drown them in float32.
 */
function expectGradient<T extends Tensor>(outputAt: (point: T) => Tensor4D, point: T): void {
  const step = 0.02;
  const before = memory().numTensors;
  const gradient = grad((p) => sum(mul(outputAt(p as T), direction)))(point);
  expect(memory().numTensors).toBe(before + 1);
  const actual = gradient.dataSync<'float32'>();
  gradient.dispose();

  const weights = direction.dataSync<'float32'>();
  const along = (values: Float32Array, i: number, value: number): number =>
    tidy(() => {
      const moved = tensor(values.with(i, value), point.shape) as T;
      const output = outputAt(moved).dataSync<'float32'>();
      return output.reduce((total, y, j) => total + y * (weights[j] ?? 0), 0);
    });
  const values = point.dataSync<'float32'>();
  const expected = Array.from(values, (value, i) => {
    return (along(values, i, value + step) - along(values, i, value - step)) / (2 * step);
  });
  const length = Math.hypot(...expected);
  const difference = Math.hypot(...expected.map((value, i) => value - (actual[i] ?? Number.NaN)));
  expect(length).toBeGreaterThan(0.01);
  expect(difference).toBeLessThan(0.005 * length);
  expect(memory().numTensors).toBe(before);
}

test('gradient with respect to the input', () => {
  expectGradient((point) => runStages(network, point, 0, STAGES.length), x);
});

test.each([
  [0, 0],
  [1, 0],
  [1, 1],
  [1, 2],
  [2, 1],
  [3, 0],
])('gradient with respect to the kernel and bias of stage %i, convolution %i', (s, c) => {
  const convolution = network.tensors[s]?.[c];
  if (!convolution) throw new Error('no such convolution');
  const { kernel, bias } = convolution;
  expectGradient((k) => runStages(replaced(s, c, { kernel: k }), x, 0, STAGES.length), kernel);
  expectGradient((b) => runStages(replaced(s, c, { bias: b }), x, 0, STAGES.length), bias);
});
