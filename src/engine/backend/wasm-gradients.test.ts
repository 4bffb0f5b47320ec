// The gradients that we give the wasm backend against its own forward pass and against the cpu backend's, for every
// convolution of both backbones, at every input size that their cards name, with fewer channels.
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import {
  conv2d,
  depthwiseConv2d,
  engine,
  memory,
  setBackend,
  type Tensor4D,
  tensor4d,
  tidy,
} from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../model/random';
import { parseCard } from '../backbone/card';
import { registerWasmGradients } from './wasm-gradients';

type Shape = [number, number, number, number];

interface Geometry {
  kind: 'conv' | 'depthwise';
  kernel: number;
  stride: number;
  /** Of the input, in pixels. */
  side: number;
}

/** More than one where that is cheap. */
const picturesAt = (side: number) => (side > 64 ? 1 : 2);
const CHANNELS_IN = 3;
const CHANNELS_OUT = 4;
const FOLDER = new URL('../../../public/backbones/', import.meta.url);

/** Each once, of the stem, all blocks and the last convolution. */
function geometries(): Geometry[] {
  const found = new Map<string, Geometry>();
  for (const id of ['mobilenet-v2', 'efficientnet-lite0']) {
    const card = parseCard(JSON.parse(readFileSync(new URL(`${id}/card.json`, FOLDER), 'utf8')));
    for (const size of card.input.sizes) {
      let side = size;
      for (const { kind, shape, stride } of card.stages.flatMap((stage) => stage.convolutions)) {
        const geometry: Geometry = { kind, kernel: shape[0], stride, side };
        found.set(JSON.stringify(geometry), geometry);
        side = Math.ceil(side / stride);
      }
    }
  }
  return [...found.values()];
}

const ALL = geometries();
const named = ALL.map((each) => [
  `${each.kind} ${each.kernel} × ${each.kernel}, stride ${each.stride}, ${each.side} px`,
  each,
]) as [string, Geometry][];

interface Problem {
  x: Float32Array;
  filter: Float32Array;
  dy: Float32Array;
  xShape: Shape;
  filterShape: Shape;
  dyShape: Shape;
}

function problemOf({ kind, kernel, side, stride }: Geometry): Problem {
  const random = seededRandom(kernel * 1000 + side * 10 + stride);
  const out = Math.ceil(side / stride);
  const channelsOut = kind === 'conv' ? CHANNELS_OUT : CHANNELS_IN;
  const xShape: Shape = [picturesAt(side), side, side, CHANNELS_IN];
  const filterShape: Shape = [kernel, kernel, CHANNELS_IN, kind === 'conv' ? CHANNELS_OUT : 1];
  const dyShape: Shape = [picturesAt(side), out, out, channelsOut];
  const values = (shape: Shape) =>
    Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => random.normal());
  return {
    x: values(xShape),
    filter: values(filterShape),
    dy: values(dyShape),
    xShape,
    filterShape,
    dyShape,
  };
}

/** Both gradients of Σ conv(x, filter) · dy on the current backend; nothing stays behind. */
function gradientsOf({ kind, stride }: Geometry, problem: Problem) {
  const before = memory().numTensors;
  const { xShape, filterShape, dyShape } = problem;
  const [byInput, byFilter] =
    kind === 'conv'
      ? ['Conv2DBackpropInput', 'Conv2DBackpropFilter']
      : ['DepthwiseConv2dNativeBackpropInput', 'DepthwiseConv2dNativeBackpropFilter'];
  const attrs = {
    strides: [stride, stride],
    pad: 'same',
    dilations: [1, 1],
    dataFormat: 'NHWC',
    inputShape: xShape,
    filterShape,
  };
  const result = tidy(() => {
    const x = tensor4d(problem.x, xShape);
    const filter = tensor4d(problem.filter, filterShape);
    const dy = tensor4d(problem.dy, dyShape);
    const run = (name: string, inputs: { [name: string]: Tensor4D }) => {
      const gradient = engine().runKernel(name, inputs, attrs) as Tensor4D;
      return { shape: gradient.shape, values: gradient.dataSync<'float32'>() };
    };
    return { input: run(byInput, { dy, filter }), filter: run(byFilter, { x, dy }) };
  });
  expect(memory().numTensors).toBe(before);
  return result;
}

/** Σ conv(x, filter) · dy, added up in double precision. */
function along({ kind, stride }: Geometry, problem: Problem): number {
  return tidy(() => {
    const x = tensor4d(problem.x, problem.xShape);
    const filter = tensor4d(problem.filter, problem.filterShape);
    const y =
      kind === 'conv'
        ? conv2d(x, filter, stride, 'same')
        : depthwiseConv2d(x, filter, stride, 'same');
    return y
      .dataSync<'float32'>()
      .reduce((sum, value, i) => sum + value * (problem.dy[i] ?? Number.NaN), 0);
  });
}

/** Some places, among them the first and the last: where padding counts. */
function places(length: number): number[] {
  const random = seededRandom(length);
  const between = Array.from({ length: 4 }, () => random.below(length));
  return [0, length - 1, ...between];
}

function relativeError(actual: Float32Array, expected: Float32Array): number {
  expect(actual.length).toBe(expected.length);
  let difference = 0;
  let length = 0;
  expected.forEach((value, i) => {
    difference += (value - (actual[i] ?? Number.NaN)) ** 2;
    length += value ** 2;
  });
  return Math.sqrt(difference / length);
}

beforeAll(async () => {
  const wasm = import.meta.resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(fileURLToPath(wasm))}/`);
  await setBackend('wasm');
  registerWasmGradients();
  // A second time, as after another choice of backend: it must change nothing.
  registerWasmGradients();
});

afterAll(() => expect(memory().numTensors).toBe(0));

test('both backbones have convolutions of every kind', () => {
  const kinds = new Set(ALL.map(({ kind, kernel, stride }) => `${kind} ${kernel} ${stride}`));
  expect([...kinds].sort()).toEqual([
    'conv 1 1',
    'conv 3 2',
    'depthwise 3 1',
    'depthwise 3 2',
    'depthwise 5 1',
    'depthwise 5 2',
  ]);
});

describe.each(named)('%s', (_, geometry) => {
  const problem = problemOf(geometry);

  test('agrees with the cpu backend', async () => {
    await setBackend('wasm');
    const ours = gradientsOf(geometry, problem);
    await setBackend('cpu');
    const theirs = gradientsOf(geometry, problem);
    expect(ours.input.shape).toEqual(problem.xShape);
    expect(ours.filter.shape).toEqual(problem.filterShape);
    expect(relativeError(ours.input.values, theirs.input.values)).toBeLessThan(1e-5);
    expect(relativeError(ours.filter.values, theirs.filter.values)).toBeLessThan(1e-5);
  });

  test('agrees with finite differences', async () => {
    await setBackend('wasm');
    const gradients = gradientsOf(geometry, problem);
    // A convolution is linear in either: any step is exact but for rounding, so it is a large one.
    const step = 8;
    for (const part of ['x', 'filter'] as const) {
      const values = problem[part];
      const { values: gradient } = part === 'x' ? gradients.input : gradients.filter;
      for (const i of places(values.length)) {
        const at = (value: number) =>
          along(geometry, { ...problem, [part]: values.with(i, value) });
        const difference = (at((values[i] ?? 0) + step) - at((values[i] ?? 0) - step)) / (2 * step);
        expect(Math.abs(difference - (gradient[i] ?? Number.NaN))).toBeLessThan(
          1e-3 * Math.max(1, Math.abs(difference)),
        );
      }
    }
  });
});
