// Brings the features of stored samples into the engine: read from the disk where they were made
// before, else embedded from the pictures and kept.

import type { FeatureKey } from '../model/backbone';
import { EngineError } from '../model/engine-error';
import { putFeatures, readFeatures } from '../storage/samples';
import { services } from './services';
import { bitmapsOf } from './stored-bitmaps';

/** More at a stretch would keep the page from answering. */
const READ_AT_ONCE = 150;
const EMBED_AT_ONCE = 16;

/**
 * Resolves when the engine remembers features under `key` of every sample that has a picture.
 * `onProgress` counts pictures that have to be embedded; it is not called where none has. Rejects
 * with EngineError 'aborted', or as the engine and the storage do.
 */
export async function bringFeatures(
  ids: readonly string[],
  key: FeatureKey,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const { engine } = services();
  const missing: string[] = [];
  for (const some of chunks(ids, READ_AT_ONCE)) {
    stopIfAborted(signal);
    const known = await readFeatures(some, key);
    await engine.remember(key, [...known.keys()], [...known.values()]);
    missing.push(...some.filter((id) => !known.has(id)));
  }
  let done = 0;
  for (const some of chunks(missing, EMBED_AT_ONCE)) {
    stopIfAborted(signal);
    onProgress(done, missing.length);
    const pictures = await bitmapsOf(some);
    const { key: made, vectors } = await engine.embed(pictures, signal);
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
}

function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new EngineError('aborted', 'another backbone was chosen');
}

function* chunks<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let i = 0; i < list.length; i += size) yield list.slice(i, i + size);
}
