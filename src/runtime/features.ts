// Brings the features of stored samples into the engine. They are read from the disk if they were
// made before. Otherwise the pictures are embedded, and the features are stored.

import type { FeatureKey } from '../model/backbone';
import { EngineError } from '../model/engine-error';
import { allFinite } from '../model/finite';
import { putFeatures, readFeatures } from '../storage/samples';
import { services } from './services';
import { bitmapsOf } from './stored-bitmaps';

/** Reading more at once would block the page. */
const READ_AT_ONCE = 150;
const EMBED_AT_ONCE = 16;

/**
 * Resolves when the engine remembers features under `key` for every sample that has a picture, with
 * the ids of those whose pictures give none that are finite. Features on the disk that are not
 * finite are made anew. `onProgress` counts the pictures that have to be embedded. It is not called
 * if there are none. Rejects with EngineError 'aborted', or with the errors of the engine and the
 * storage.
 */
export async function bringFeatures(
  ids: readonly string[],
  key: FeatureKey,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<string[]> {
  const { engine } = services();
  const broken: string[] = [];
  const missing: string[] = [];
  for (const some of chunks(ids, READ_AT_ONCE)) {
    stopIfAborted(signal);
    const stored = await readFeatures(some, key);
    const known = new Map([...stored].filter(([, vector]) => allFinite(vector)));
    await engine.call('remember', { key, ids: [...known.keys()], vectors: [...known.values()] });
    missing.push(...some.filter((id) => !known.has(id)));
  }
  let done = 0;
  for (const some of chunks(missing, EMBED_AT_ONCE)) {
    stopIfAborted(signal);
    onProgress(done, missing.length);
    const pictures = await bitmapsOf(some);
    const { key: made, vectors } = await engine.call('embed', pictures, { signal });
    broken.push(...pictures.flatMap(({ id }, i) => (vectors[i] ? [] : [id])));
    await putFeatures(
      made,
      pictures.flatMap(({ id }, i) => {
        const vector = vectors[i];
        return vector ? [{ id, vector }] : [];
      }),
    );
    if (made !== key) throw new EngineError('aborted', 'another backbone was chosen');
    done += some.length;
    onProgress(done, missing.length);
  }
  return broken;
}

function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new EngineError('aborted', 'another backbone was chosen');
}

function* chunks<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let i = 0; i < list.length; i += size) yield list.slice(i, i + size);
}
