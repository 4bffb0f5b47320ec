import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { BackboneId } from '../model/backbone';
import { newId } from '../model/new-id';
import type { StoredRun } from '../model/run';
import { applyChanges, type Change, inverse } from './changes';
import { database } from './database';
import { madeUpClass, madeUpSample } from './made-up';
import { openProject, saveProject } from './projects';
import { loadRun, saveRun } from './runs';
import { addSamples, dropUnusedFeatures, putFeatures, readFeatures, readPicture } from './samples';
import { guarded, StorageError } from './storage-error';

const key = 'mobilenet-v2@1/224';

const specOf = (backbone: string, inputSize: number) => ({
  backbone: backbone as BackboneId,
  inputSize,
});

const aPicture = (text = 'jpeg') => new Blob([text], { type: 'image/jpeg' });

const rowsNow = async () => ({
  classes: await database.classes.toArray(),
  samples: await database.samples.toArray(),
});

afterEach(() => Promise.all(database.tables.map((table) => table.clear())));

describe('projects', () => {
  it('makes one project on first opening, even where two open at once', async () => {
    const [first, second] = await Promise.all([openProject(), openProject()]);
    expect(second.project.id).toBe(first.project.id);
    expect(first).toMatchObject({ classes: [], samples: [], nextSeq: 0 });
    expect(await database.projects.count()).toBe(1);
  });

  it('opens the one that was open last', async () => {
    const row = { name: '', createdAt: 1, deletedAt: 0 };
    await database.projects.bulkPut([
      { ...row, id: 'old', openedAt: 5 },
      { ...row, id: 'last', openedAt: 9 },
      { ...row, id: 'older', openedAt: 2 },
    ]);
    expect((await openProject()).project.id).toBe('last');
  });

  it('lists living rows only, in order, and none of other projects', async () => {
    const { project: opened } = await openProject();
    const projectId = opened.id;
    await database.classes.bulkPut([
      madeUpClass('second', { projectId, order: 2 }),
      madeUpClass('first', { projectId, order: 1.5 }),
      madeUpClass('dead', { projectId, deletedAt: 7 }),
      madeUpClass('elsewhere'),
    ]);
    await database.samples.bulkPut([
      madeUpSample('a', { projectId, classId: 'first', seq: 30 }),
      madeUpSample('b', { projectId, classId: 'second', seq: 4 }),
      madeUpSample('of a dead class', { projectId, classId: 'dead', seq: 5 }),
      madeUpSample('dead', { projectId, classId: 'first', seq: 31, deletedAt: 7 }),
      madeUpSample('elsewhere', { classId: 'first' }),
    ]);
    const content = await openProject();
    expect(content.classes.map(({ id }) => id)).toEqual(['first', 'second']);
    expect(content.samples.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(content.nextSeq).toBe(32);
  });

  it('saves the fields that are named and leaves the others', async () => {
    const { project: opened } = await openProject();
    await saveProject({ id: opened.id, name: 'Birds', settings: { live: false } });
    await saveProject({ id: opened.id, name: 'Bees' });
    expect((await openProject()).project).toMatchObject({
      name: 'Bees',
      settings: { live: false },
      createdAt: opened.createdAt,
    });
    await expect(saveProject({ id: 'nowhere', name: 'x' })).rejects.toMatchObject({
      kind: 'failed',
    });
  });

  it('undoes a change of settings without what another tab did to the project since', async () => {
    const { project: before } = await openProject();
    const change = { table: 'projects', before, after: { ...before, settings: { live: false } } };
    await applyChanges([change as Change]);
    await saveProject({ id: before.id, name: 'Bees', openedAt: 7 });
    await applyChanges(inverse([change as Change]));
    const { project } = await openProject();
    expect(project).toEqual({ ...before, name: 'Bees', openedAt: project.openedAt });
  });
});

describe('changes', () => {
  const ids = fc.constantFrom('a', 'b', 'c');
  const act = fc.oneof(
    fc.record({
      table: fc.constant('classes' as const),
      after: fc.option(fc.record({ id: ids, name: fc.string(), deletedAt: fc.nat(3) })),
      id: ids,
    }),
    fc.record({
      table: fc.constant('samples' as const),
      after: fc.option(fc.record({ id: ids, classId: ids, deletedAt: fc.nat(3) })),
      id: ids,
    }),
  );

  it('any acts, in any batches, are undone by their inverses in reverse', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(act, { maxLength: 6 }), { maxLength: 6 }),
        async (acts) => {
          await Promise.all(database.tables.map((table) => table.clear()));
          await applyChanges([
            { table: 'classes', after: madeUpClass('a') },
            { table: 'samples', after: madeUpSample('b') },
          ]);
          const start = await rowsNow();
          const classes = new Map(start.classes.map((row) => [row.id, row]));
          const samples = new Map(start.samples.map((row) => [row.id, row]));
          const done: Change[][] = [];
          for (const batch of acts) {
            const changes = batch.map((one): Change => {
              const id = one.after?.id ?? one.id;
              if (one.table === 'classes') {
                const before = classes.get(id);
                const after = one.after ? madeUpClass(id, one.after) : undefined;
                if (after) classes.set(id, after);
                else classes.delete(id);
                return { table: one.table, before, after };
              }
              const before = samples.get(id);
              const after = one.after ? madeUpSample(id, one.after) : undefined;
              if (after) samples.set(id, after);
              else samples.delete(id);
              return { table: one.table, before, after };
            });
            await applyChanges(changes);
            done.push(changes);
          }
          const byId = <Row extends { id: string }>(rows: Map<string, Row>) =>
            [...rows.values()].sort((a, b) => a.id.localeCompare(b.id));
          expect(await rowsNow()).toEqual({ classes: byId(classes), samples: byId(samples) });

          for (const changes of done.toReversed()) await applyChanges(inverse(changes));
          expect(await rowsNow()).toEqual(start);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('all or none', async () => {
    const unclonable = madeUpSample('s', { name: (() => 'x') as unknown as string });
    const applied = applyChanges([
      { table: 'classes', after: madeUpClass('a') },
      { table: 'samples', after: unclonable },
    ]);
    await expect(applied).rejects.toBeInstanceOf(StorageError);
    expect(await rowsNow()).toEqual({ classes: [], samples: [] });
  });
});

describe('samples', () => {
  it('gives back picture and features as they came', async () => {
    const vector = new Float32Array([1, -2, 3]);
    await addSamples([
      { row: madeUpSample('s'), picture: aPicture('bytes'), key, vector },
      { row: madeUpSample('bare'), picture: aPicture() },
    ]);
    const picture = await readPicture('s');
    expect(picture?.type).toBe('image/jpeg');
    expect(await picture?.text()).toBe('bytes');
    expect(await readPicture('nowhere')).toBeUndefined();
    expect(await readFeatures(['bare', 's', 'nowhere'], key)).toEqual(new Map([['s', vector]]));
    expect(await readFeatures(['s'], 'another key')).toEqual(new Map());
  });

  it('is all or none', async () => {
    await addSamples([{ row: madeUpSample('there'), picture: aPicture('first') }]);
    const vector = new Float32Array(2);
    const added = addSamples([
      { row: madeUpSample('new'), picture: aPicture(), key, vector },
      { row: madeUpSample('there'), picture: aPicture('second'), key, vector },
    ]);
    await expect(added).rejects.toMatchObject({ name: 'StorageError', kind: 'failed' });
    expect(await database.samples.toCollection().primaryKeys()).toEqual(['there']);
    expect(await database.pictures.toCollection().primaryKeys()).toEqual(['there']);
    expect(await database.features.count()).toBe(0);
    expect(await (await readPicture('there'))?.text()).toBe('first');
  });

  it('leaves nothing where the last of the puts fails', async () => {
    const put = vi.spyOn(database.features, 'bulkPut').mockImplementation(() => {
      throw new Error('no');
    });
    const added = addSamples([
      { row: madeUpSample('s'), picture: aPicture(), key, vector: new Float32Array(1) },
    ]);
    await expect(added).rejects.toMatchObject({ kind: 'failed' });
    put.mockRestore();
    expect(await database.samples.count()).toBe(0);
    expect(await database.pictures.count()).toBe(0);
  });

  it('keeps a vector without the rest of its batch, shared memory too', async () => {
    const batch = new Float32Array(new SharedArrayBuffer(4 * 100));
    batch[10] = 7;
    await putFeatures(key, [{ id: 's', vector: batch.subarray(10, 12) }]);
    const vector = (await readFeatures(['s'], key)).get('s');
    expect(vector).toEqual(new Float32Array([7, 0]));
    expect(vector?.buffer.byteLength).toBe(8);
  });

  it('reads the features of thousands', async () => {
    const ids = Array.from({ length: 5000 }, (_, i) => `s${i}`);
    await putFeatures(
      key,
      ids.map((id, i) => ({ id, vector: new Float32Array([i]) })),
    );
    const features = await readFeatures(ids, key);
    expect(features.size).toBe(5000);
    expect(features.get('s4321')).toEqual(new Float32Array([4321]));
  });
});

it('drops features of backbones and sizes that no project uses, and no others', async () => {
  const own = `own-${'a'.repeat(32)}-unit-output`;
  const row = { name: '', createdAt: 1, openedAt: 1, deletedAt: 0 };
  await database.projects.bulkPut([
    { ...row, id: 'as it came' },
    // It can be brought back.
    {
      ...row,
      id: 'deleted',
      deletedAt: 5,
      settings: { features: specOf('efficientnet-lite0', 192) },
    },
    // The model may be brought again.
    { ...row, id: 'without its model', settings: { features: specOf(own, 96) } },
  ]);
  const used = ['mobilenet-v2@1/192', 'efficientnet-lite0@1/192', `${own}@1/96`];
  used.push(`${used[0]}+finetune-14`);
  const unused = [key, 'efficientnet-lite0@1/224', `${own}@1/224`];
  for (const each of [...used, ...unused]) {
    await putFeatures(each, [{ id: 'a', vector: new Float32Array(2) }]);
  }
  await dropUnusedFeatures();
  const left = (await database.features.toCollection().primaryKeys()).map(([, left]) => left);
  expect(left.toSorted()).toEqual(used.toSorted());
});

it('keeps the last run of each project', async () => {
  const run = {
    at: 1,
    signature: '1-a',
    classNames: { c: 'Cats' },
    history: [],
  } as unknown as StoredRun;
  await saveRun('p', run);
  await saveRun('p', { ...run, at: 2 });
  expect(await loadRun('p')).toEqual({ ...run, at: 2 });
  expect(await loadRun('q')).toBeUndefined();
});

it('gives ids that differ', () => {
  const ids = new Set(Array.from({ length: 1000 }, newId));
  expect(ids.size).toBe(1000);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
});

describe('errors', () => {
  const quota = { name: 'QuotaExceededError', message: 'full' };
  it.each([
    ['quota', quota],
    ['quota', { name: 'AbortError', inner: quota }],
    ['quota', { name: 'BulkError', failures: [{ name: 'AbortError', inner: quota }] }],
    ['unavailable', { name: 'DatabaseClosedError', inner: { name: 'MissingAPIError' } }],
    ['unavailable', { name: 'DatabaseClosedError', inner: { name: 'SecurityError' } }],
    ['failed', { name: 'DatabaseClosedError', inner: { name: 'UnknownError' } }],
    ['blocked', { name: 'DatabaseClosedError', inner: { name: 'VersionError' } }],
    ['blocked', { name: 'DatabaseClosedError' }],
    ['failed', { name: 'ConstraintError' }],
    ['failed', 'a string'],
  ])('%s', async (kind, cause) => {
    const failed = guarded(() => Promise.reject(cause));
    await expect(failed).rejects.toMatchObject({ name: 'StorageError', kind, cause });
  });

  it('says unavailable where there is no IndexedDB', async () => {
    const { default: Dexie } = await import('dexie');
    // @ts-expect-error: this is what Dexie finds in a browser without IndexedDB.
    const bare = new Dexie('bare', { indexedDB: null, IDBKeyRange: null });
    bare.version(1).stores({ rows: 'id' });
    const read = guarded(() => bare.table('rows').count());
    await expect(read).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
