// A database that the browser lost, as Chromium does after some crashes, comes back from the second
// copy.
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ClassRow, SampleRow } from '../model/project';
import type { StoredRun } from '../model/run';
import { applyChanges } from './changes';
import { saveCue } from './cues';
import { database, deleteDatabase, keepTwice, levelSecondCopy, openDatabase } from './database';
import { purgeDeleted } from './deleted';
import { madeUpStandIn } from './made-up';
import { saveMeasurement } from './measurements';
import { addProject, openProject, removeProject, saveProject } from './projects';
import { saveRun, saveStandIn } from './runs';
import { addSamples, readPicture } from './samples';
import { isKeptTwice } from './second-copy';

let bucket: IDBFactory;

beforeEach(async () => {
  bucket = new IDBFactory();
  vi.stubGlobal('navigator', { storageBuckets: { open: async () => ({ indexedDB: bucket }) } });
  await Promise.all(database.tables.map((table) => table.clear()));
  await openDatabase();
  expect(await keepTwice()).toBe(0);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

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

/** What the second copy holds, read directly. */
async function copies(): Promise<Record<string, unknown[]>> {
  const open = bucket.open('apprentice');
  const opened = await new Promise<IDBDatabase>((resolve, reject) => {
    open.onsuccess = () => resolve(open.result);
    open.onerror = () => reject(open.error);
  });
  const all = await Promise.all(
    TABLES.map(
      (name) =>
        new Promise<[string, unknown[]]>((resolve) => {
          const request = opened.transaction(name).objectStore(name).getAll();
          request.onsuccess = () => resolve([name, request.result]);
        }),
    ),
  );
  opened.close();
  return Object.fromEntries(all);
}

/** Does what Chromium does: it says nothing, and the next opening finds an empty database. */
const lose = () => Promise.all(database.tables.map((table) => table.clear()));

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
  expect(await keepTwice()).toBe(2);
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
  const { id } = await addProject('made in a visit without a second copy');
  await keepTwice();
  const after = await rows();
  expect(after.samples).toEqual(before.samples);
  expect(after.projects?.map((row) => row.id).sort()).toEqual(
    [id, ...(before.projects ?? []).map((row) => row.id)].sort(),
  );
});

it('what was deleted does not come back', async () => {
  await filled('ants');
  const gone = await filled('cats');
  const soon = await filled('dogs');
  await removeProject(gone);
  await saveProject({ id: soon, deletedAt: Date.now() });
  await lose();
  expect(await keepTwice()).toBe(1);
  expect((await rows()).samples?.map((row) => row.classId)).toEqual(Array(3).fill('of ants'));
});

it('brought back in part, it is brought back once more', async () => {
  await filled('ants');
  const before = await rows();
  await lose();
  vi.spyOn(database.classes, 'bulkPut').mockImplementationOnce(() => {
    throw new Error('cut off');
  });
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  expect(await keepTwice()).toBe(0);
  expect(await keepTwice()).toBe(1);
  expect(await rows()).toEqual(before);
});

it('a copy that missed something, or is new, is made level', async () => {
  const id = await filled('ants', 250);
  const first = bucket;
  // This is another browser's bucket, so the writes bypass the first copy.
  bucket = new IDBFactory();
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
    await levelSecondCopy();
    expect(await copies()).toEqual(await rows());
    expect((await copies()).pictures).toHaveLength(249);
  }
});

it('a copy that fails keeps nobody from saving', async () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
  bucket.deleteDatabase('apprentice');
  await vi.waitFor(async () => expect(await bucket.databases()).toEqual([]));
  await filled('ants');
  expect((await rows()).samples).toHaveLength(3);
  expect(warned).toHaveBeenCalled();
  expect(isKeptTwice()).toBe(false);
});

it('makes room for new pictures where the disk is full', async () => {
  await filled('ants');
  const full = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  const putting = vi.spyOn(database.pictures, 'bulkPut').mockImplementationOnce(full);
  await filled('cats');
  expect((await rows()).pictures).toHaveLength(6);
  expect(await bucket.databases()).toEqual([]);
  // Nothing is left that could make room.
  putting.mockImplementationOnce(full);
  await expect(filled('dogs')).rejects.toMatchObject({ kind: 'quota' });
});

it('without a place for it, all is as ever', async () => {
  vi.stubGlobal('navigator', {});
  expect(await keepTwice()).toBe(0);
  await filled('ants');
  expect((await rows()).samples).toHaveLength(3);
});

it('any writes, in any order, leave two equal copies', async () => {
  const some = fc.nat({ max: 5 });
  const act = fc.record({ kind: fc.constantFrom('add', 'move', 'delete', 'purge'), n: some });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
      await lose();
      bucket = new IDBFactory();
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

// This must be the last test of this file, because it deletes both.
it('clearing the device leaves neither', async () => {
  await filled('ants');
  await deleteDatabase();
  expect(await bucket.databases()).toEqual([]);
  await openDatabase();
  expect(await keepTwice()).toBe(0);
  expect((await rows()).projects).toEqual([]);
});
