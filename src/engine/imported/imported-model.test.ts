// Models of other people: Teachable Machine's layout with small weights made here, and models that
// were exported from the app.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  model as layersModel,
  type Sequential,
  type SymbolicTensor,
  sequential,
} from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { seededRandom } from '../../model/random';
import { fetchPublic, readSample } from '../backbone/fixtures/files';
import { type Backbone, loadBackbone } from '../backbone/load';
import { pooledFeatures } from '../backbone/network';
import { answer } from '../head/answer';
import { madeUpHead } from '../head/made-up';
import { layersModelOf } from '../take-away/layers-model';
import { type ImportedModel, openModel } from './imported-model';

const SIDE = 64;

beforeAll(async () => {
  const wasm = import.meta.resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(fileURLToPath(wasm))}/`);
  await tf.setBackend('wasm');
  // A model must never cause a fetch.
  vi.stubGlobal('fetch', () => Promise.reject(new Error('it fetched something')));
});

afterAll(() => vi.unstubAllGlobals());

type Files = Record<
  string,
  string | ArrayBuffer | Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>
>;

const asFiles = (files: Files) =>
  Object.entries(files).map(([name, content]) => new File([content], name));

/**
 * As Teachable Machine builds its models: a cut MobileNet and a head, each a Sequential inside a
 * Sequential.
 */
function theirs(): Sequential {
  const picture = input({ shape: [SIDE, SIDE, 3] });
  const body = [
    layers.zeroPadding2d({
      padding: [
        [0, 1],
        [0, 1],
      ],
    }),
    layers.conv2d({ filters: 8, kernelSize: 3, strides: 2, padding: 'valid', useBias: false }),
    layers.batchNormalization({ epsilon: 1e-3 }),
    layers.reLU({ maxValue: 6 }),
    layers.depthwiseConv2d({ kernelSize: 3, padding: 'same', useBias: false }),
    layers.reLU({ maxValue: 6 }),
  ].reduce((x, layer) => layer.apply(x) as SymbolicTensor, picture);
  const made = sequential({
    layers: [
      sequential({
        layers: [
          layersModel({ inputs: picture, outputs: body }),
          layers.globalAveragePooling2d({}),
        ],
      }),
      sequential({
        layers: [
          layers.dense({ inputShape: [8], units: 10, activation: 'relu' }),
          layers.dense({ units: 3, activation: 'softmax', useBias: false }),
        ],
      }),
    ],
  });
  // The weights are the same each time, and tell the pictures apart clearly.
  const random = seededRandom(5);
  for (const weight of made.weights) {
    const variance = weight.originalName.endsWith('moving_variance');
    const values = Float32Array.from(
      { length: weight.shape.reduce((a, b) => (a ?? 1) * (b ?? 1), 1) ?? 1 },
      () => (variance ? 1 : random.normal()),
    );
    tf.tidy(() => {
      weight.write(tf.tensor(values, weight.shape as number[]));
    });
  }
  return made;
}

/** The files that Teachable Machine's export would contain for it. */
async function filesOf(model: Sequential, change: Partial<tf.io.ModelJSON> = {}): Promise<Files> {
  let saved: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
  if (!saved) throw new Error('nothing was saved');
  return {
    'model.json': JSON.stringify({
      modelTopology: saved.modelTopology,
      weightsManifest: [{ paths: ['./weights.bin'], weights: saved.weightSpecs }],
      ...change,
    }),
    'weights.bin': saved.weightData as ArrayBuffer,
    'metadata.json': JSON.stringify({
      packageName: '@teachablemachine/image',
      modelName: 'tm-my-image-model',
      labels: ['Rice', 'Noodle', 'Fish & Chips'],
      imageSize: SIDE,
    }),
  };
}

async function opened(files: Files): Promise<ImportedModel> {
  const model = await openModel(asFiles(files));
  if ('problem' in model) throw new Error(`${model.problem}: ${model.detail}`);
  return model;
}

/** Why the files are refused. No tensor of them may be left. */
async function refusal(files: Files): Promise<string> {
  const before = tf.memory().numTensors;
  const model = await openModel(asFiles(files));
  if (!('problem' in model)) throw new Error('it was taken');
  expect(tf.memory().numTensors).toBe(before);
  return model.problem;
}

/** Two pictures of `side`, as RGBA. */
async function pictures(side: number): Promise<Uint8ClampedArray<ArrayBuffer>[]> {
  const samples = await Promise.all([readSample(0), readSample(3)]);
  const all: Uint8ClampedArray<ArrayBuffer>[] = [];
  for (const sample of samples) {
    const small = tf.tidy(() => tf.round(tf.image.resizeBilinear(sample, [side, side])));
    const rgb = await small.data();
    tf.dispose([sample, small]);
    all.push(
      Uint8ClampedArray.from({ length: side * side * 4 }, (_, i) =>
        i % 4 === 3 ? 255 : (rgb[Math.floor(i / 4) * 3 + (i % 4)] ?? 0),
      ),
    );
  }
  return all;
}

const furthest = (one: Iterable<number>, other: readonly number[]) => {
  const all = [...one];
  expect(all).toHaveLength(other.length);
  return Math.max(...all.map((p, i) => Math.abs(p - (other[i] ?? Number.NaN))));
};

describe("Teachable Machine's layout", () => {
  test('answers as the model that was saved, and leaves nothing behind', async () => {
    const saved = theirs();
    const files = await filesOf(saved);
    const [one, other] = await pictures(SIDE);
    if (!one || !other) throw new Error('no pictures');
    const expected = await Promise.all(
      [one, other].map(async (rgba) => {
        const output = tf.tidy(() => {
          const pixels = tf.tensor3d([...rgba.filter((_, i) => i % 4 !== 3)], [SIDE, SIDE, 3]);
          return saved.predict(tf.sub(tf.div(tf.expandDims(pixels), 127), 1)) as tf.Tensor;
        });
        const values = [...(await output.data())];
        output.dispose();
        return values;
      }),
    );
    const before = tf.memory().numTensors;
    const model = await opened(files);
    expect(model.info).toMatchObject({
      name: 'tm-my-image-model',
      labels: ['Rice', 'Noodle', 'Fish & Chips'],
      madeBy: 'teachable-machine',
      inputSize: SIDE,
    });
    expect(model.info.parameters).toBe(saved.countParams());
    const held = tf.memory().numTensors;
    expect(held).toBeGreaterThan(before);
    const answers = await model.answer([one, other]);
    expect(furthest(answers, expected.flat())).toBeLessThan(1e-4);
    expect(furthest(answers.subarray(0, 3), expected[1] ?? [])).toBeGreaterThan(1e-3);
    expect(tf.memory().numTensors).toBe(held);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
    saved.dispose();
  });

  test('names of classes from labels.txt, or none', async () => {
    const saved = theirs();
    const { 'metadata.json': _, ...files } = await filesOf(saved);
    saved.dispose();
    const labels = '0 Rice\n1 Noodle\r\n2 7 Up\n';
    const model = await opened({ ...files, 'labels.txt': labels });
    expect(model.info.labels).toEqual(['Rice', 'Noodle', '7 Up']);
    model.dispose();
    const nameless = await opened(files);
    expect(nameless.info).toMatchObject({ labels: ['', '', ''], madeBy: 'unknown', name: '' });
    nameless.dispose();
  });
});

describe('what is no model to use says why, and leaves nothing behind', () => {
  const saved = async (change: Partial<tf.io.ModelJSON> = {}, model = theirs()) => {
    const files = await filesOf(model, change);
    model.dispose();
    return files;
  };
  const without = (files: Files, name: string): Files =>
    Object.fromEntries(Object.entries(files).filter(([each]) => each !== name));

  test('far more labels than anything answers, or far longer ones', async () => {
    const files = await saved();
    const many = JSON.stringify({ labels: Array.from({ length: 30_000 }, () => '') });
    expect(await refusal({ ...files, 'metadata.json': many })).toBe('labels');
    expect(
      await refusal({ ...without(files, 'metadata.json'), 'labels.txt': 'a\n'.repeat(30_000) }),
    ).toBe('labels');
    const long = JSON.stringify({
      labels: ['a', 'b'.repeat(1e6), 'c'],
      modelName: 'd'.repeat(1e6),
    });
    const model = await opened({ ...files, 'metadata.json': long });
    expect(model.info.labels.map(({ length }) => length)).toEqual([1, 200, 1]);
    expect(model.info.name).toHaveLength(200);
    model.dispose();
  });

  test('files are missing', async () => {
    const files = await saved();
    expect(await refusal(without(files, 'model.json'))).toBe('no-model');
    expect(await refusal(without(files, 'weights.bin'))).toBe('weights-missing');
    expect(await refusal({})).toBe('no-model');
    expect(await refusal({ ...files, 'model2.json': files['model.json'] ?? '' })).toBe(
      'several-models',
    );
  });

  test('JSON that is none, or says something else', async () => {
    const files = await saved();
    expect(await refusal({ ...files, 'model.json': '{"modelTopology":' })).toBe('not-a-model');
    expect(await refusal({ ...files, 'model.json': '{"a": 1}' })).toBe('not-a-model');
    expect(await refusal({ ...files, 'model.json': 'null' })).toBe('not-a-model');
    expect(await refusal({ ...files, 'metadata.json': '{"labels": 3}' })).toBe('not-json');
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(['not-a-model', 'unsupported']).toContain(
      await refusal({
        ...files,
        'model.json': `{"modelTopology":{"a":${deep}},"weightsManifest":[]}`,
      }),
    );
  });

  test('weights of another length, or of another model', async () => {
    const files = await saved();
    const bytes = files['weights.bin'] as ArrayBuffer;
    expect(await refusal({ ...files, 'weights.bin': bytes.slice(4) })).toBe('weights-size');
    const other = await saved({}, theirs());
    expect(
      await refusal({ ...other, 'model.json': renamed(other['model.json'], 'kernel', 'colonel') }),
    ).toBe('unsupported');
  });

  test('not of pictures', async () => {
    const files = await saved();
    const metadata = JSON.stringify({ packageName: '@teachablemachine/pose', labels: ['a', 'b'] });
    expect(await refusal({ ...files, 'metadata.json': metadata })).toBe('not-pictures');
    const dense = sequential({
      layers: [layers.dense({ inputShape: [257], units: 2, activation: 'softmax' })],
    });
    expect(await refusal(await saved({}, dense))).toBe('not-pictures');
  });

  test('no shares of classes, or other names than outputs', async () => {
    const files = await saved();
    const two = JSON.stringify({ labels: ['a', 'b'] });
    expect(await refusal({ ...files, 'metadata.json': two })).toBe('labels');
    const linear = renamed(files['model.json'], 'softmax', 'linear');
    expect(await refusal({ ...files, 'model.json': linear })).toBe('not-classes');
  });

  test('layers that nobody knows, and numbers beyond all memory', async () => {
    const files = await saved();
    const unknown = renamed(files['model.json'], 'BatchNormalization', 'RunThisCode');
    expect(await refusal({ ...files, 'model.json': unknown })).toBe('unsupported');
    const huge = renamed(files['model.json'], '"units":10', '"units":1000000000');
    expect(await refusal({ ...files, 'model.json': huge })).toBe('unsupported');
  });

  test('weights are looked for among the files alone', async () => {
    const files = await saved();
    const elsewhere = renamed(
      files['model.json'],
      './weights.bin',
      'https://example.org/stolen/other.bin',
    );
    expect(await refusal({ ...files, 'model.json': elsewhere })).toBe('weights-missing');
  });
});

const renamed = (json: Files[string] | undefined, from: string, to: string): string => {
  const text = String(json);
  expect(text).toContain(from);
  return text.replaceAll(from, to);
};

describe('what is taken away from here', () => {
  const backbones = new Map<string, Backbone>();

  beforeAll(async () => {
    for (const id of ['mobilenet-v2', 'efficientnet-lite0']) {
      backbones.set(id, await loadBackbone(`backbones/${id}`, fetchPublic));
    }
  });

  afterAll(() => {
    for (const backbone of backbones.values()) backbone.dispose();
  });

  test.each(
    ['mobilenet-v2', 'efficientnet-lite0'].flatMap((id) =>
      (['linear', 'mlp'] as const).map((kind) => [id, kind] as const),
    ),
  )('answers the same when it comes back: %s, %s', async (id, kind) => {
    const backbone = backbones.get(id);
    if (!backbone) throw new Error(id);
    const head = madeUpHead(kind, backbone.card.features);
    const values = await Promise.all(
      backbone.tensors.map((stage) =>
        Promise.all(
          stage.map(async ({ kernel, bias }) => ({
            kernel: await kernel.data<'float32'>(),
            bias: await bias.data<'float32'>(),
          })),
        ),
      ),
    );
    const file = layersModelOf(backbone.card, values, head, SIDE);
    const [picture] = await pictures(SIDE);
    if (!picture) throw new Error('no picture');
    const before = tf.memory().numTensors;
    const features = tf.tidy(() =>
      pooledFeatures(
        backbone,
        tf.tensor4d([...picture.filter((_, i) => i % 4 !== 3)], [1, SIDE, SIDE, 3]),
      ),
    );
    const here = [...answer(head, await features.data<'float32'>())];
    features.dispose();
    const model = await opened({
      'model.json': JSON.stringify({
        format: 'layers-model',
        modelTopology: file.topology,
        weightsManifest: [{ paths: ['weights.bin'], weights: file.weightSpecs }],
      }),
      'weights.bin': file.weights,
      'metadata.json': JSON.stringify({
        packageName: '@teachablemachine/image',
        userMetadata: { madeWith: 'Apprentice 0.1.0' },
        labels: ['a', 'b', 'c'],
      }),
    });
    expect(model.info.madeBy).toBe('apprentice');
    expect(furthest(await model.answer([picture]), here)).toBeLessThan(1e-3);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
