// Samples with what belongs to them: pictures and features.

import type { FeatureKey } from '../model/backbone';
import { specName, specNameOf } from '../model/feature-key';
import type { SampleRow } from '../model/project';
import { settingsOf } from '../model/settings';
import { database } from './database';
import type { FeatureRow, PictureRow } from './rows';
import { guarded, guardedMakingRoom, isDiskFull } from './storage-error';

/**
 * A sample to be kept. `key` and `vector` come together. Both are absent if it is not embedded yet.
 */
export interface NewSample {
  row: SampleRow;
  picture: Blob;
  key?: FeatureKey;
  vector?: Float32Array;
}

/**
 * Keeps new samples with pictures and features, all of them or none. On a full disk they are kept
 * without features. Resolves when they are on the disk, and from then on they may be shown as
 * saved.
 * @throws {StorageError} `failed`, also if there already is a sample with that id.
 */
export async function addSamples(items: readonly NewSample[]): Promise<void> {
  const { samples, pictures, features } = database;
  // Pictures are read before the transaction, which would end while waiting for anything but the
  // database.
  const pictureRows = await Promise.all(
    items.map(
      async ({ row, picture }): Promise<PictureRow> => ({
        id: row.id,
        type: picture.type,
        bytes: await picture.arrayBuffer(),
      }),
    ),
  );
  const add = (featureRows: FeatureRow[]) =>
    database.transaction('rw', samples, pictures, features, async () => {
      await samples.bulkAdd(items.map(({ row }) => row));
      await pictures.bulkPut(pictureRows);
      await features.bulkPut(featureRows);
    });
  const featureRows = items.flatMap(({ row, key, vector }) =>
    key !== undefined && vector ? [featureRow(row.id, key, vector)] : [],
  );
  try {
    await guarded(() => add(featureRows));
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    // Features can be made again, so they are the first to make room.
    await guardedMakingRoom(() => add([]));
  }
}

/**
 * The picture of a sample as it was given to `addSamples`. Undefined if it was purged. @throws
 * {StorageError}
 */
export function readPicture(id: string): Promise<Blob | undefined> {
  return guarded(async () => {
    const row = await database.pictures.get(id);
    return row && new Blob([row.bytes], { type: row.type });
  });
}

/**
 * Pictures of samples by id. Those that were purged are absent from the map. @throws {StorageError}
 */
export function readPictures(ids: readonly string[]): Promise<Map<string, Blob>> {
  return guarded(async () => {
    const rows = await database.pictures.bulkGet([...ids]);
    return new Map(
      rows.flatMap((row) => (row ? [[row.id, new Blob([row.bytes], { type: row.type })]] : [])),
    );
  });
}

/**
 * Keeps feature vectors of samples under a key, in place of earlier ones. Resolves when they are on
 * the disk. On a full disk they are not kept, because they can be made again, and the engine
 * remembers those that it has made.
 * @throws {StorageError}
 */
export async function putFeatures(
  key: FeatureKey,
  items: readonly { id: string; vector: Float32Array }[],
): Promise<void> {
  const rows = items.map(({ id, vector }) => featureRow(id, key, vector));
  try {
    await guarded(() => database.features.bulkPut(rows));
  } catch (error) {
    if (!isDiskFull(error)) throw error;
  }
}

/**
 * Features of samples by id. Samples without any under this key are absent from the map. @throws
 * {StorageError}
 */
export function readFeatures(
  ids: readonly string[],
  key: FeatureKey,
): Promise<Map<string, Float32Array>> {
  return guarded(async () => {
    const rows = await database.features.bulkGet(ids.map((id) => [id, key]));
    return new Map(rows.flatMap((row) => (row ? [[row.id, row.vector]] : [])));
  });
}

/** The number of features deleted in one transaction. */
const DROPPED_AT_ONCE = 500;

/**
 * Deletes features that were made with a backbone, or at a size, that no project uses now. They can
 * be made again.
 * @throws {StorageError}
 */
export async function dropUnusedFeatures(): Promise<void> {
  const { projects, features } = database;
  const rows = await guarded(() => projects.toArray());
  const used = new Set(rows.map((row) => specName(settingsOf(row).spec)));
  const all = await guarded(() => features.toCollection().primaryKeys());
  const unused = all.filter(([, key]) => !used.has(specNameOf(key)));
  for (let i = 0; i < unused.length; i += DROPPED_AT_ONCE) {
    await guarded(() => features.bulkDelete(unused.slice(i, i + DROPPED_AT_ONCE)));
  }
}

/**
 * Permanently deletes samples with their pictures and features. Call it within a transaction of
 * these three tables.
 */
export async function dropSamples(ids: readonly string[]): Promise<void> {
  const { samples, pictures, features } = database;
  await features.bulkDelete(await features.where('id').anyOf(ids).primaryKeys());
  await pictures.bulkDelete([...ids]);
  await samples.bulkDelete([...ids]);
}

/**
 * The vector is copied, because a view is stored with its whole buffer, which may be a batch's, and
 * a shared buffer cannot be stored at all.
 */
function featureRow(id: string, key: FeatureKey, vector: Float32Array): FeatureRow {
  return { id, key, vector: vector.slice() };
}
