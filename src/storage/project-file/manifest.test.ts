import { expect, it } from 'vitest';
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
