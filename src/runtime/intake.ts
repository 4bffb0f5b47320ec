// Takes pictures in. The picture worker makes them square and the engine embeds them. Then they are
// written together with their features, one batch per transaction, and only then shown. If the
// engine is not ready, fails or takes long, pictures do not wait for it: they are written without
// features and embedded later.

import type { Embedded } from '../model/embedding';
import { EngineError } from '../model/engine-error';
import type { SampleRow } from '../model/project';
import type { Prepared } from '../pictures/client';
import { addSamples, type NewSample } from '../storage/samples';
import { services } from './services';

/** How many pictures are embedded and written at once. */
const BATCH = 16;
/** How long a batch waits for its features. Until it is written, its pictures can be lost. */
const EMBED_WITHIN_MS = 3000;

/** A sample, and the import or recording that it came from. */
export interface Written {
  row: SampleRow;
  from: string;
}

export interface Incoming extends Written {
  source: Blob | ImageBitmap;
}

/**
 * Called for each batch that is on the disk. `embedded` is false if the features still have to be
 * made.
 */
export type OnWritten = (written: Written[], embedded: boolean) => void;

interface Waiting extends Written {
  prepared: Prepared;
  resolve(): void;
  reject(error: unknown): void;
}

const waiting: Waiting[] = [];
let writing = false;
/** The engine is still at work on a batch that did not wait for it. */
let overdue = false;
let stopWaiting: () => void = () => {};

/** Writes at once what waits for its features. Call this when the page may be about to end. */
export function saveAtOnce(): void {
  stopWaiting();
}

/**
 * Takes in one picture and resolves when it is on the disk. Rejects with a PictureError (it cannot
 * be read), an EngineError (its features are not finite), a StorageError (it cannot be kept) or the
 * signal's abort.
 */
export async function takeIn(
  { row, from, source }: Incoming,
  onWritten: OnWritten,
  signal?: AbortSignal,
): Promise<void> {
  const prepared = await services().pictures.prepare(source, signal ? { signal } : {});
  await new Promise<void>((resolve, reject) => {
    waiting.push({ row, from, prepared, resolve, reject });
    if (!writing) void writeAll(onWritten);
  });
}

/** While one batch is being written, the engine already makes the next one's features. */
async function writeAll(onWritten: OnWritten): Promise<void> {
  writing = true;
  let written = Promise.resolve();
  do {
    for (let batch = waiting.splice(0, BATCH); batch.length > 0; batch = waiting.splice(0, BATCH)) {
      const embedded = await embed(batch);
      await written;
      written = write(batch, embedded, onWritten);
    }
    await written;
  } while (waiting.length > 0);
  writing = false;
}

/** Writes a batch and reports it. Never rejects itself. */
async function write(
  batch: Waiting[],
  embedded: Embedded | undefined,
  onWritten: OnWritten,
): Promise<void> {
  const kept: Waiting[] = [];
  try {
    const samples = batch.flatMap((each, i): NewSample[] => {
      const { row, prepared, reject } = each;
      const sample = { row, picture: prepared.jpeg };
      const vector = embedded?.vectors[i];
      if (embedded && !vector) {
        reject(new EngineError('features-broken', row.name ?? row.id));
        return [];
      }
      kept.push(each);
      return [embedded && vector ? { ...sample, key: embedded.key, vector } : sample];
    });
    await addSamples(samples);
    onWritten(
      kept.map(({ row, from }) => ({ row, from })),
      embedded !== undefined,
    );
    for (const { resolve } of kept) resolve();
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}

/** The features of a batch. Undefined if the engine has none in time. Never rejects. */
async function embed(batch: Waiting[]): Promise<Embedded | undefined> {
  if (overdue || services().engine.status.phase !== 'ready') {
    for (const { prepared } of batch) prepared.bitmap.close();
    return undefined;
  }
  let limit: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    stopWaiting = () => resolve(undefined);
    limit = setTimeout(stopWaiting, EMBED_WITHIN_MS);
  });
  overdue = true;
  const embedded = features(batch).finally(() => {
    overdue = false;
  });
  const inTime = await Promise.race([embedded, late]);
  clearTimeout(limit);
  return inTime;
}

/** Undefined if the engine cannot make any. Never rejects. */
async function features(batch: Waiting[]): Promise<Embedded | undefined> {
  try {
    return await services().engine.call(
      'embed',
      batch.map(({ row, prepared }) => ({ id: row.id, bitmap: prepared.bitmap })),
    );
  } catch (error) {
    // The page reports the unexpected error, but no picture is lost.
    if (!(error instanceof EngineError)) void Promise.reject(error);
    return undefined;
  }
}
