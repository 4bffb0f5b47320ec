// A person's acts on a project, its classes and its samples, as changes. Swapping their sides
// undoes them.
import type { Table } from 'dexie';
import type { ClassRow, ProjectRow, SampleRow } from '../model/project';
import { database } from './database';
import { guardedMakingRoom } from './storage-error';

interface ProjectChange {
  table: 'projects';
  before: ProjectRow;
  after: ProjectRow;
}

/**
 * A row before and after an act. Without `before`, the row is new. Without `after`, the row is
 * removed. When a person deletes something, its row is not removed: its `deletedAt` is set, so that
 * its picture and features stay for the undo. `purgeDeleted` removes them later.
 */
export type Change =
  | ProjectChange
  | { table: 'classes'; before?: ClassRow | undefined; after?: ClassRow | undefined }
  | { table: 'samples'; before?: SampleRow | undefined; after?: SampleRow | undefined };

/** The changes that undo these: each with its sides swapped, the last one first. */
export function inverse(changes: readonly Change[]): Change[] {
  // The sides are swapped one at a time because TypeScript cannot see that both are of one table.
  return [...changes]
    .reverse()
    .map((change) => ({ ...change, before: change.after, after: change.before }) as Change);
}

/**
 * Applies all changes in order, or none. Resolves when they are on the disk.
 * @throws {StorageError} `failed`, also if what is to be brought back was purged meanwhile.
 */
export function applyChanges(changes: readonly Change[]): Promise<void> {
  const last = { classes: new Map(), samples: new Map() };
  /** Rows that are not living, so that another tab may have purged them. */
  const hidden = { classes: new Set<string>(), samples: new Set<string>() };
  const ofProjects: ProjectChange[] = [];
  for (const change of changes) {
    const id = (change.after ?? change.before)?.id;
    if (change.table === 'projects') ofProjects.push(change);
    else if (id !== undefined) {
      if (change.before && change.before.deletedAt !== 0 && !last[change.table].has(id)) {
        hidden[change.table].add(id);
      }
      last[change.table].set(id, change.after);
    }
  }
  const rows = (['classes', 'samples'] as const).filter((name) => last[name].size);
  const touched = [...rows, ...(ofProjects.length > 0 ? ['projects'] : [])];
  if (touched.length === 0) return Promise.resolve();
  return guardedMakingRoom(() =>
    database.transaction('rw', touched, async () => {
      for (const name of rows) {
        await expectThere(database.table(name), [...hidden[name]]);
        await write(database.table(name), last[name]);
      }
      for (const change of ofProjects) {
        const row = await database.projects.get(change.after.id);
        if (row) await database.projects.put(projectAfter(row, change));
      }
    }),
  );
}

/**
 * A project's row after a change to it. Fields that the change is not about stay, since they may
 * have been changed elsewhere.
 */
export function projectAfter(row: ProjectRow, { before, after }: ProjectChange): ProjectRow {
  const was = new Map(Object.entries(before));
  const is = new Map(Object.entries(after));
  const fields = new Map(Object.entries(row));
  for (const key of new Set([...was.keys(), ...is.keys()])) {
    if (was.get(key) === is.get(key)) continue;
    if (is.has(key)) fields.set(key, is.get(key));
    else fields.delete(key);
  }
  // Every field here is a field of a project's row.
  return Object.fromEntries(fields) as unknown as ProjectRow;
}

/**
 * The number of rows handed to the database at once. Thousands would keep the page from responding.
 */
const AT_ONCE = 500;

/** Without its picture a sample is nothing, so a row that was purged must not be written again. */
async function expectThere<Row>(table: Table<Row, string>, ids: string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const rows = await table.bulkGet(ids.slice(at, at + AT_ONCE));
    if (rows.includes(undefined)) throw new Error(`${table.name} were purged meanwhile`);
  }
}

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
