// A person's own models that are used as backbones. Each is kept once, however many projects use
// it.

import type { OwnModelFacts, OwnModelFile } from '../model/own-model';
import { database } from './database';
import type { OwnBackbonePartRow, OwnBackboneRow } from './rows';
import { dropUnusedFeatures } from './samples';
import { guarded } from './storage-error';

const PART_BYTES = 4e6;

/** A model on this device, without its weights. */
export type KeptModel = Omit<OwnBackboneRow, 'header' | 'parts'>;

/** Keeps a model, all of it or nothing. Resolves when it is on the disk. @throws {StorageError} */
export function keepOwnBackbone(facts: OwnModelFacts, file: OwnModelFile): Promise<void> {
  const { ownBackbones, ownBackboneParts } = database;
  const { hash } = facts;
  return guarded(async () => {
    // The file is read before the transaction, which would end while waiting for anything but the
    // database.
    const rows: OwnBackbonePartRow[] = [];
    for (let at = 0; at < file.weights.size; at += PART_BYTES) {
      const bytes = await file.weights.slice(at, at + PART_BYTES).arrayBuffer();
      rows.push({ hash, part: rows.length, bytes });
    }
    await database.transaction('rw', ownBackbones, ownBackboneParts, async () => {
      for (const row of rows) await ownBackboneParts.put(row);
      const { header } = file;
      await ownBackbones.put({ ...facts, header, parts: rows.length, addedAt: Date.now() });
    });
  });
}

/** All models that are kept, newest first. @throws {StorageError} */
export function listOwnBackbones(): Promise<KeptModel[]> {
  return guarded(async () => {
    const rows = await database.ownBackbones.toArray();
    return rows
      .map(({ header: _, parts: __, ...kept }) => kept)
      .sort((a, b) => b.addedAt - a.addedAt);
  });
}

/**
 * A model as it was given to `keepOwnBackbone`. Undefined if it is not kept. @throws {StorageError}
 */
export function readOwnBackbone(hash: string): Promise<OwnModelFile | undefined> {
  return guarded(async () => {
    const row = await database.ownBackbones.get(hash);
    if (!row) return undefined;
    const parts: ArrayBuffer[] = [];
    for (let part = 0; part < row.parts; part++) {
      const found = await database.ownBackboneParts.get([hash, part]);
      // Another tab is removing it.
      if (!found) return undefined;
      parts.push(found.bytes);
    }
    return { header: row.header, weights: new Blob(parts) };
  });
}

/** @throws {StorageError} */
export function renameOwnBackbone(hash: string, name: string): Promise<void> {
  return guarded(async () => {
    await database.ownBackbones.update(hash, { name });
  });
}

/**
 * Removes a model, which frees its space. Features that were made with it stay where a project
 * still refers to it, in case it is brought again. @throws {StorageError}
 */
export async function removeOwnBackbone(hash: string): Promise<void> {
  const { ownBackbones, ownBackboneParts } = database;
  await guarded(() =>
    database.transaction('rw', ownBackbones, ownBackboneParts, async () => {
      const row = await ownBackbones.get(hash);
      await ownBackbones.delete(hash);
      const keys = Array.from({ length: row?.parts ?? 0 }, (_, part): [string, number] => [
        hash,
        part,
      ]);
      await ownBackboneParts.bulkDelete(keys);
    }),
  );
  await dropUnusedFeatures();
}
