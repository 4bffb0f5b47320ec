// Acts of a person on classes and samples, as changes that can be undone by swapping their sides.
import type { Table } from 'dexie';
import { database } from './database';
import type { ClassRow, SampleRow } from './rows';
import { guarded } from './storage-error';

/**
 * A row before and after an act. No `before`: the row is new. No `after`: the row goes. A person's
 * "delete" is no row that goes but one whose `deletedAt` is set, so that its picture and features
 * stay for the undo; `purgeDeleted` takes them later.
 */
export type Change =
  | { table: 'classes'; before?: ClassRow | undefined; after?: ClassRow | undefined }
  | { table: 'samples'; before?: SampleRow | undefined; after?: SampleRow | undefined };

/** The changes that undo these: each with its sides swapped, the last one first. */
export function inverse(changes: readonly Change[]): Change[] {
  return changes
    .toReversed()
    .map((change) =>
      change.table === 'classes'
        ? { table: change.table, before: change.after, after: change.before }
        : { table: change.table, before: change.after, after: change.before },
    );
}

/**
 * Applies all changes in their order, or none. Resolves when they are on the disk.
 * @throws {StorageError}
 */
export function applyChanges(changes: readonly Change[]): Promise<void> {
  const { classes, samples } = database;
  const classAfter = new Map<string, ClassRow | undefined>();
  const sampleAfter = new Map<string, SampleRow | undefined>();
  for (const change of changes) {
    const id = (change.after ?? change.before)?.id;
    if (id === undefined) continue;
    if (change.table === 'classes') classAfter.set(id, change.after);
    else sampleAfter.set(id, change.after);
  }
  return guarded(() =>
    database.transaction('rw', classes, samples, async () => {
      await write(classes, classAfter);
      await write(samples, sampleAfter);
    }),
  );
}

async function write<Row>(table: Table<Row, string>, rows: Map<string, Row | undefined>) {
  const gone: string[] = [];
  const kept: Row[] = [];
  for (const [id, row] of rows) {
    if (row === undefined) gone.push(id);
    else kept.push(row);
  }
  await table.bulkDelete(gone);
  await table.bulkPut(kept);
}
