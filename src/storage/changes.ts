// Acts of a person on a project, its classes and samples, as changes that can be undone by swapping their sides.
import type { Table } from 'dexie';
import { database } from './database';
import type { ClassRow, ProjectRow, SampleRow } from './rows';
import { guarded } from './storage-error';

/**
 * A row before and after an act. No `before`: the row is new. No `after`: the row goes. A person's
 * "delete" is no row that goes but one whose `deletedAt` is set, so that its picture and features
 * stay for the undo; `purgeDeleted` takes them later.
 */
export type Change =
  | { table: 'projects'; before: ProjectRow; after: ProjectRow }
  | { table: 'classes'; before?: ClassRow | undefined; after?: ClassRow | undefined }
  | { table: 'samples'; before?: SampleRow | undefined; after?: SampleRow | undefined };

/** The changes that undo these: each with its sides swapped, the last one first. */
export function inverse(changes: readonly Change[]): Change[] {
  // One side at a time, as TypeScript cannot see that both swapped sides are of one table.
  return changes
    .toReversed()
    .map((change) => ({ ...change, before: change.after, after: change.before }) as Change);
}

/**
 * Applies all changes in their order, or none. Resolves when they are on the disk.
 * @throws {StorageError}
 */
export function applyChanges(changes: readonly Change[]): Promise<void> {
  const last = { projects: new Map(), classes: new Map(), samples: new Map() };
  for (const { table, before, after } of changes) {
    const id = (after ?? before)?.id;
    if (id !== undefined) last[table].set(id, after);
  }
  const touched = (['projects', 'classes', 'samples'] as const).filter((name) => last[name].size);
  if (touched.length === 0) return Promise.resolve();
  return guarded(() =>
    database.transaction('rw', touched, async () => {
      for (const name of touched) await write(database.table(name), last[name]);
    }),
  );
}

/** Rows handed to the database at a stretch: thousands would keep the page from answering. */
const AT_ONCE = 500;

async function write<Row>(table: Table<Row, string>, rows: Map<string, Row | undefined>) {
  const gone: string[] = [];
  const kept: Row[] = [];
  for (const [id, row] of rows) {
    if (row === undefined) gone.push(id);
    else kept.push(row);
  }
  await table.bulkDelete(gone);
  for (let at = 0; at < kept.length; at += AT_ONCE) {
    await table.bulkPut(kept.slice(at, at + AT_ONCE));
  }
}
