// Both backbones on wasm against the features of an independent PyTorch forward pass.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import {
  concat,
  memory,
  setBackend,
  slice,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fetchPublic, readSample } from './fixtures/files';
import reference from './fixtures/reference.json' with { type: 'json' };
import { type Backbone, loadBackbone, loadSourceHead } from './load';
import { pooledFeatures, preprocess, runStages } from './network';
import { topAnswers } from './source-head';

const samples: Tensor4D[] = [];
const backbones = new Map<string, Backbone>();
const ids = ['mobilenet-v2', 'efficientnet-lite0'] as const;

beforeAll(async () => {
  const wasm = import.meta.resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(fileURLToPath(wasm))}/`);
  await setBackend('wasm');
  for (const index of reference.samples.keys()) samples.push(await readSample(index));
  for (const id of ids) backbones.set(id, await loadBackbone(`backbones/${id}`, fetchPublic));
});

afterAll(() => {
  for (const backbone of backbones.values()) backbone.dispose();
  for (const sample of samples) sample.dispose();
  expect(memory().numTensors).toBe(0);
});

function loaded(id: string): Backbone {
  const backbone = backbones.get(id);
  if (!backbone) throw new Error(`${id} is not loaded`);
  return backbone;
}

/** Runs `compute` and expects that it leaves nothing but its result, which is freed here. */
function valuesOf(compute: () => Tensor2D | Tensor4D): Float32Array {
  const before = memory().numTensors;
  const result = compute();
  expect(memory().numTensors).toBe(before + 1);
  const values = result.dataSync<'float32'>();
  result.dispose();
  return values;
}

/** The length of the difference, relative to the length of `expected`. */
function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let difference = 0;
  let length = 0;
  for (let i = 0; i < expected.length; i++) {
    const value = expected[i] ?? 0;
    difference += ((actual[i] ?? 0) - value) ** 2;
    length += value ** 2;
  }
  return Math.sqrt(difference / length);
}

describe.each(ids)('%s', (id) => {
  test.each([0, 1, 2, 3])('sample %i has the reference features', (index) => {
    const sample = samples[index] as Tensor4D;
    const features = valuesOf(() => pooledFeatures(loaded(id), sample));
    const error = relativeError(features, reference.samples[index]?.[id].features ?? []);
    expect(error).toBeLessThan(0.01);
  });

  test('a batch gives what its pictures give one by one', () => {
    const batch = concat(samples);
    const together = valuesOf(() => pooledFeatures(loaded(id), batch));
    batch.dispose();
    const apart = samples.flatMap((sample) => [
      ...valuesOf(() => pooledFeatures(loaded(id), sample)),
    ]);
    expect(relativeError(together, apart)).toBeLessThan(1e-5);
  });

  test('cut at any stage and continued it equals the whole', () => {
    const backbone = loaded(id);
    const { length } = backbone.card.stages;
    const small = slice(samples[0] as Tensor4D, [0, 0, 0, 0], [1, 128, 128, 3]);
    const x = preprocess(backbone.card, small);
    const whole = valuesOf(() => runStages(backbone, x, 0, length));
    for (let cut = 0; cut <= length; cut++) {
      const front = runStages(backbone, x, 0, cut);
      const continued = valuesOf(() => runStages(backbone, front, cut, length));
      front.dispose();
      expect(relativeError(continued, whole)).toBeLessThan(1e-6);
    }
    expect(() => runStages(backbone, x, 2, 1)).toThrow(RangeError);
    expect(() => runStages(backbone, x, 0, length + 1)).toThrow(RangeError);
    small.dispose();
    x.dispose();
  });
});

test("the source head gives the reference's ImageNet answers", async () => {
  const backbone = loaded('efficientnet-lite0');
  const head = await loadSourceHead(backbone.card, 'backbones/efficientnet-lite0', fetchPublic);
  const batch = concat(samples);
  const features = pooledFeatures(backbone, batch);
  const before = memory().numTensors;
  const answers = await topAnswers(head, features, 5);
  expect(memory().numTensors).toBe(before);
  for (const [i, sample] of reference.samples.entries()) {
    const expected = sample['efficientnet-lite0'].imagenet_top5;
    const given = new Map(answers[i]?.map((answer) => [answer.classIndex, answer.probability]));
    // Compares the classes but not their order, because two of them differ by only 1e-5.
    expect(given.size).toBe(5);
    for (const [classIndex = -1, probability = -1] of expected) {
      expect(given.get(classIndex)).toBeCloseTo(probability, 2);
    }
    const probabilities = [...given.values()];
    expect(probabilities).toEqual(probabilities.toSorted((a, b) => b - a));
    expect(answers[i]?.[0]?.classIndex).toBe(expected[0]?.[0]);
  }
  expect(answers[3]?.[0]?.name).toBe('bee');
  for (const tensor of [head, batch, features]) tensor.dispose();
});
