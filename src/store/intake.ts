// Takes pictures in: made square in the picture worker, embedded in the engine, then written with
// their features in one transaction, a batch at a time. Only then are they shown.
import type { EngineError } from '../engine/engine-error';
import type { FeatureKey } from '../engine/protocol';
import type { Prepared } from '../pictures/client';
import type { SampleRow } from '../storage/rows';
import { addSamples, type NewSample } from '../storage/samples';
import { services } from './services';

/** Pictures embedded and written at once. */
const BATCH = 16;

export interface Incoming {
  row: SampleRow;
  source: Blob | ImageBitmap;
}

interface Waiting {
  row: SampleRow;
  prepared: Prepared;
  resolve(): void;
  reject(error: unknown): void;
}

const waiting: Waiting[] = [];
let writing = false;

/**
 * Takes one picture in; resolves when picture and features are on the disk. Rejects with a
 * PictureError (it cannot be read), a StorageError (it cannot be kept) or the signal's abort.
 * `onWritten` gets the rows of each batch.
 */
export async function takeIn(
  { row, source }: Incoming,
  onWritten: (rows: SampleRow[]) => void,
  signal?: AbortSignal,
): Promise<void> {
  const prepared = await services().pictures.prepare(source, signal ? { signal } : {});
  await new Promise<void>((resolve, reject) => {
    waiting.push({ row, prepared, resolve, reject });
    if (!writing) void writeAll(onWritten);
  });
}

async function writeAll(onWritten: (rows: SampleRow[]) => void): Promise<void> {
  writing = true;
  for (let batch = waiting.splice(0, BATCH); batch.length > 0; batch = waiting.splice(0, BATCH)) {
    try {
      const embedded = await embed(batch);
      await addSamples(
        batch.map(({ row, prepared }, i): NewSample => {
          const vector = embedded?.vectors[i];
          return {
            row,
            picture: prepared.jpeg,
            ...(embedded && vector ? { key: embedded.key, vector } : {}),
          };
        }),
      );
      onWritten(batch.map(({ row }) => row));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
  writing = false;
}

/**
 * Features of a batch; undefined where the engine cannot make any now: the pictures are kept without
 * and embedded later.
 */
async function embed(
  batch: Waiting[],
): Promise<{ key: FeatureKey; vectors: Float32Array[] } | undefined> {
  const { engine } = services();
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const { key } = await engine.ready();
      const pictures = await Promise.all(
        batch.map(async ({ row, prepared }) => ({
          id: row.id,
          // The first try takes the bitmap away; after a crash the picture itself still has it.
          bitmap: attempt === 0 ? prepared.bitmap : await createImageBitmap(prepared.jpeg),
        })),
      );
      return { key, vectors: await engine.embed(pictures) };
    } catch (error) {
      if ((error as EngineError).kind === 'engine-crashed') continue;
      console.info('engine: pictures are kept without features for now', error);
      break;
    }
  }
  return undefined;
}
