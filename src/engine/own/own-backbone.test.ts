import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ModelPart, OwnModelFile, OwnModelProblem } from '../../model/own-model';
import { mapAndPooled, pooledFeatures } from '../backbone/network';
import { graphFiles, part, SIDE } from './fixtures/graph-model';
import { classifier, filesOf, firstMobileNet, mapModel } from './fixtures/models';
import { inspectOwnModel, loadOwnBackbone } from './own-backbone';
import { compareScalings } from './scalings';

beforeAll(async () => {
  const wasm = import.meta.resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(fileURLToPath(wasm))}/`);
  await tf.setBackend('wasm');
});

let before = 0;
beforeEach(() => {
  before = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(before);
});

async function good(parts: readonly ModelPart[]) {
  const report = await inspectOwnModel(parts);
  if ('problem' in report) throw new Error(JSON.stringify(report.problem));
  return report;
}

async function problem(parts: readonly ModelPart[]): Promise<OwnModelProblem> {
  const report = await inspectOwnModel(parts);
  if ('facts' in report) throw new Error('it was found good');
  return report.problem;
}

/** Two pictures, [2, SIDE, SIDE, 3], 0 to 255. */
const pictures = () => tf.randomUniform<tf.Rank.R4>([2, SIDE, SIDE, 3], 0, 255, 'float32', 5);

/** A model's files, with its topology changed as text. */
async function retold(parts: readonly ModelPart[], change: (json: string) => string) {
  return Promise.all(
    parts.map(async ({ path, content }) =>
      path === 'model.json' ? part(path, change(await content.text())) : { path, content },
    ),
  );
}

describe('a layers model that asks for more than its files hold', () => {
  it.each<[what: string, change: (json: string) => string]>([
    ['units', (json) => json.replace('"units":3', '"units":500000000')],
    ['filters', (json) => json.replace('"filters":4', '"filters":100000000')],
    ['a kernel', (json) => json.replaceAll('"kernel_size":[3,3]', '"kernel_size":[30000,3]')],
    [
      'weights without an initializer of their own',
      (json) =>
        json
          .replace('"units":3', '"units":500000000')
          .replaceAll(/"(kernel|bias)_initializer":/g, '"unknown":'),
    ],
  ])('is refused before anything is allocated: %s', async (_, change) => {
    const before = await filesOf(classifier());
    const parts = await retold(before, change);
    expect(await parts[0]?.content.text()).not.toBe(await before[0]?.content.text());
    const zeros = vi.spyOn(tf.backend(), 'write');
    const { kind, details } = await problem(parts);
    expect({ kind, details }).toEqual({
      kind: 'broken',
      details: [expect.stringContaining('is more than the weights hold')],
    });
    for (const [values] of zeros.mock.calls) expect(values?.length ?? 0).toBeLessThan(10_000);
    zeros.mockRestore();
  });

  it('is refused if a layer without weights gives more than any network for pictures', async () => {
    const input = layers.input({ shape: [SIDE, SIDE, 3] });
    const grown = layers.layers.upSampling2d({ size: [1, 1] }).apply(input);
    const model = layers.model({ inputs: input, outputs: grown as layers.SymbolicTensor });
    const parts = await retold(await filesOf(model), (json) =>
      json.replace('"size":[1,1]', '"size":[3000,3000]'),
    );
    expect(await problem(parts)).toEqual({
      kind: 'broken',
      details: [expect.stringContaining('numbers')],
    });
  });

  it('leaves the library as it was', async () => {
    const { facts } = await good(await filesOf(classifier()));
    expect(facts.parameters).toBe(4 * 28 + 15);
  });
});

describe('a layers model', () => {
  it('whose output is a map is averaged over its places', async () => {
    const { facts, file } = await good(await filesOf(mapModel()));
    expect(facts).toMatchObject({
      name: 'tiny',
      format: 'layers',
      parameters: 4 * 28,
      inputSizes: [SIDE],
      ends: [{ end: 'output', features: 4, gives: 'map' }],
    });
    expect(facts.hash).toMatch(/^[0-9a-f]{32}$/);

    // As the library itself runs it, with pixels from -1 to 1.
    const model = mapModel();
    const backbone = await loadOwnBackbone(file, 'symmetric', 'output');
    tf.tidy(() => {
      const x = pictures();
      const { map, pooled } = mapAndPooled(backbone, x);
      const expected = model.predict(tf.sub(tf.div(x, 127.5), 1)) as tf.Tensor4D;
      expect(map.shape).toEqual(expected.shape);
      expectClose(map, expected);
      expectClose(pooled, tf.mean(expected, [1, 2]));
    });
    model.dispose();
    backbone.dispose();
  });

  it('that answers gives what its head takes in, or the answers', async () => {
    const { facts, file } = await good(await filesOf(classifier()));
    expect(facts.ends).toEqual([
      { end: 'before-last', features: 4, gives: 'vector' },
      { end: 'output', features: 3, gives: 'answers' },
    ]);
    const [features, answers] = [
      await loadOwnBackbone(file, 'unit', 'before-last'),
      await loadOwnBackbone(file, 'unit', 'output'),
    ];
    const [map, whole] = [mapModel(), classifier()];
    tf.tidy(() => {
      const x = pictures();
      const scaled = tf.div(x, 255);
      expectClose(pooledFeatures(features, x), tf.mean(map.predict(scaled) as tf.Tensor4D, [1, 2]));
      expectClose(pooledFeatures(answers, x), whole.predict(scaled) as tf.Tensor);
    });
    for (const each of [features, answers, map, whole]) each.dispose();
  });

  it('that does not end in answers is used whole unless somebody chooses otherwise', async () => {
    const { facts } = await good(await filesOf(classifier('linear')));
    expect(facts.ends.map(({ end, gives }) => [end, gives])).toEqual([
      ['output', 'vector'],
      ['before-last', 'vector'],
    ]);
  });

  it('inside another is found, as Teachable Machine nests them', async () => {
    const head = layers.sequential();
    head.add(layers.layers.dense({ units: 3, activation: 'softmax', inputShape: [4] }));
    const body = layers.sequential();
    body.add(mapModel());
    body.add(layers.layers.globalAveragePooling2d({}));
    const nested = layers.sequential({ layers: [body, head] });
    const { facts } = await good(await filesOf(nested));
    expect(facts.ends).toEqual([
      { end: 'before-last', features: 4, gives: 'vector' },
      { end: 'output', features: 3, gives: 'answers' },
    ]);
  });

  it('that takes pictures of any side offers those that the others take', async () => {
    const { facts } = await good(await filesOf(mapModel(null)));
    expect(facts.inputSizes).toEqual([128, 160, 192, 224]);
  });

  it('is another one with the same names beside it', async () => {
    const [one, other] = [
      await good(await filesOf(mapModel())),
      await good(await filesOf(classifier())),
    ];
    const [first, second] = [
      await loadOwnBackbone(one.file, 'raw', 'output'),
      await loadOwnBackbone(other.file, 'raw', 'before-last'),
    ];
    tf.tidy(() => {
      const x = pictures();
      expect(pooledFeatures(first, x).shape).toEqual([2, 4]);
      expectClose(pooledFeatures(first, x), pooledFeatures(second, x));
    });
    first.dispose();
    second.dispose();
  });

  it('whose last weights are a convolution of one place gives what goes into that', async () => {
    const { facts, file } = await good(await filesOf(firstMobileNet()));
    expect(facts.ends).toContainEqual({ end: 'before-last', features: 4, gives: 'vector' });
    const [short, whole] = await Promise.all([
      loadOwnBackbone(file, 'symmetric', 'before-last'),
      good(await filesOf(mapModel())).then(({ file: map }) =>
        loadOwnBackbone(map, 'symmetric', 'output'),
      ),
    ]);
    tf.tidy(() => {
      const x = pictures();
      expectClose(mapAndPooled(short, x).pooled, mapAndPooled(whole, x).pooled);
    });
    short.dispose();
    whole.dispose();
  });
});

describe('a graph model', () => {
  it('gives what its last matrix takes in, or its answers, and averages nothing twice', async () => {
    const { facts, file } = await good(graphFiles());
    expect(facts).toMatchObject({
      name: 'net',
      format: 'graph',
      inputSizes: [SIDE],
      ends: [
        { end: 'before-last', features: 4, gives: 'vector' },
        { end: 'output', features: 3, gives: 'answers' },
      ],
    });
    const backbone = await loadOwnBackbone(file, 'imagenet', 'before-last');
    tf.tidy(() => {
      const x = pictures();
      const scaled = tf.div(tf.sub(tf.div(x, 255), [0.485, 0.456, 0.406]), [0.229, 0.224, 0.225]);
      const kernel = tf.tensor2d(
        Float32Array.from({ length: 12 }, (_, i) => Math.sin(1 + 7 * i)),
        [3, 4],
      );
      const pooled = tf.mean<tf.Tensor2D>(scaled, [1, 2]);
      expectClose(pooledFeatures(backbone, x), tf.matMul(pooled, kernel));
    });
    backbone.dispose();
  });
});

describe('the same model', () => {
  it('has the same hash, whatever its files and folders are called', async () => {
    const parts = graphFiles();
    const { facts } = await good(parts);
    const loose = parts.map(({ path, content }) => ({ path: path.replace('net/', ''), content }));
    expect((await good(loose)).facts.hash).toBe(facts.hash);
    expect((await good(graphFiles({ side: 64 }))).facts.hash).not.toBe(facts.hash);
  });
});

describe('what is no backbone is refused by name', () => {
  const json = (parts: readonly ModelPart[]) => parts.filter(({ path }) => path.endsWith('.json'));

  it('no model', async () => {
    const parts = [part('a.json', '{}'), part('b.json', 'not JSON'), part('c.bin', 'x')];
    expect(await problem(parts)).toEqual({ kind: 'no-model', details: [] });
  });

  it('two models', async () => {
    const [model] = json(graphFiles());
    if (!model) throw new Error('no model.json');
    const other = { path: 'other.json', content: model.content };
    expect(await problem([model, other])).toEqual({
      kind: 'several-models',
      details: ['net/model.json', 'other.json'],
    });
  });

  it('missing weights', async () => {
    expect(await problem(json(graphFiles()))).toEqual({
      kind: 'weights-missing',
      details: ['a.bin', 'b.bin'],
    });
  });

  it('weights that were cut off', async () => {
    const parts = graphFiles().map(({ path, content }) => ({
      path,
      content: path.endsWith('a.bin') ? content.slice(0, 8) : content,
    }));
    expect(await problem(parts)).toEqual({ kind: 'weights-size', details: ['64', '104'] });
  });

  it('an operation that there is none of', async () => {
    expect(await problem(graphFiles({ lastOp: 'FrobnicateV2' }))).toEqual({
      kind: 'unsupported',
      details: ['FrobnicateV2'],
    });
  });

  it('a layer that there is none of', async () => {
    const parts = await filesOf(classifier());
    const text = (await json(parts)[0]?.content.text()) ?? '';
    const changed = part('model.json', text.replace('"Dense"', '"Lambda"'));
    expect(await problem([changed, ...parts.slice(1)])).toEqual({
      kind: 'unsupported',
      details: ['Lambda'],
    });
  });

  it('weights of another model', async () => {
    const parts = await filesOf(classifier());
    const text = (await json(parts)[0]?.content.text()) ?? '';
    const changed = part('model.json', text.replaceAll('"units":3', '"units":5'));
    expect(await problem([changed, ...parts.slice(1)])).toMatchObject({ kind: 'broken' });
  });

  it.each([
    [[SIDE, SIDE, 1], '[n, 32, 32, 1]'],
    [[SIDE, 48, 3], '[n, 32, 48, 3]'],
    [[10], '[n, 10]'],
  ])('an input of %j', async (inputShape, shown) => {
    const model = layers.sequential({ layers: [layers.layers.dense({ units: 2, inputShape })] });
    expect(await problem(await filesOf(model))).toEqual({ kind: 'input', details: [shown] });
  });

  it('an output of three dimensions', async () => {
    const model = layers.sequential({
      layers: [
        layers.layers.reshape({ inputShape: [SIDE, SIDE, 3], targetShape: [SIDE, SIDE * 3] }),
      ],
    });
    expect(await problem(await filesOf(model))).toEqual({
      kind: 'output',
      details: ['[2, 32, 96]'],
    });
  });

  it('numbers that are none', async () => {
    const parts = graphFiles().map(({ path, content }) => ({
      path,
      content: path.endsWith('a.bin') ? new Blob([new Float32Array(12).fill(Number.NaN)]) : content,
    }));
    expect(await problem(parts)).toEqual({ kind: 'not-finite', details: [] });
  });

  it('a kept model that the backend cannot run', async () => {
    const file: OwnModelFile = { ...(await good(graphFiles())).file, weights: new Blob() };
    await expect(loadOwnBackbone(file, 'unit', 'output')).rejects.toMatchObject({
      kind: 'own-backbone-unfit',
    });
  });
});

describe('the scaling of pixels', () => {
  const never = new AbortController().signal;
  const labels = Int32Array.from({ length: 16 }, (_, i) => i % 2);
  /** Red or green, with each picture slightly different. */
  const pixels = Array.from(labels, (label, i) =>
    Uint8ClampedArray.from({ length: SIDE * SIDE * 4 }, (_, k) =>
      k % 4 === label ? 220 - i : 40 + ((i * k) % 30),
    ),
  );
  const seen = { pixels, side: SIDE, labels };

  it.each([false, true])(
    'is told by what the first normalisation took in during training, inside another model: %s',
    async (nested) => {
      const input = layers.input({ shape: [SIDE, SIDE, 3] });
      const conv = layers.layers.conv2d({ filters: 4, kernelSize: 3, useBias: false });
      const normalisation = layers.layers.batchNormalization({});
      const taken = conv.apply(input) as layers.SymbolicTensor;
      const until = layers.model({ inputs: input, outputs: taken });
      const map = normalisation.apply(taken) as layers.SymbolicTensor;
      const whole = layers.model({ inputs: input, outputs: map });
      tf.tidy(() => {
        const x = tf.tensor4d(
          pixels.flatMap((rgba) => Array.from(rgba).filter((_, k) => k % 4 < 3)),
          [16, SIDE, SIDE, 3],
        );
        const { mean, variance } = tf.moments(
          until.predict(tf.sub(tf.div(x, 127.5), 1)) as tf.Tensor,
          [0, 1, 2],
        );
        const [gamma, beta] = normalisation.getWeights();
        if (!gamma || !beta) throw new Error('no weights');
        normalisation.setWeights([gamma, beta, mean, variance]);
      });
      const trainedWith = nested ? layers.sequential({ layers: [whole] }) : whole;
      const { file } = await good(await filesOf(trainedWith));
      expect(await compareScalings(file, 'output', seen, never)).toEqual({
        by: 'statistics',
        best: 'symmetric',
      });
    },
  );

  it('is told by the labels where there is no such normalisation, if they tell', async () => {
    const { file } = await good(await filesOf(mapModel()));
    const advice = await compareScalings(file, 'output', seen, never);
    expect(advice.by).toBe('labels');
    // Every scaling can tell red from green.
    expect(advice.best).toBeUndefined();
  });

  it('is not told once it is stopped', async () => {
    const { file } = await good(graphFiles());
    const stopped = AbortSignal.abort();
    await expect(compareScalings(file, 'output', seen, stopped)).rejects.toMatchObject({
      kind: 'aborted',
    });
  });
});

function expectClose(actual: tf.Tensor, expected: tf.Tensor): void {
  expect(actual.shape).toEqual(expected.shape);
  const difference = tf.max(tf.abs(tf.sub(actual, expected))).dataSync()[0];
  expect(difference).toBeLessThan(1e-4 * (1 + (tf.max(tf.abs(expected)).dataSync()[0] ?? 0)));
}
