import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { EngineError } from '../../model/engine-error';
import { fetchPublic } from './fixtures/files';
import { type FetchFile, loadBackbone, loadSourceHead } from './load';

const BASE = 'backbones/efficientnet-lite0';

beforeAll(() => setBackend('cpu'));
afterEach(() => vi.unstubAllGlobals());

/** Serves public/, but changes the file of this name. */
function serveChanged(name: string, change: (bytes: Uint8Array) => Uint8Array): FetchFile {
  return async (url, init) => {
    const response = await fetchPublic(url, init);
    if (!url.endsWith(name)) return response;
    return new Response(Uint8Array.from(change(new Uint8Array(await response.arrayBuffer()))));
  };
}

function flipByte(bytes: Uint8Array): Uint8Array {
  return bytes.with(1000, (bytes[1000] ?? 0) ^ 1);
}

test('the weights have the shapes of the card, and dispose frees them', async () => {
  const before = memory().numTensors;
  const backbone = await loadBackbone(BASE, fetchPublic);
  const shapes = backbone.tensors.map((stage) => stage.map(({ kernel }) => kernel.shape));
  expect(shapes).toEqual(
    backbone.card.stages.map((stage) => stage.convolutions.map(({ shape }) => shape)),
  );
  backbone.dispose();
  expect(memory().numTensors).toBe(before);
});

test('progress rises to the whole', async () => {
  const loaded: number[] = [];
  let total = 0;
  const onProgress = (loadedBytes: number, totalBytes: number) => {
    loaded.push(loadedBytes);
    total = totalBytes;
  };
  const backbone = await loadBackbone(BASE, fetchPublic, { onProgress });
  expect(total).toBe(backbone.card.weights.bytes);
  expect(loaded.at(-1)).toBe(total);
  expect(loaded).toEqual(loaded.toSorted((a, b) => a - b));
  backbone.dispose();
});

describe('what cannot be used throws and leaves no tensor', () => {
  const html = { headers: { 'content-type': 'text/html; charset=utf-8' } };
  test.each<[what: string, kind: string, fetchFile: FetchFile]>([
    ['a missing file', 'backbone-missing', async () => new Response('', { status: 404 })],
    ["a single-page app's page", 'backbone-missing', async () => new Response('<html>', html)],
    ['no network', 'backbone-missing', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['a flipped byte', 'backbone-corrupt', serveChanged('weights.bin', flipByte)],
    [
      'missing bytes',
      'backbone-corrupt',
      serveChanged('weights.bin', (bytes) => bytes.slice(0, -2)),
    ],
    [
      'more bytes',
      'backbone-corrupt',
      serveChanged('weights.bin', (bytes) => Buffer.concat([bytes, Uint8Array.of(0, 0)])),
    ],
    [
      'a card that is not JSON',
      'backbone-corrupt',
      serveChanged('card.json', (bytes) => bytes.slice(1)),
    ],
    [
      'a card that is not one',
      'backbone-corrupt',
      serveChanged('card.json', () => new TextEncoder().encode('{"version": 1}')),
    ],
  ])('%s: %s', async (_, kind, fetchFile) => {
    const before = memory().numTensors;
    await expect(loadBackbone(BASE, fetchFile)).rejects.toSatisfy(
      (error) => error instanceof EngineError && error.kind === kind,
    );
    expect(memory().numTensors).toBe(before);
  });
});

test.each([
  [
    'weights.bin',
    "a filter's page",
    () => new Response('<html>', { headers: { 'content-type': 'text/html' } }),
  ],
  [
    'weights.bin',
    'a flipped byte',
    async (url: string) => {
      const bytes = new Uint8Array(await (await fetchPublic(url, {})).arrayBuffer());
      return new Response(Buffer.from(flipByte(bytes)));
    },
  ],
  ['card.json', 'not JSON', () => new Response('blocked')],
] as const)(
  '%s that was kept as %s is asked for once more, past all caches',
  async (name, _, kept) => {
    const asked: (RequestCache | undefined)[] = [];
    const fetchFile: FetchFile = async (url, init) => {
      if (!url.endsWith(name)) return fetchPublic(url, init);
      asked.push(init.cache);
      return init.cache === 'reload' ? fetchPublic(url, init) : kept(url);
    };
    const backbone = await loadBackbone(BASE, fetchFile);
    backbone.dispose();
    expect(asked).toEqual(['default', 'reload']);
  },
);

test('without crypto.subtle, in an insecure context, the length alone is checked', async () => {
  vi.stubGlobal('crypto', {});
  const backbone = await loadBackbone(BASE, serveChanged('weights.bin', flipByte));
  backbone.dispose();
  const short = serveChanged('weights.bin', (bytes) => bytes.slice(2));
  await expect(loadBackbone(BASE, short)).rejects.toMatchObject({ kind: 'backbone-corrupt' });
});

test('an abort rejects with its own reason', async () => {
  const controller = new AbortController();
  const loading = loadBackbone(BASE, fetchPublic, {
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });
  await expect(loading).rejects.toMatchObject({ name: 'AbortError' });
});

test('a source head loads, is checked, and is refused where the card has none', async () => {
  const { card, dispose } = await loadBackbone(BASE, fetchPublic);
  dispose();
  const before = memory().numTensors;
  const head = await loadSourceHead(card, BASE, fetchPublic);
  expect(head.kernel.shape).toEqual([1280, 1000]);
  expect(head.bias.shape).toEqual([1000]);
  head.dispose();
  expect(memory().numTensors).toBe(before);

  const corrupt = serveChanged('imagenet-head.bin', flipByte);
  await expect(loadSourceHead(card, BASE, corrupt)).rejects.toMatchObject({
    kind: 'backbone-corrupt',
  });
  const { sourceHead: _, ...headless } = card;
  await expect(loadSourceHead(headless, BASE, fetchPublic)).rejects.toMatchObject({
    kind: 'backbone-missing',
  });
});
