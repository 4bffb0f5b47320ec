// Numbers what is written to the database, notes what is removed from it, and passes both on.
//
// The number and the note are part of the write's own transaction, so they are on the disk if and
// only if the write is. They tell what the second copy lacks from what the database has lost.
import type { DBCoreMutateRequest, DBCoreTransaction, Dexie } from 'dexie';
import { PROGRESS, type ProgressRow, type RemovalRow } from './rows';

/**
 * The tables that are copied: all but features and own models, which can be made or brought again.
 * Pictures come before the rows that refer to them, so that an interruption leaves no row without
 * its picture.
 */
export const COPIED = [
  'pictures',
  'cues',
  'samples',
  'classes',
  'runs',
  'standIns',
  'measurements',
  'projects',
] as const;

export type CopiedName = (typeof COPIED)[number];
export type Key = string | [projectId: string, kind: string];
export type Write =
  | { table: CopiedName; put: readonly unknown[] }
  | { table: CopiedName; gone: readonly Key[] };

export interface Watcher {
  /** False while writes need no number, as where there is no place for a copy. */
  counts(): boolean;
  /** Whether this visit knows what the copy has. */
  hasLooked(): boolean;
  /** Called when a transaction is on the disk. */
  written(writes: readonly Write[], number: number): void;
}

interface Noted {
  writes: Write[];
  number: number;
  counted?: Promise<unknown>;
}

/** Call this before the database is opened. */
export function passOnWrites(database: Dexie, { counts, hasLooked, written }: Watcher): void {
  database.use({
    stack: 'dbcore',
    name: 'second-copy',
    create(core) {
      const noted = new WeakMap<object, Noted>();

      // Dexie follows a transaction through `then`, not through `await`, in its own layers.
      const count = (trans: DBCoreTransaction, note: Noted) => {
        const progress = core.table('progress');
        return progress.get({ trans, key: PROGRESS }).then((row: ProgressRow | undefined) => {
          note.number = (row?.last ?? 0) + 1;
          const now: ProgressRow = { ...row, id: PROGRESS, last: note.number };
          if (!hasLooked()) now.apart = note.number;
          return progress.mutate({ type: 'put', trans, values: [now] });
        });
      };

      const noteRemoval = (trans: DBCoreTransaction, note: Noted, write: Write) => {
        // A picture goes with its sample.
        if (!('gone' in write) || write.table === 'pictures') return undefined;
        const values = write.gone.map(
          (key): RemovalRow => ({ table: write.table, key: String(key), write: note.number }),
        );
        return core.table('removals').mutate({ type: 'put', trans, values });
      };

      return {
        ...core,
        transaction(stores, mode, options) {
          if (mode !== 'readwrite' || !counts() || !stores.some(isCopied)) {
            return core.transaction(stores, mode, options);
          }
          const own = [...stores, 'progress', 'removals'];
          const transaction = core.transaction(own, mode, options);
          const note: Noted = { writes: [], number: 0 };
          noted.set(transaction, note);
          (transaction as unknown as IDBTransaction).addEventListener('complete', () => {
            if (note.writes.length > 0) written(note.writes, note.number);
          });
          return transaction;
        },
        table(name) {
          const table = core.table(name);
          if (!isCopied(name)) return table;
          return {
            ...table,
            mutate(request) {
              const { trans } = request;
              const note = noted.get(trans);
              const write = writeOf(name, request);
              if (!note || !write) return table.mutate(request);
              note.writes.push(write);
              note.counted ??= count(trans, note);
              return note.counted
                .then(() => noteRemoval(trans, note, write))
                .then(() => table.mutate(request));
            },
          };
        },
      };
    },
  });
}

const isCopied = (name: string): name is CopiedName => (COPIED as readonly string[]).includes(name);

/** Undefined for a range of keys, which nothing here deletes. `levelCopy` would notice it. */
function writeOf(table: CopiedName, request: DBCoreMutateRequest): Write | undefined {
  if (request.type === 'add' || request.type === 'put') return { table, put: [...request.values] };
  return request.type === 'delete' ? { table, gone: [...request.keys] } : undefined;
}
