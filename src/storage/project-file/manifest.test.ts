import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../model/settings';
import { FORMAT, readManifest, VERSION } from './manifest';

const manifest = (features: unknown) => ({
  format: FORMAT,
  version: VERSION,
  project: { name: 'p', settings: { features } },
  classes: [],
  samples: [],
});
const own = `own-${'0f'.repeat(16)}-imagenet-before-last`;

it.each([
  { backbone: 'mobilenet-v2', inputSize: 192 },
  { backbone: own, inputSize: 224, name: 'ResNet' },
])('knows the backbone %j', async (features) => {
  expect((await readManifest(manifest(features))).settings).toEqual({ features });
});

it.each([
  { backbone: 'resnet', inputSize: 224 },
  { backbone: `${own}-twice`, inputSize: 224 },
  { backbone: 'own-https://example.org', inputSize: 224 },
  { backbone: own, inputSize: 4096 },
])('gives way to the default where it does not: %j', async (features) => {
  expect((await readManifest(manifest(features))).settings).toEqual({});
});

it('refuses an answer to the second question that is none of its labels', async () => {
  const sample = { file: 'a.jpg', class: 0, group: 0, source: 'file', createdAt: 0 };
  const asked = (secondLabel: number, secondTask?: object) => ({
    ...manifest(undefined),
    project: { name: 'p', ...(secondTask && { secondTask }) },
    classes: [{ name: 'Cats' }],
    samples: [{ ...sample, secondLabel }],
  });
  const indoors = { name: 'Indoors?', labels: [{ name: 'Yes' }, { name: 'No' }] };
  expect((await readManifest(asked(1, indoors))).samples[0]?.secondLabel).toBe(1);
  await expect(readManifest(asked(2, indoors))).rejects.toMatchObject({ kind: 'bad-manifest' });
  await expect(readManifest(asked(0))).rejects.toMatchObject({ kind: 'bad-manifest' });
});

it.each([
  ['linear', ['linear'], true],
  ['mlp', ['relu', 'linear'], true],
  ['linear', ['relu'], false],
  ['linear', ['linear', 'linear'], false],
  ['mlp', ['linear'], false],
  ['mlp', ['relu'], false],
])('believes a %s head with layers %j: %s', async (kind, activations, believed) => {
  const run = {
    at: 0,
    current: true,
    signature: '',
    settings: { ...DEFAULT_SETTINGS, head: kind },
    history: [],
    classes: [{ class: 0 }, { class: -1 }],
    result: {
      ended: 'converged',
      keptPass: 1,
      split: { train: [], validation: [], sameBurstClasses: [] },
      guessing: 0.5,
      l2: 1,
      refitOnAll: true,
      msTrain: 1,
      backend: 'wasm',
    },
    head: {
      file: 'head.f32',
      kind,
      featureKey: 'mobilenet-v2@1/192',
      featureSize: 2,
      normalisation: 'l2-sqrt-d',
      layers: activations.map((activation) => ({ inputs: 2, outputs: 2, activation })),
    },
  };
  const file = { ...manifest(undefined), classes: [{ name: 'Cats' }], run };
  const read = await readManifest(file);
  expect(read.run !== undefined).toBe(believed);
  expect(read.brokenRun).toBe(!believed);
});
