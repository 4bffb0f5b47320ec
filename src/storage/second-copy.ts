// A second copy of all that cannot be made again, beside the database.
//
// Chromium keeps IndexedDB in a LevelDB whose log it goes on writing where the last visit stopped.
// Where a crash tore the last record of the log, what is written after it cannot be read, and the
// opening after that one takes the whole database for damaged and begins an empty one
// (crbug.com/460568). Nothing a page does prevents it. A storage bucket has a LevelDB of its own,
// so both would have to be torn by one crash. Firefox and Safari, which keep theirs in SQLite, have
// no buckets and need no second copy.
//
// Writes have numbers (see pass-on.ts). The copy says up to which number it has them all. If that
// is beyond the database's own last number, the database has lost its latest writes, and the copy
// is right in everything. Otherwise the database is right in everything that it has, and a row
// that is in the copy alone was lost, unless the database notes that the row was removed.
import type { Dexie, DexieOptions, Table } from 'dexie';
import { fnv1a } from '../model/hash';
import type { ClassRow, ProjectRow, SampleRow } from '../model/project';
import { COPIED, type CopiedName, type Key, type Watcher, type Write } from './pass-on';
import {
  type CueRow,
  type MeasurementRow,
  type PictureRow,
  PROGRESS,
  type ProgressRow,
  type RemovalRow,
  type RunRow,
  type StandInRow,
} from './rows';

/** The tables that are copied, and those that say what the copy has. */
export interface Copied {
  readonly projects: Table<ProjectRow, string>;
  readonly classes: Table<ClassRow, string>;
  readonly samples: Table<SampleRow, string>;
  readonly pictures: Table<PictureRow, string>;
  readonly runs: Table<RunRow, string>;
  readonly standIns: Table<StandInRow, string>;
  readonly measurements: Table<MeasurementRow, [projectId: string, kind: string]>;
  readonly cues: Table<CueRow, string>;
  readonly progress: Table<ProgressRow, string>;
  readonly removals: Table<RemovalRow, [table: string, key: string]>;
}
type CopiedDatabase = Dexie & Copied;
type Place = Pick<DexieOptions, 'indexedDB' | 'IDBKeyRange'>;
type Make = (place: Place) => CopiedDatabase;

/** What the database had lost. Undefined if it had lost nothing that is alive. */
export type BroughtBack = { pictures: number } | undefined;

/** The number of rows handled at a stretch, so that the page keeps responding. */
const AT_ONCE = 80;
/** With more numbers waiting for an earlier one, that one does not come any more. */
const MOST_BEYOND = 100;
const NEVER_LEVEL = -1;
/** After failures, up to this many writes pass before the copy is made level again. */
const LONGEST_PAUSE = 64;

let database: CopiedDatabase | undefined;
let copy: CopiedDatabase | undefined;
/** Whether this visit has looked at what the copy has. */
let looked = false;
let restoring = false;
/** False from when copying failed until the copy is being made level again. */
let goesOn = false;
/** Nothing is missing in the copy. */
let level = false;
let levelling: Promise<void> | undefined;
/** How many writes pass before copying is tried again, and how many of them are still to come. */
let pause = 1;
let pauseLeft = 1;
let copied: Promise<void> = Promise.resolve();

export const secondCopy: Watcher = {
  counts: () => buckets() !== undefined && !restoring,
  hasLooked: () => looked,
  written: passOn,
};

/** Runs after everything that was passed on before. */
function passOn(writes: readonly Write[], number: number): void {
  const to = copy;
  if (!to) return;
  if (!goesOn) {
    pauseLeft--;
    if (pauseLeft <= 0) void levelCopy();
    return;
  }
  copied = copied.then(() => {
    if (to !== copy || !goesOn) return;
    return unlessLate(() => locked(() => write(to, writes, number))).catch(giveUp);
  });
}

/** Nobody waits longer than this for a copy that does not get on. */
const LATE_MS = 10_000;

class Late extends Error {
  override message = 'the second copy does not answer';
}

/**
 * Rejects if the work does not get on. Whatever it does later it must not do: `getsOn`, which it
 * calls now and then, throws.
 */
function unlessLate<T>(work: (getsOn: () => void) => PromiseLike<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let late = false;
    let limit: ReturnType<typeof setTimeout> | undefined;
    const getsOn = () => {
      if (late) throw new Late();
      clearTimeout(limit);
      limit = setTimeout(() => {
        late = true;
        reject(new Late());
      }, LATE_MS);
    };
    getsOn();
    const end = (settle: () => void) => {
      clearTimeout(limit);
      settle();
    };
    work(getsOn).then(
      (result) => end(() => resolve(result)),
      (error: unknown) => end(() => reject(error)),
    );
  });
}

/**
 * Copying stops until the copy is made level again. The database itself is intact, and knows that
 * the copy lacks something by the number up to which the copy has everything.
 */
function giveUp(error: unknown): void {
  goesOn = false;
  level = false;
  // Everything else would wait for it in vain. The next visit tries again.
  if (error instanceof Late) copy = undefined;
  pauseLeft = pause;
  pause = Math.min(2 * pause, LONGEST_PAUSE);
  console.warn('the second copy is behind', error);
}

async function write(to: CopiedDatabase, writes: readonly Write[], number: number): Promise<void> {
  const tables = [...new Set(writes.map(({ table }) => table)), 'progress'];
  const beyond = await to.transaction('rw', tables, async () => {
    for (const each of writes) {
      const table: Table<unknown, Key> = to.table(each.table);
      if ('put' in each) await table.bulkPut(each.put);
      else await table.bulkDelete([...each.gone]);
    }
    return reach(to, number);
  });
  // The tab that made the write in between has closed before it could copy it.
  if (beyond > MOST_BEYOND && !levelling) void levelCopy();
}

/**
 * Notes in the copy that it has a write, and with `all` that it has everything before as well.
 * Tabs write in any order, so there may be gaps. A copy that was never level lacks write 0, which
 * stands for what was there before writes had numbers.
 * @returns how many writes are beyond a gap.
 */
async function reach(to: CopiedDatabase, number: number, all = false): Promise<number> {
  const row = await to.progress.get(PROGRESS);
  let last = Math.max(row?.last ?? NEVER_LEVEL, all ? number : NEVER_LEVEL);
  const known = new Set([...(row?.beyond ?? []), number]);
  while (known.has(last + 1)) last++;
  const beyond = [...known].filter((each) => each > last);
  await to.progress.put({ id: PROGRESS, last, beyond });
  return beyond.length;
}

/** Whether everything, and what is written now, is in the second copy as well. */
export function isKeptTwice(): boolean {
  return copy !== undefined && goesOn && level;
}

/** Resolves when everything written is in the second copy as well, if there is one. */
export function everythingCopied(): Promise<void> {
  return copied;
}

/**
 * Opens the second copy, if the browser has a place for one, and brings back what the database has
 * lost. From then on, what is written is copied as well.
 * @param make makes a database of the same tables in another place; it is opened here.
 */
export async function openSecondCopy(from: CopiedDatabase, make: Make): Promise<BroughtBack> {
  [database, copy] = [from, undefined];
  looked = goesOn = level = false;
  pause = pauseLeft = 1;
  try {
    const place = await unlessLate(() => openPlace(from.name));
    if (!place) return undefined;
    const to = make(place);
    await unlessLate(() => to.open());
    const brought = await unlessLate((getsOn) => locked(() => look(to, from, getsOn)));
    copy = to;
    looked = goesOn = true;
    return brought;
  } catch (error) {
    restoring = false;
    giveUp(error);
    return undefined;
  }
}

/**
 * Ends the copying and deletes the second copy. Other tabs lose it as well.
 * @returns false if it cannot be reached.
 */
export async function deleteSecondCopy(name: string, make: Make): Promise<boolean> {
  try {
    if (!(await giveRoom())) {
      const place = await unlessLate(() => openPlace(name));
      if (place) await unlessLate(() => make(place).delete());
    }
    await unlessLate(async () => buckets()?.delete(bucketOf(name)));
    return true;
  } catch (error) {
    console.warn('the second copy cannot be deleted', error);
    return false;
  }
}

/**
 * Deletes the second copy if the disk is full, because new pictures are worth more. False if there
 * was none, or if it cannot be deleted.
 */
export async function giveRoom(): Promise<boolean> {
  const gone = copy;
  copy = undefined;
  goesOn = level = false;
  if (!gone) return false;
  try {
    await unlessLate(() => gone.delete());
    return true;
  } catch (error) {
    giveUp(error);
    return false;
  }
}

/**
 * `StorageBucketManager` of https://wicg.github.io/storage-buckets, which TypeScript does not know
 * yet.
 */
interface Buckets {
  open(name: string): Promise<{ indexedDB: IDBFactory }>;
  delete(name: string): Promise<void>;
}

const buckets = () => ((globalThis.navigator ?? {}) as { storageBuckets?: Buckets }).storageBuckets;

async function openPlace(name: string): Promise<Place | undefined> {
  const opened = await buckets()?.open(bucketOf(name));
  return opened && { indexedDB: opened.indexedDB, IDBKeyRange };
}

/** A bucket's name may have no slashes. The first one was named before there were others. */
const bucketOf = (name: string) =>
  name === 'apprentice' ? 'second-copy' : `second-copy-${fnv1a(name).toString(36)}`;

/** Only one tab at a time, because a row copied late must not replace a newer one. */
function locked<T>(work: () => PromiseLike<T>): Promise<T> {
  const { locks } = globalThis.navigator ?? {};
  const name = `${database?.name}-second-copy`;
  return Promise.resolve(locks ? locks.request(name, work) : work());
}

/** Finds out which of the two is right, and makes the database so. */
async function look(
  copy: CopiedDatabase,
  to: CopiedDatabase,
  getsOn: () => void,
): Promise<BroughtBack> {
  // Other tabs write to the database first and to the copy afterwards, so we read in the other
  // order. Otherwise the copy might seem to be ahead.
  const there = await copy.progress.get(PROGRESS);
  const here = await to.progress.get(PROGRESS);
  getsOn();
  if (here?.cleared) {
    await Promise.all(copy.tables.map((table) => table.clear()));
    const { cleared: _, ...rest } = here;
    await to.progress.put(rest);
    return undefined;
  }
  // Two empty places are level, and the copy is sure of everything from the first write on.
  if (!there && !here && (await isEmpty(copy)) && (await isEmpty(to))) {
    await copy.progress.put({ id: PROGRESS, last: 0 });
  }
  const level = there?.last ?? NEVER_LEVEL;
  const ahead = here !== undefined && !here.apart && level > here.last;
  // The copy has lost its own latest writes, and may have rows whose removal was forgotten.
  const outdated = here?.copied !== undefined && level < here.copied;
  restoring = true;
  try {
    const brought = outdated ? undefined : await bringBack(copy, to, ahead, getsOn);
    // No number is given a second time.
    const last = Math.max(here?.last ?? 0, level, ...(there?.beyond ?? []));
    getsOn();
    await to.progress.put({ ...here, id: PROGRESS, last });
    return brought;
  } finally {
    restoring = false;
  }
}

/**
 * Brings back rows that only the copy has. If the copy is ahead, it is right about all the others
 * as well.
 */
async function bringBack(
  copy: CopiedDatabase,
  to: CopiedDatabase,
  ahead: boolean,
  getsOn: () => void,
): Promise<BroughtBack> {
  const removals = ahead ? [] : await to.removals.toArray();
  const removed = new Set(removals.map(({ table, key }) => `${table} ${key}`));
  const lost: Lost = { samples: [], classes: [], projects: [] };
  for (const name of COPIED) {
    // Pictures come and go with their samples.
    if (name === 'pictures') continue;
    const [source, target] = tablesOf(name, copy, to);
    const theirs = byText(await source.toCollection().primaryKeys());
    const ours = byText(await target.toCollection().primaryKeys());
    const missing = without(theirs, ours, (text) => removed.has(`${name} ${text}`));
    for (const keys of chunks(missing)) {
      const whole = name === 'samples' ? await bringPictures(copy, to, keys, getsOn) : keys;
      const rows = (await source.bulkGet([...whole])).filter((row) => row !== undefined);
      getsOn();
      await target.bulkPut(rows);
      if (name in lost) lost[name as keyof Lost].push(...(rows as never[]));
    }
    if (!ahead) continue;
    for (const keys of chunks(without(theirs, byText(missing)))) {
      await putDiffering(source, target, keys, getsOn);
    }
    for (const keys of chunks(without(ours, theirs))) {
      getsOn();
      await remove(to, name, keys);
    }
  }
  return living(to, lost);
}

async function isEmpty(place: Dexie): Promise<boolean> {
  const counts = await Promise.all(COPIED.map((name) => place.table(name).limit(1).count()));
  return counts.every((count) => count === 0);
}

interface Lost {
  samples: SampleRow[];
  classes: ClassRow[];
  projects: ProjectRow[];
}

/** What of the lost rows a person can see again. */
async function living(to: Copied, { samples, classes, projects }: Lost): Promise<BroughtBack> {
  const all = [...samples, ...classes, ...projects];
  if (all.length === 0) return undefined;
  const inProjects = new Set(
    (await to.projects.toArray()).flatMap((row) =>
      row.deletedAt === 0 && !row.arriving ? [row.id] : [],
    ),
  );
  const inClasses = new Set(
    (await to.classes.toArray()).flatMap((row) =>
      row.deletedAt === 0 && inProjects.has(row.projectId) ? [row.id] : [],
    ),
  );
  const pictures = samples.filter(
    ({ deletedAt, classId }) => deletedAt === 0 && inClasses.has(classId),
  ).length;
  const others = [...classes, ...projects].filter(
    ({ id }) => inProjects.has(id) || inClasses.has(id),
  );
  return pictures + others.length > 0 ? { pictures } : undefined;
}

/** @returns the keys of the samples that have a picture. */
async function bringPictures(
  copy: Copied,
  to: Copied,
  keys: readonly Key[],
  getsOn: () => void,
): Promise<Key[]> {
  const rows = await copy.pictures.bulkGet(keys.map(String));
  getsOn();
  const found = rows.filter((row) => row !== undefined);
  await to.pictures.bulkPut(found);
  return found.map(({ id }) => id);
}

async function remove(from: CopiedDatabase, name: CopiedName, keys: readonly Key[]): Promise<void> {
  const table: AnyTable = from.table(name);
  if (name !== 'samples') return table.bulkDelete([...keys]);
  const ids = keys.map(String);
  const features = from.table('features');
  await from.transaction('rw', from.samples, from.pictures, features, async () => {
    await features.bulkDelete(await features.where('id').anyOf(ids).primaryKeys());
    await from.pictures.bulkDelete(ids);
    await from.samples.bulkDelete(ids);
  });
}

/**
 * Makes the second copy match the database. It may be new, may have been lost itself, or may have
 * missed some writes. This happens one part at a time, so that the page keeps responding. If it
 * fails, it happens again after some more writes.
 */
export function levelCopy(): Promise<void> {
  levelling ??= levelAll().finally(() => {
    levelling = undefined;
  });
  return levelling;
}

async function levelAll(): Promise<void> {
  const [from, to] = [database, copy];
  // Another tab has deleted it because the disk is full.
  if (!from || !to?.isOpen()) return;
  goesOn = true;
  try {
    // What is written from now on is passed on. What was written before is found below.
    const last = (await from.progress.get(PROGRESS))?.last ?? 0;
    for (const name of COPIED) await levelTable(from, to, name);
    if (to !== copy || !goesOn) return;
    await locked(() => to.transaction('rw', to.progress, () => reach(to, last, true)));
    await forgetRemovals(from, last);
    // Copying may have failed meanwhile.
    level = goesOn;
    if (level) pause = 1;
  } catch (error) {
    giveUp(error);
  }
}

/** The copy does not have these rows any more either. */
function forgetRemovals(from: CopiedDatabase, last: number): Promise<void> {
  return from.transaction('rw', from.progress, from.removals, async () => {
    await from.removals.where('write').belowOrEqual(last).delete();
    const { apart = 0, ...row } = (await from.progress.get(PROGRESS)) ?? { id: PROGRESS, last };
    await from.progress.put({ ...row, copied: last, ...(apart > last && { apart }) });
  });
}

async function levelTable(
  from: CopiedDatabase,
  to: CopiedDatabase,
  name: CopiedName,
): Promise<void> {
  const [source, target] = tablesOf(name, from, to);
  const there = byText(await source.toCollection().primaryKeys());
  const known = byText(await target.toCollection().primaryKeys());
  // A picture never changes: it is there or it is not.
  const doubtful = name === 'pictures' ? without(there, known) : [...there.values()];
  for (const keys of chunks(doubtful)) {
    await locked(async () => {
      if (to === copy) await putDiffering(source, target, keys);
    });
  }
  for (const keys of chunks(without(known, there))) {
    await locked(async () => {
      if (to !== copy) return;
      // Some may have arrived meanwhile.
      const rows = await source.bulkGet([...keys]);
      await target.bulkDelete(keys.filter((_, i) => rows[i] === undefined));
    });
  }
}

type AnyTable = Table<unknown, Key>;

const tablesOf = (name: CopiedName, from: Dexie, to: Dexie): [AnyTable, AnyTable] => [
  from.table(name),
  to.table(name),
];

/** Puts those of the rows into another table that are not the same there. */
async function putDiffering(
  from: AnyTable,
  to: AnyTable,
  keys: readonly Key[],
  getsOn: () => void = () => {},
): Promise<void> {
  const [rows, others] = await Promise.all([from.bulkGet([...keys]), to.bulkGet([...keys])]);
  getsOn();
  const newer = rows.filter((row, i) => row !== undefined && !sameRow(row, others[i]));
  if (newer.length > 0) await to.bulkPut(newer);
}

function sameRow(a: unknown, b: unknown): boolean {
  return b !== undefined && JSON.stringify(comparable(a)) === JSON.stringify(comparable(b));
}

/** Maps keys by their text, because two arrays are never the same key, even if they are equal. */
const byText = (keys: readonly Key[]) => new Map(keys.map((key) => [String(key), key]));

function without(
  keys: ReadonlyMap<string, Key>,
  others: ReadonlyMap<string, Key>,
  alsoWithout: (text: string) => boolean = () => false,
): Key[] {
  return [...keys].flatMap(([text, key]) => (others.has(text) || alsoWithout(text) ? [] : [key]));
}

/** Large rows carry a value that no other row ever has. */
function comparable(row: unknown): unknown {
  if (!(row instanceof Object)) return row;
  if ('run' in row) return (row as RunRow).run.id;
  return 'edition' in row ? row.edition : row;
}

function* chunks<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < list.length; i += AT_ONCE) yield list.slice(i, i + AT_ONCE);
}
