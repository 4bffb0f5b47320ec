// A person's own model in place of a built-in backbone, through the engine's calls.
import { readFile } from 'node:fs/promises';
import { beforeAll, expect, it } from 'vitest';
import { ownIdOf } from '../../model/own-id';
import type { OwnModelFile } from '../../model/own-model';
import type { TrainRequest } from '../../model/training';
import { engineOn } from '../calls/on-a-state';
import { SIDE } from './fixtures/graph-model';
import { classifier, filesOf, mapModel } from './fixtures/models';

type Bitmap = ImageBitmap & { colour: number[] };
const bitmap = (...colour: number[]) => ({ colour, close() {} }) as unknown as Bitmap;

const engine = engineOn({
  onLost() {},
  fetchFile: async (url) => new Response(await readFile(url.replace('app:', 'public/'))),
  readPixels: (picture, side) =>
    Uint8ClampedArray.from(
      { length: side * side * 4 },
      (_, i) => (picture as Bitmap).colour[i % 4] ?? 255,
    ),
  async placeAll() {
    throw new Error('no map here');
  },
});

const memory = () => engine.call('memory', undefined);

let file: OwnModelFile;
let hash: string;

beforeAll(async () => {
  await engine.call('start', { backend: 'cpu' });
  const report = await engine.call('inspectOwnModel', await filesOf(mapModel()));
  if ('problem' in report) throw new Error(report.problem.kind);
  file = report.file;
  hash = report.facts.hash;
});

const spec = () => ({
  backbone: ownIdOf({ hash, scaling: 'symmetric', end: 'output' }),
  inputSize: SIDE,
  name: 'tiny',
});

async function teach(featureKey: string): Promise<TrainRequest> {
  const samples = Array.from({ length: 12 }, (_, i) => ({
    id: `s${i}`,
    label: i % 2,
    group: `g${i}`,
  }));
  const shade = (i: number) => 200 + 4 * i;
  await engine.call(
    'embed',
    samples.map(({ id, label }, i) => ({
      id,
      bitmap: label === 0 ? bitmap(shade(i), 20, 10) : bitmap(10, 20, shade(i)),
    })),
  );
  const settings = {
    head: 'linear',
    epochs: 15,
    batchSize: 8,
    learningRate: 0.001,
    l2: 'auto',
    validationShare: 0.2,
    seed: 1,
  } as const;
  return { featureKey, classes: ['red', 'blue'], samples, settings };
}

it('looks, learns and answers, says what it cannot, and leaves nothing when it is replaced', async () => {
  const empty = (await memory()).tensors;
  const info = await engine.call('loadBackbone', { baseUrl: 'app:', spec: spec(), own: file });
  expect(info).toMatchObject({
    key: `own-${hash}-symmetric-output@1/32`,
    name: 'tiny',
    features: 4,
    parameters: 112,
    stages: [],
  });
  expect(info.licence).toBeUndefined();
  const level = (await memory()).tensors;

  const request = await teach(info.key);
  const result = await engine.call('train', request);
  expect(result.validation?.right).toBe(result.validation?.total);
  const { probabilities } = await engine.call('predict', bitmap(230, 20, 10));
  expect(probabilities[0]).toBeGreaterThan(0.5);
  const { heat } = await engine.call('explain', { bitmap: bitmap(230, 20, 10) });
  expect([heat.width, heat.height]).toEqual([8, 8]);

  const none = async () => [];
  const frozen = await engine.call(
    'runStrategy',
    { ...request, strategy: 'frozen' },
    { picturesOf: none },
  );
  expect(frozen?.trainedParameters).toBe(2 * 5);
  for (const strategy of ['partial', 'finetune', 'full', 'random'] as const) {
    await expect(
      engine.call('runStrategy', { ...request, strategy }, { picturesOf: none }),
    ).rejects.toMatchObject({ kind: 'unknown-design' });
  }
  await expect(engine.call('exportModel', [])).rejects.toMatchObject({ kind: 'unknown-design' });
  await expect(
    engine.call('channelMaps', { bitmap: bitmap(1, 2, 3), stage: 0, count: 4 }),
  ).rejects.toMatchObject({
    kind: 'unknown-design',
  });

  // The adviser treats its features as a single layer.
  const pictures = request.samples.map(({ id }, i) => ({ id, bitmap: bitmap(20 * i, 9, 9) }));
  const { key, vectors } = await engine.call('probe', { spec: spec(), pictures });
  expect([key, vectors[0]?.length]).toEqual([info.key, 4]);
  const compared = await engine.call('compareLayers', {
    specs: [spec()],
    classes: request.classes,
    samples: request.samples,
    seed: 1,
  });
  expect(compared?.layers.map(({ features }) => features)).toEqual([4]);
  expect((await memory()).tensors).toBe(level);

  const builtIn = { backbone: 'mobilenet-v2', inputSize: 32 } as const;
  await engine.call('loadBackbone', { baseUrl: 'app:backbones/', spec: builtIn });
  const withBuiltIn = (await memory()).tensors;
  await engine.call('loadBackbone', { baseUrl: 'app:', spec: spec(), own: file });
  expect((await memory()).tensors).toBe(level);
  expect(level - empty).toBe(2);
  expect(withBuiltIn).toBeGreaterThan(level);
});

it('leaves the backbone in use as it is where the model cannot be run', async () => {
  const before = { key: (await engine.call('embed', [{ bitmap: bitmap(1, 2, 3) }])).key };
  const level = (await memory()).tensors;
  const report = await engine.call('inspectOwnModel', await filesOf(classifier()));
  if ('problem' in report) throw new Error(report.problem.kind);
  const other = ownIdOf({ hash: report.facts.hash, scaling: 'unit', end: 'before-last' });
  await expect(
    engine.call('loadBackbone', {
      baseUrl: 'app:',
      spec: { backbone: other, inputSize: SIDE },
      own: {
        ...report.file,
        weights: report.file.weights.slice(0, 4),
      },
    }),
  ).rejects.toMatchObject({ kind: 'own-backbone-unfit' });
  expect((await engine.call('embed', [{ bitmap: bitmap(1, 2, 3) }])).key).toBe(before.key);
  expect((await memory()).tensors).toBe(level);
});
