// A database that the browser lost, as Chromium does after some crashes, comes back from the second
// copy.
import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { IDBFactory } from 'fake-indexeddb';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { OwnModelFile } from '../model/own-model';
import type { ClassRow, SampleRow } from '../model/project';
import type { StoredRun } from '../model/run';
import { applyChanges } from './changes';
import { saveCue } from './cues';
import { database, deleteDatabase, keepTwice, levelSecondCopy, openDatabase } from './database';
import { purgeDeleted } from './deleted';
import { madeUpModel, madeUpStandIn } from './made-up';
import { saveMeasurement } from './measurements';
import { keepOwnBackbone } from './own-backbones';
import { addProject, openProject, removeProject, saveProject } from './projects';
import type { ProgressRow } from './rows';
import { saveRun, saveStandIn } from './runs';
import { addSamples, putFeatures, readPicture } from './samples';
import { isKeptTwice } from './second-copy';

/** A bucket's databases, which refuse every write while `full` is set. */
class Bucket extends IDBFactory {
  full = false;

  override open(name: string, version?: number) {
    const request = super.open(name, version);
    request.addEventListener('success', () => {
      const opened: IDBDatabase = request.result;
      const transaction = opened.transaction.bind(opened);
      opened.transaction = (stores, mode, options) => {
        if (mode === 'readwrite' && this.full) full();
        return transaction(stores, mode, options);
      };
    });
    return request;
  }
}

let bucket: Bucket;
const deleteBucket = vi.fn(async () => {});
/** Whether the browser gives the page its bucket. */
let reachable = true;

beforeEach(async () => {
  bucket = new Bucket();
  reachable = true;
  vi.stubGlobal('navigator', {
    storageBuckets: {
      async open() {
        if (!reachable) throw new DOMException('no bucket', 'UnknownError');
        return { indexedDB: bucket };
      },
      delete: deleteBucket,
    },
  });
  await openDatabase();
  await lose();
  expect(await keepTwice()).toBeUndefined();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const full = (): never => {
  throw new DOMException('full', 'QuotaExceededError');
};
const quiet = () => vi.spyOn(console, 'warn').mockImplementation(() => {});

const rowOfClass = (projectId: string, id: string): ClassRow => ({
  id,
  projectId,
  name: id,
  colour: 0,
  shape: 0,
  order: 1,
  deletedAt: 0,
});
const sample = (projectId: string, classId: string, seq: number): SampleRow => ({
  id: `${classId}-${seq}`,
  projectId,
  classId,
  group: 'g',
  seq,
  createdAt: 1,
  source: 'file',
  deletedAt: 0,
});
const run = { id: 'run 1', at: 7, signature: 'x', history: [] } as unknown as StoredRun;

/** A project with a class of pictures and a run. */
async function filled(name: string, pictures = 3): Promise<string> {
  const { id } = await addProject(name);
  const classId = `of ${name}`;
  await applyChanges([{ table: 'classes', after: rowOfClass(id, classId) }]);
  await addSamples(
    Array.from({ length: pictures }, (_, i) => ({
      row: sample(id, classId, i),
      picture: new Blob([`picture ${i}`], { type: 'image/webp' }),
      key: 'k',
      vector: new Float32Array([1, 2]),
    })),
  );
  await saveRun(id, run);
  await saveMeasurement(id, 'curves', { fingerprint: 'x', curves: {} });
  await saveMeasurement(id, 'strategies', {});
  await saveStandIn(id, madeUpStandIn(classId));
  await saveCue(classId, 'sound', new File(['moo'], 'cow.wav', { type: 'audio/wav' }));
  return id;
}

const TABLES = [
  'projects',
  'classes',
  'samples',
  'pictures',
  'runs',
  'standIns',
  'measurements',
  'cues',
] as const;
const rows = async () =>
  Object.fromEntries(
    await Promise.all(
      TABLES.map(async (name) => [name, await database.table(name).toArray()] as const),
    ),
  );

type Kept = Record<string, unknown[]>;

/** Works on the database of a place behind the app's back. */
async function behind<T>(place: IDBFactory, work: (raw: Dexie) => Promise<T>): Promise<T> {
  const raw = new Dexie('apprentice', { indexedDB: place, IDBKeyRange });
  await raw.open();
  try {
    return await work(raw);
  } finally {
    raw.close();
  }
}

/** Everything in a place, its progress included. */
async function dump(place: IDBFactory): Promise<Kept> {
  if ((await place.databases()).length === 0) return {};
  return behind(place, async (raw) =>
    Object.fromEntries(
      await Promise.all(raw.tables.map(async (each) => [each.name, await each.toArray()] as const)),
    ),
  );
}

/**
 * Takes a place back to what it had before: its log has lost its end. Without a state, all of it.
 */
async function lose(place: IDBFactory = indexedDB, state: Kept = {}): Promise<void> {
  if ((await place.databases()).length === 0) return;
  await behind(place, (raw) =>
    raw.transaction('rw', raw.tables, async () => {
      for (const table of raw.tables) {
        await table.clear();
        await table.bulkPut(state[table.name] ?? []);
      }
    }),
  );
}

/** What the second copy holds. */
async function copies(): Promise<Kept> {
  const all = await dump(bucket);
  return Object.fromEntries(TABLES.map((name) => [name, all[name] ?? []]));
}

it('what is written is in both places when it is called saved', async () => {
  await filled('ants');
  expect(await copies()).toEqual(await rows());
  expect((await copies()).pictures).toHaveLength(3);
});

it('projects that were lost come back whole, as they were last', async () => {
  const id = await filled('ants', 450);
  await saveProject({ id, name: 'Ants', settings: { live: false } });
  await filled('cats', 2);
  const before = await rows();
  await lose();
  expect(await keepTwice()).toEqual({ pictures: 452 });
  expect(await rows()).toEqual(before);
  expect(await (await readPicture('of ants-449'))?.text()).toBe('picture 449');
  // Features are not copied, because they are made again.
  expect(await database.features.count()).toBe(0);
  expect((await openProject(id)).samples).toHaveLength(450);
});

it('lost projects come back beside a new one', async () => {
  await filled('ants');
  const before = await rows();
  await lose();
  reachable = false;
  quiet();
  await keepTwice();
  const { id } = await addProject('made in a visit without a second copy');
  reachable = true;
  await keepTwice();
  const after = await rows();
  expect(after.samples).toEqual(before.samples);
  expect(after.projects?.map((row) => row.id).sort()).toEqual(
    [id, ...(before.projects ?? []).map((row) => row.id)].sort(),
  );
});

it('what was deleted comes back as deleted, and what was purged does not', async () => {
  await filled('ants');
  const gone = await filled('cats');
  const soon = await filled('dogs');
  await removeProject(gone);
  await saveProject({ id: soon, deletedAt: 5 });
  const before = await rows();
  await lose();
  expect(await keepTwice()).toEqual({ pictures: 3 });
  expect(await rows()).toEqual(before);
});

it('brought back in part, it is brought back once more', async () => {
  await filled('ants');
  const before = await rows();
  await lose();
  const put = IDBObjectStore.prototype.put;
  const cut = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    ...row
  ) {
    if (this.name === 'classes') throw new Error('cut off');
    return put.apply(this, row);
  });
  quiet();
  expect(await keepTwice()).toBeUndefined();
  cut.mockRestore();
  expect(await keepTwice()).toEqual({ pictures: 0 });
  expect(await rows()).toEqual(before);
});

it('rows that the database alone has lost come back, in whatever project', async () => {
  const id = await filled('ants');
  const before = await rows();
  await behind(indexedDB, async (raw) => {
    await Promise.all(['samples', 'pictures'].map((name) => raw.table(name).delete('of ants-1')));
    await raw.table('runs').delete(id);
  });
  expect(await keepTwice()).toEqual({ pictures: 1 });
  expect(await rows()).toEqual(before);
  await levelSecondCopy();
  expect(await copies()).toEqual(before);
});

it('a database that lost its latest writes gets them again, changes and deletions too', async () => {
  const id = await filled('ants', 4);
  const earlier = await dump(indexedDB);
  const [first, second] = [sample(id, 'of ants', 0), sample(id, 'of ants', 1)];
  await applyChanges([{ table: 'samples', before: first, after: { ...first, deletedAt: 5 } }]);
  await purgeDeleted(id, 9);
  await applyChanges([{ table: 'samples', before: second, after: { ...second, deletedAt: 15 } }]);
  await saveProject({ id, name: 'Ants' });
  const before = await rows();
  await lose(indexedDB, earlier);
  expect(await keepTwice()).toBeUndefined();
  expect(await rows()).toEqual(before);
  expect(await database.features.count()).toBe(3);
});

it('what was deleted while the copy failed does not come back', async () => {
  const [failing, gone] = [await filled('ants'), await filled('cats')];
  quiet();
  bucket.full = true;
  await saveProject({ id: gone, deletedAt: 5 });
  await removeProject(gone);
  const row = sample(failing, 'of ants', 0);
  await applyChanges([{ table: 'samples', before: row }]);
  expect(isKeptTwice()).toBe(false);
  const before = await rows();
  expect((await copies()).projects).toHaveLength(2);
  bucket.full = false;
  expect(await keepTwice()).toBeUndefined();
  expect(await rows()).toEqual(before);
});

it('what was deleted while the copy could not be opened does not come back', async () => {
  const [id, gone] = [await filled('ants'), await filled('cats')];
  quiet();
  reachable = false;
  await keepTwice();
  await removeProject(gone);
  await addSamples([{ row: sample(id, 'of ants', 9), picture: new Blob(['late']) }]);
  const before = await rows();
  reachable = true;
  expect(await keepTwice()).toBeUndefined();
  await levelSecondCopy();
  expect(await rows()).toEqual(before);
  expect(await copies()).toEqual(before);
});

it('a copy that lost its own latest writes brings nothing back', async () => {
  const id = await filled('ants');
  const [earlier, row] = [await dump(bucket), sample(id, 'of ants', 0)];
  await applyChanges([{ table: 'samples', before: row, after: { ...row, deletedAt: 5 } }]);
  await purgeDeleted(id, 9);
  await levelSecondCopy();
  const before = await rows();
  await lose(bucket, earlier);
  expect(await keepTwice()).toBeUndefined();
  await levelSecondCopy();
  expect(await rows()).toEqual(before);
  expect(await copies()).toEqual(before);
});

it('goes on copying in the same visit when it can', async () => {
  await levelSecondCopy();
  quiet();
  bucket.full = true;
  await filled('ants');
  expect(isKeptTwice()).toBe(false);
  bucket.full = false;
  await vi.waitFor(async () => {
    await addProject('one more write');
    expect(isKeptTwice()).toBe(true);
  });
  expect(await copies()).toEqual(await rows());
});

it('a copy that missed something, or is new, is made level', async () => {
  const id = await filled('ants', 250);
  const first = bucket;
  // This is another browser's bucket, so the writes bypass the first copy.
  bucket = new Bucket();
  await keepTwice();
  await applyChanges([
    {
      table: 'samples',
      before: sample(id, 'of ants', 0),
      after: { ...sample(id, 'of ants', 0), classId: 'other' },
    },
    { table: 'samples', after: { ...sample(id, 'of ants', 1), deletedAt: 5 } },
  ]);
  await purgeDeleted(id, 10);
  await saveRun(id, { ...run, id: 'run 2' });
  await saveMeasurement(id, 'curves', { fingerprint: 'x y', curves: {} });
  for (bucket of [bucket, first]) {
    await keepTwice();
    expect(isKeptTwice()).toBe(false);
    await levelSecondCopy();
    expect(isKeptTwice()).toBe(true);
    expect(await copies()).toEqual(await rows());
    expect((await copies()).pictures).toHaveLength(249);
    expect(await database.removals.count()).toBe(0);
  }
});

it('a copy that fails keeps nobody from saving', async () => {
  const warned = quiet();
  bucket.deleteDatabase('apprentice');
  await vi.waitFor(async () => expect(await bucket.databases()).toEqual([]));
  await filled('ants');
  expect((await rows()).samples).toHaveLength(3);
  expect(warned).toHaveBeenCalled();
  expect(isKeptTwice()).toBe(false);
});

/** Waits for work, with time running as fast as it can. */
async function whileTimePasses<T>(work: Promise<T>): Promise<T> {
  let over = false;
  const end = () => {
    over = true;
  };
  work.then(end, end);
  while (!over) {
    await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(500);
  }
  return work;
}

it('a copy that never answers keeps nobody waiting for long, and is made level later', async () => {
  quiet();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const never = () => new Promise<never>(() => {});
  let hangs = false;
  const browser = {
    storageBuckets: { open: async () => ({ indexedDB: bucket }) },
    locks: { request: (_: string, work: () => unknown) => (hangs ? never() : work()) },
  };
  vi.stubGlobal('navigator', { ...browser, storageBuckets: { open: never } });
  expect(await whileTimePasses(keepTwice())).toBeUndefined();
  await filled('ants');

  vi.stubGlobal('navigator', browser);
  await keepTwice();
  await levelSecondCopy();
  hangs = true;
  await whileTimePasses(filled('cats'));
  expect(isKeptTwice()).toBe(false);
  vi.useRealTimers();

  hangs = false;
  await keepTwice();
  await levelSecondCopy();
  expect(isKeptTwice()).toBe(true);
  expect((await copies()).samples).toEqual((await rows()).samples);
});

it('makes room for new pictures where the disk is full', async () => {
  await filled('ants');
  // Features go first, then the copy.
  const putting = vi.spyOn(database.pictures, 'bulkPut').mockImplementationOnce(full);
  await filled('cats');
  expect((await rows()).pictures).toHaveLength(6);
  expect(await database.features.count()).toBe(3);
  expect((await copies()).pictures).toHaveLength(6);
  putting.mockImplementationOnce(full).mockImplementationOnce(full);
  await filled('dogs');
  expect((await rows()).pictures).toHaveLength(9);
  expect(await bucket.databases()).toEqual([]);
  // Nothing is left that could make room.
  putting.mockImplementation(full);
  await expect(filled('owls')).rejects.toMatchObject({ kind: 'quota' });
});

it('makes no room for what can be made or brought again', async () => {
  const id = await filled('ants');
  const tables = ['features', 'runs', 'measurements', 'standIns', 'ownBackboneParts'];
  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    ...row
  ) {
    return tables.includes(this.name) ? full() : put.apply(this, row);
  });
  await putFeatures('other', [{ id: 'of ants-0', vector: Float32Array.of(1) }]);
  const model = { header: {}, weights: new Blob(['weights']) } as unknown as OwnModelFile;
  for (const work of [
    () => saveRun(id, run),
    () => saveMeasurement(id, 'strategies', {}),
    () => saveStandIn(id, madeUpStandIn('of ants')),
    () => keepOwnBackbone(madeUpModel('m'), model),
  ]) {
    await expect(work()).rejects.toMatchObject({ kind: 'quota' });
  }
  expect((await copies()).pictures).toHaveLength(3);
});

it('without a place for it, all is as ever', async () => {
  await lose();
  vi.stubGlobal('navigator', {});
  expect(await keepTwice()).toBeUndefined();
  await filled('ants');
  expect((await rows()).samples).toHaveLength(3);
  expect(await database.progress.count()).toBe(0);
});

it('any writes, in any order, leave two equal copies', async () => {
  const some = fc.nat({ max: 5 });
  const act = fc.record({ kind: fc.constantFrom('add', 'move', 'delete', 'purge'), n: some });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
      await lose();
      bucket = new Bucket();
      await keepTwice();
      const { id } = await addProject('any');
      await Promise.all(
        acts.map(async ({ kind, n }, i) => {
          const row = sample(id, `class ${i % 2}`, n);
          if (kind === 'purge') await purgeDeleted(id, 9);
          else {
            const deletedAt = kind === 'delete' ? 5 : 0;
            await applyChanges([{ table: 'samples', after: { ...row, deletedAt } }]);
          }
        }),
      );
      expect(await copies()).toEqual(await rows());
    }),
    { numRuns: 30 },
  );
});

type Status = 'alive' | 'deleted';
/** What was acknowledged, act by act: the number of the last write, and what every sample is. */
type Told = readonly { last: number; state: ReadonlyMap<string, Status> }[];
/** What a place has on the disk, and the acts that came before. */
interface OnDisk {
  kept: Kept;
  told: Told;
}
const NOTHING: OnDisk = { kept: {}, told: [] };
const progressIn = ({ progress }: Kept) => progress?.[0] as ProgressRow | undefined;
const lastIn = (kept: Kept) => progressIn(kept)?.last ?? -1;
/** The last act that a copy has for sure. -1 if there is none. */
const sureIn = ({ kept, told }: OnDisk) => told.findLastIndex(({ last }) => last <= lastIn(kept));

/**
 * What may become of a sample when a visit begins. A copy may have more than it is sure of: it may
 * have been on its way to a later state.
 */
function mayBecome(id: string, database: OnDisk, copy: OnDisk): (Status | undefined)[] {
  const own = database.told.at(-1);
  const sure = sureIn(copy);
  const ofCopy = copy.told.slice(Math.max(sure, 0)).map(({ state }) => state.get(id));
  if (sure < 0) ofCopy.push(undefined);
  const both = copy.told[sure];
  if (!both || database.told.includes(both)) {
    const end = copy.told.at(-1);
    const hasAll = !end || database.told.includes(end);
    return [own?.state.get(id), ...(hasAll ? [] : ofCopy)];
  }
  // The database has lost its latest acts.
  if (!own || copy.told.includes(own)) return ofCopy;
  // It has lost them, and went on in a visit that could not look at the copy.
  if (own.state.has(id)) return [own.state.get(id)];
  if (database.told.some(({ state }) => state.has(id))) return [undefined];
  return ofCopy;
}

it('whatever is lost, what was saved and is alive comes back, and nothing deleted does', async () => {
  const nth = fc.nat({ max: 9 });
  // The end of a log is lost, or all of it, or nothing.
  const loss = fc.oneof(fc.constant(0), fc.nat({ max: 4 }), fc.constant(Number.POSITIVE_INFINITY));
  const act = fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('add' as const), n: nth }) },
    fc.record({ kind: fc.constantFrom('mark', 'unmark', 'remove', 'purge' as const), n: nth }),
    fc.record({ kind: fc.constantFrom('full', 'room', 'level', 'clear' as const) }),
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('restart' as const),
        reached: fc.boolean(),
        database: loss,
        copy: loss,
      }),
    },
  );
  quiet();
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
      [bucket, reachable] = [new Bucket(), true];
      await deleteDatabase();
      let told: Told = [];
      let state = new Map<string, Status>();
      let onDisk: OnDisk[] = [];
      let inCopy: OnDisk[] = [];

      const note = async () => {
        const kept = await dump(indexedDB);
        told = [...told, { last: lastIn(kept), state: new Map(state) }];
        onDisk.push({ kept, told });
        if (reachable) inCopy.push({ kept: await dump(bucket), told });
      };
      const begin = async () => {
        await openDatabase();
        [told, state, onDisk] = [[], new Map(), []];
        // Of what was cleared, nothing may come back.
        if (reachable) inCopy = [];
        await note();
        await keepTwice();
        await database.projects.put({ id: 'p', name: '', createdAt: 0, openedAt: 0, deletedAt: 0 });
        await applyChanges([{ table: 'classes', after: rowOfClass('p', 'c') }]);
        await note();
      };
      const restart = async (lost: { database: number; copy: number }) => {
        const isCleared = onDisk.some(({ kept }) => progressIn(kept)?.cleared);
        onDisk = onDisk.slice(0, Math.max(isCleared ? 1 : 0, onDisk.length - lost.database));
        inCopy = inCopy.slice(0, Math.max(0, inCopy.length - lost.copy));
        const [before, there] = [onDisk.at(-1) ?? NOTHING, inCopy.at(-1) ?? NOTHING];
        bucket.full = false;
        await lose(indexedDB, before.kept);
        await lose(bucket, there.kept);
        await keepTwice();

        const samples = await database.samples.toArray();
        const became = new Map(
          samples.map(({ id, deletedAt }) => [id, deletedAt === 0 ? 'alive' : 'deleted'] as const),
        );
        const copy = progressIn(before.kept)?.cleared || !reachable ? NOTHING : there;
        for (const { state } of [...before.told, ...copy.told]) {
          for (const id of state.keys()) {
            expect(mayBecome(id, before, copy), id).toContain(became.get(id));
          }
        }
        const pictures = await database.pictures.toCollection().primaryKeys();
        expect(pictures.toSorted()).toEqual([...became.keys()].toSorted());

        const own = before.told.at(-1);
        const isAhead = !own || copy.told.slice(0, sureIn(copy)).includes(own);
        told = isAhead ? copy.told : before.told;
        state = became;
        if (!reachable) return;
        const end = copy.told.at(-1);
        // From here on, the two no longer have different pasts.
        if (end && !told.includes(end)) await levelSecondCopy();
        await note();
      };

      await begin();
      for (const each of acts) {
        const n = 'n' in each ? each.n : 0;
        const [id, row] = [`c-${n}`, sample('p', 'c', n)];
        const known = state.get(id);
        if (each.kind === 'add' && !known) {
          await addSamples([{ row, picture: new Blob([id]) }]);
          state.set(id, 'alive');
        } else if ((each.kind === 'mark' || each.kind === 'unmark') && known) {
          const deletedAt = each.kind === 'mark' ? 5 : 0;
          await applyChanges([{ table: 'samples', after: { ...row, deletedAt } }]);
          state.set(id, deletedAt ? 'deleted' : 'alive');
        } else if (each.kind === 'remove' && known) {
          const { samples, pictures } = database;
          await database.transaction('rw', samples, pictures, async () => {
            await samples.delete(id);
            await pictures.delete(id);
          });
          state.delete(id);
        } else if (each.kind === 'purge') {
          await purgeDeleted('p', 9);
          state = new Map([...state].filter(([, status]) => status === 'alive'));
        } else if (each.kind === 'full' || each.kind === 'room') {
          bucket.full = each.kind === 'full';
        } else if (each.kind === 'level') {
          await levelSecondCopy();
        } else if (each.kind === 'clear') {
          await deleteDatabase();
          await begin();
        } else if (each.kind === 'restart') {
          reachable = each.reached;
          await restart(each);
          continue;
        }
        await note();
      }
    }),
    { numRuns: 60 },
  );
});

it('what was cleared while the copy could not be reached does not come back', async () => {
  await filled('ants');
  quiet();
  reachable = false;
  await keepTwice();
  await deleteDatabase();
  await openDatabase();
  reachable = true;
  expect(await keepTwice()).toBeUndefined();
  expect(await database.projects.count()).toBe(0);
  expect((await copies()).pictures).toEqual([]);
});

// This must be the last test of this file, because it deletes both.
it('clearing the device leaves neither', async () => {
  await filled('ants');
  await deleteDatabase();
  expect(deleteBucket).toHaveBeenLastCalledWith('second-copy');
  expect(await bucket.databases()).toEqual([]);
  await openDatabase();
  expect(await keepTwice()).toBeUndefined();
  expect((await rows()).projects).toEqual([]);
});
