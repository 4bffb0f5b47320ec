import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { putFeatures, readFeatures } from '../storage/samples';
import { asEngine, fakeEngine, pictures } from './fake-services';
import { bringFeatures } from './features';
import { provideServices } from './services';

vi.mock('./stored-bitmaps', () => ({
  bitmapsOf: async (ids: readonly string[]) => ids.map((id) => ({ id, bitmap: { close() {} } })),
}));

const KEY = 'mobilenet-v2@1/192';
const { engine } = fakeEngine();

beforeEach(() => provideServices({ engine: asEngine(engine), pictures }));

it('makes features anew that are on the disk and not finite, and names those that stay so', async () => {
  await putFeatures(KEY, [
    { id: 'good', vector: Float32Array.of(4, 5, 6) },
    { id: 'mended', vector: Float32Array.of(4, Number.NaN, 6) },
    { id: 'broken', vector: Float32Array.of(4, Number.POSITIVE_INFINITY, 6) },
  ]);
  engine.embed.mockImplementationOnce(async (asked) => ({
    key: KEY,
    vectors: asked.map(({ id }) => (id === 'broken' ? undefined : Float32Array.of(1, 2, 3))),
  }));
  const ids = ['good', 'mended', 'broken'];
  const signal = new AbortController().signal;
  expect(await bringFeatures(ids, KEY, () => {}, signal)).toEqual(['broken']);
  expect(engine.remember).toHaveBeenCalledWith(
    expect.objectContaining({ ids: ['good'] }),
    expect.anything(),
  );
  const stored = await readFeatures(ids, KEY);
  expect(stored.get('mended')).toEqual(Float32Array.of(1, 2, 3));
});
