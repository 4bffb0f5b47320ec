// A second copy of all that cannot be made again, beside the database.
//
// Chromium keeps IndexedDB in a LevelDB whose log it goes on writing where the last visit stopped.
// Where a crash tore the last record of the log, what is written after it cannot be read, and the
// opening after that one takes the whole database for damaged and begins an empty one
// (crbug.com/460568). Nothing a page does prevents it. A storage bucket has a LevelDB of its own,
// so both would have to be torn by one crash. Firefox and Safari, which keep theirs in SQLite, have
// no buckets and need no second copy.
import type { DBCoreMutateRequest, Dexie, DexieOptions, Table } from 'dexie';
import type { ClassRow, ProjectRow, SampleRow } from '../model/project';
import type { CueRow, MeasurementRow, PictureRow, RunRow, StandInRow } from './rows';

/** The tables that are copied. Features are not, because they are made again from the pictures. */
export interface Copied {
  readonly projects: Table<ProjectRow, string>;
  readonly classes: Table<ClassRow, string>;
  readonly samples: Table<SampleRow, string>;
  readonly pictures: Table<PictureRow, string>;
  readonly runs: Table<RunRow, string>;
  readonly standIns: Table<StandInRow, string>;
  readonly measurements: Table<MeasurementRow, [projectId: string, kind: string]>;
  readonly cues: Table<CueRow, string>;
}
type CopiedDatabase = Dexie & Copied;
type Place = Pick<DexieOptions, 'indexedDB' | 'IDBKeyRange'>;
type Key = string | [projectId: string, kind: string];
type Write = { table: keyof Copied; put: unknown[] } | { table: keyof Copied; gone: Key[] };

/**
 * Pictures come before the rows that refer to them, so that an interruption leaves no row without
 * its picture.
 */
const TABLES: readonly (keyof Copied)[] = [
  'pictures',
  'cues',
  'samples',
  'classes',
  'runs',
  'standIns',
  'measurements',
  'projects',
];
const BUCKET = 'second-copy';
/** The number of rows handled at a stretch, so that the page keeps responding. */
const AT_ONCE = 80;

let copy: CopiedDatabase | undefined;
/** False if copying failed. What the copy has is still good for the next visit. */
let goesOn = false;
let copied: Promise<void> = Promise.resolve();

/**
 * Makes a database pass on what it writes. This does nothing until `openSecondCopy` has found a
 * place. Call this before the database is opened.
 */
export function passOnWrites(database: Dexie): void {
  database.use({
    stack: 'dbcore',
    name: 'second-copy',
    create(core) {
      const writesOf = new WeakMap<object, Write[]>();
      return {
        ...core,
        transaction(stores, mode, options) {
          const transaction = core.transaction(stores, mode, options);
          if (mode === 'readwrite') {
            const writes: Write[] = [];
            writesOf.set(transaction, writes);
            (transaction as unknown as IDBTransaction).addEventListener('complete', () =>
              passOn(writes),
            );
          }
          return transaction;
        },
        table(name) {
          const table = core.table(name);
          const copiedName = TABLES.find((each) => each === name);
          if (!copiedName) return table;
          return {
            ...table,
            mutate(request) {
              writesOf.get(request.trans)?.push(...written(copiedName, request));
              return table.mutate(request);
            },
          };
        },
      };
    },
  });
}

function written(table: keyof Copied, request: DBCoreMutateRequest): Write[] {
  if (request.type === 'add' || request.type === 'put') {
    return [{ table, put: [...request.values] }];
  }
  if (request.type === 'delete') return [{ table, gone: [...request.keys] }];
  // Nothing here deletes a range of keys. `levelCopy` would notice if something did.
  return [];
}

/** Runs after everything that was passed on before. */
function passOn(writes: Write[]): void {
  if (!isKeptTwice() || writes.length === 0) return;
  const to = copy;
  copied = copied.then(() => {
    if (!to || to !== copy) return;
    return locked(() => write(to, writes)).catch(giveUp);
  });
}

/** The database itself is intact. The next visit makes the copy match it again. */
function giveUp(error: unknown): void {
  goesOn = false;
  console.warn('the second copy ends here', error);
}

function write(to: CopiedDatabase, writes: readonly Write[]): Promise<void> {
  const tables = [...new Set(writes.map(({ table }) => table))];
  return to.transaction('rw', tables, async () => {
    for (const each of writes) {
      const table: Table<unknown, Key> = to.table(each.table);
      if ('put' in each) await table.bulkPut(each.put);
      else await table.bulkDelete(each.gone);
    }
  });
}

/** Whether what is written now goes into the second copy as well. */
export function isKeptTwice(): boolean {
  return copy !== undefined && goesOn;
}

/** Resolves when everything written is in the second copy as well, if there is one. */
export function everythingCopied(): Promise<void> {
  return copied;
}

/**
 * Opens the second copy, if the browser has a place for one, and brings back projects that the
 * database has lost. From then on, what is written is copied as well.
 * @param make makes a database of the same tables in another place; it is opened here.
 * @returns how many projects were brought back.
 */
export async function openSecondCopy(
  from: CopiedDatabase,
  make: (place: Place) => CopiedDatabase,
): Promise<number> {
  const place = await openPlace();
  if (!place) return 0;
  const to = make(place);
  copy = to;
  goesOn = false;
  try {
    await to.open();
    const brought = await locked(() => bringBack(to, from));
    goesOn = true;
    return brought;
  } catch (error) {
    giveUp(error);
    return 0;
  }
}

/** Ends the copying and deletes the second copy. Other tabs lose it as well. */
export async function deleteSecondCopy(make: (place: Place) => CopiedDatabase): Promise<void> {
  if (await giveRoom()) return;
  const place = await openPlace();
  if (place) await make(place).delete();
}

/**
 * Deletes the second copy if the disk is full, because new pictures are worth more. False if there
 * was none.
 */
export async function giveRoom(): Promise<boolean> {
  const gone = copy;
  copy = undefined;
  goesOn = false;
  await gone?.delete();
  return gone !== undefined;
}

/**
 * `StorageBucketManager` of https://wicg.github.io/storage-buckets, which TypeScript does not know
 * yet.
 */
interface Buckets {
  open(name: string): Promise<{ indexedDB: IDBFactory }>;
}

async function openPlace(): Promise<Place | undefined> {
  const { storageBuckets } = (globalThis.navigator ?? {}) as { storageBuckets?: Buckets };
  if (!storageBuckets) return undefined;
  try {
    const { indexedDB } = await storageBuckets.open(BUCKET);
    return { indexedDB, IDBKeyRange };
  } catch (error) {
    giveUp(error);
    return undefined;
  }
}

/** Only one tab at a time, because a row copied late must not replace a newer one. */
function locked<T>(work: () => PromiseLike<T>): Promise<T> {
  const { locks } = globalThis.navigator ?? {};
  return Promise.resolve(locks ? locks.request('apprentice-second-copy', work) : work());
}

/**
 * Nothing living is ever removed from the database without first being marked as deleted. So a
 * living project that is in the copy but not in the database was lost, with everything that belongs
 * to it.
 */
async function bringBack(copy: CopiedDatabase, to: CopiedDatabase): Promise<number> {
  const known = new Set(await to.projects.toCollection().primaryKeys());
  const lost = (await copy.projects.toArray()).filter(
    ({ id, deletedAt, arriving }) => deletedAt === 0 && !arriving && !known.has(id),
  );
  for (const project of lost) {
    const classes = await copy.classes.where('projectId').equals(project.id).toArray();
    const ids = await copy.samples
      .where('classId')
      .anyOf(classes.map(({ id }) => id))
      .primaryKeys();
    for (const some of chunks(ids)) {
      const pictures = await copy.pictures.bulkGet([...some]);
      const samples = await copy.samples.bulkGet([...some]);
      await to.pictures.bulkPut(pictures.filter((row) => row !== undefined));
      await to.samples.bulkPut(samples.filter((row) => row !== undefined));
    }
    const cues = await copy.cues.bulkGet(classes.map(({ id }) => id));
    await to.cues.bulkPut(cues.filter((row) => row !== undefined));
    await to.classes.bulkPut(classes);
    const [run, standIn] = [await copy.runs.get(project.id), await copy.standIns.get(project.id)];
    if (run) await to.runs.put(run);
    if (standIn) await to.standIns.put(standIn);
    const measured = copy.measurements.where('projectId').equals(project.id);
    await to.measurements.bulkPut(await measured.toArray());
    // The project comes last, so that a start that is interrupted brings it back once more.
    await to.projects.put(project);
  }
  return lost.length;
}

/**
 * Makes the second copy match the database. It may be new, may have been lost itself, or may have
 * missed the last write before a crash. This happens one part at a time, so that the page keeps
 * responding.
 */
export async function levelCopy(from: CopiedDatabase): Promise<void> {
  try {
    for (const name of TABLES) await levelTable(from, name);
  } catch (error) {
    // Another tab closed or deleted it, or there is no room. The next visit goes on.
    giveUp(error);
  }
}

async function levelTable(from: CopiedDatabase, name: keyof Copied): Promise<void> {
  const to = copy;
  if (!to || !isKeptTwice()) return;
  const [source, target]: Table<unknown, Key>[] = [from.table(name), to.table(name)];
  if (!source || !target) return;
  const there = await source.toCollection().primaryKeys();
  const known = byText(await target.toCollection().primaryKeys());
  // A picture never changes: it is there or it is not.
  const doubtful = name === 'pictures' ? there.filter((id) => !known.has(String(id))) : there;
  for (const ids of chunks(doubtful)) {
    await locked(async () => {
      if (to !== copy) return;
      const [rows, copies] = await Promise.all([
        source.bulkGet([...ids]),
        target.bulkGet([...ids]),
      ]);
      const newer = rows.filter((row, i) => row !== undefined && !sameRow(row, copies[i]));
      if (newer.length > 0) await target.bulkPut(newer);
    });
  }
  const old = byText(there);
  const extra = [...known].flatMap(([text, key]) => (old.has(text) ? [] : [key]));
  await locked(async () => {
    if (to !== copy || extra.length === 0) return;
    // Some may have arrived meanwhile.
    const rows = await source.bulkGet(extra);
    await target.bulkDelete(extra.filter((_, i) => rows[i] === undefined));
  });
}

function sameRow(a: unknown, b: unknown): boolean {
  return b !== undefined && JSON.stringify(comparable(a)) === JSON.stringify(comparable(b));
}

/** Maps keys by their text, because two arrays are never the same key, even if they are equal. */
const byText = (keys: readonly Key[]) => new Map(keys.map((key) => [String(key), key]));

/** Large rows carry a value that no other row ever has. */
function comparable(row: unknown): unknown {
  if (!(row instanceof Object)) return row;
  if ('run' in row) return (row as RunRow).run.id;
  return 'edition' in row ? row.edition : row;
}

function* chunks<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < list.length; i += AT_ONCE) yield list.slice(i, i + AT_ONCE);
}
