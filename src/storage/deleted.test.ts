import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type ClassRow, MOST_ARRIVING_MS, type SampleRow } from '../model/project';
import { applyChanges, type Change } from './changes';
import { database } from './database';
import {
  bringBackProject,
  countDeleted,
  projectsToPurge,
  purgeDeleted,
  removeDeletedProjects,
} from './deleted';
import { madeUpClass, madeUpSample } from './made-up';
import {
  addArriving,
  addProject,
  arrived,
  listDeletedProjects,
  listProjects,
  saveProject,
} from './projects';
import { arrivingSince } from './rows';
import { addSamples, putFeatures } from './samples';

const NOW = 1e12;
const key = 'mobilenet-v2@1/224';
const project = 'p';

const add = (...rows: SampleRow[]) =>
  addSamples(
    rows.map((row) => ({ row, picture: new Blob(['jpeg']), key, vector: new Float32Array(1) })),
  );

const addClasses = (...rows: ClassRow[]) =>
  applyChanges(rows.map((after): Change => ({ table: 'classes', after })));

const idsOf = async (table: 'classes' | 'samples' | 'pictures') =>
  (await database.table(table).toCollection().primaryKeys()).map(String);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await Promise.all(database.tables.map((table) => table.clear()));
});

it('purges what was deleted before, with all that belongs to it, and nothing else', async () => {
  await addClasses(
    madeUpClass('c'),
    madeUpClass('dead', { deletedAt: 10 }),
    madeUpClass('dead lately', { deletedAt: 21 }),
    madeUpClass('dead elsewhere', { projectId: 'q', deletedAt: 10 }),
  );
  await add(
    madeUpSample('alive'),
    madeUpSample('dead', { deletedAt: 20 }),
    madeUpSample('dead lately', { deletedAt: 21 }),
    madeUpSample('of dead', { classId: 'dead' }),
    madeUpSample('of dead lately', { classId: 'dead lately' }),
    madeUpSample('dead elsewhere', { projectId: 'q', deletedAt: 10 }),
  );
  await putFeatures('another key', [{ id: 'dead', vector: new Float32Array(1) }]);

  expect(await purgeDeleted(project, 20)).toBe(2);

  const left = ['alive', 'dead elsewhere', 'dead lately', 'of dead lately'];
  expect(await idsOf('samples')).toEqual(left);
  expect(await idsOf('pictures')).toEqual(left);
  expect((await database.features.toArray()).map(({ id }) => id)).toEqual(left);
  expect(await idsOf('classes')).toEqual(['c', 'dead elsewhere', 'dead lately']);
});

it('leaves an import that is under way in another tab, and purges one that never ended', async () => {
  await addClasses(madeUpClass('c'));
  await add(
    madeUpSample('under way', { deletedAt: arrivingSince(NOW - MOST_ARRIVING_MS + 1) }),
    madeUpSample('abandoned', { deletedAt: arrivingSince(NOW - MOST_ARRIVING_MS) }),
    madeUpSample('of an earlier version', { deletedAt: 1 }),
  );
  await purgeDeleted(project, NOW);
  expect(await idsOf('samples')).toEqual(['under way']);
});

it('takes what a clock deleted in the future for deleted now', async () => {
  const { id } = await addProject('p');
  const deletedAt = NOW + 1e9;
  await addClasses(madeUpClass('c', { projectId: id, deletedAt }));
  await add(madeUpSample('s', { projectId: id, deletedAt }));
  expect(await projectsToPurge(NOW - 1)).toEqual([id]);
  await purgeDeleted(id, NOW - 1);
  expect(await database.samples.get('s')).toMatchObject({ deletedAt: NOW });
  expect(await database.classes.get('c')).toMatchObject({ deletedAt: NOW });
  expect(await projectsToPurge(NOW - 1)).toEqual([]);

  await saveProject({ id, deletedAt });
  await removeDeletedProjects(NOW - 1);
  expect(await listDeletedProjects()).toMatchObject([{ project: { deletedAt: NOW } }]);
});

it('finds every project that has something to purge, and counts what can be freed', async () => {
  const [a, b, c] = [await addProject('a'), await addProject('b'), await addProject('c')];
  await addClasses(
    madeUpClass('of a', { projectId: a.id }),
    madeUpClass('dead of a', { projectId: a.id, deletedAt: 10 }),
    madeUpClass('of b', { projectId: b.id }),
    madeUpClass('of c', { projectId: c.id }),
  );
  await add(
    madeUpSample('a1', { projectId: a.id, classId: 'of a', deletedAt: 30 }),
    madeUpSample('a2', { projectId: a.id, classId: 'dead of a' }),
    madeUpSample('a3', { projectId: a.id, classId: 'dead of a', deletedAt: 5 }),
    madeUpSample('a4', { projectId: a.id, classId: 'of a' }),
    madeUpSample('b1', { projectId: b.id, classId: 'of b' }),
    madeUpSample('c1', { projectId: c.id, classId: 'of c' }),
  );
  expect(await projectsToPurge(9)).toEqual([a.id]);
  expect(await projectsToPurge(4)).toEqual([]);
  expect(await countDeleted(new Set())).toEqual({ pictures: 3, others: 1 });
  const question = { name: 'Indoors?', labels: [], deletedAt: 40 };
  await saveProject({ id: b.id, deletedSecondTasks: [question] });
  await saveProject({ id: c.id, deletedAt: 50 });
  expect(await countDeleted(new Set())).toEqual({ pictures: 4, others: 3 });
  expect(await countDeleted(new Set([a.id]))).toEqual({ pictures: 1, others: 2 });

  for (const id of await projectsToPurge(60)) await purgeDeleted(id, 60);
  await removeDeletedProjects(60);
  expect(await countDeleted(new Set())).toEqual({ pictures: 0, others: 0 });
  expect(await idsOf('pictures')).toEqual(['a4', 'b1']);
});

it('writes nothing where what is to be brought back was purged meanwhile', async () => {
  await addClasses(madeUpClass('c'));
  const before = madeUpSample('s', { deletedAt: 10 });
  await add(before);
  await purgeDeleted(project, 10);
  const back = applyChanges([
    { table: 'classes', before: madeUpClass('c'), after: madeUpClass('c', { name: 'cats' }) },
    { table: 'samples', before, after: { ...before, deletedAt: 0 } },
  ]);
  await expect(back).rejects.toMatchObject({ kind: 'failed' });
  expect(await database.samples.count()).toBe(0);
  expect(await database.classes.get('c')).toMatchObject({ name: 'c' });
});

it('removes projects that were deleted long ago or never became whole', async () => {
  const { id: kept } = await addProject('kept');
  const { id: deleted } = await addProject('deleted');
  await saveProject({ id: deleted, deletedAt: NOW });
  const half = await addArriving('half');
  const whole = await addArriving('whole');
  await arrived(whole.id);
  const left = async () => new Set(await database.projects.toCollection().primaryKeys());
  await removeDeletedProjects(NOW - 1);
  expect(await left()).toEqual(new Set([kept, deleted, half.id, whole.id]));
  // A copy that began just now may still be under way in another tab.
  await removeDeletedProjects(NOW);
  expect(await left()).toEqual(new Set([kept, half.id, whole.id]));
  vi.setSystemTime(NOW + MOST_ARRIVING_MS);
  await removeDeletedProjects(NOW);
  expect(await left()).toEqual(new Set([kept, whole.id]));
});

it('leaves a project that another tab brings back at the last moment', async () => {
  const { id } = await addProject('p');
  await saveProject({ id, deletedAt: 10 });
  const find = database.projects.filter.bind(database.projects);
  // Between the moment when it is found and the one when it is removed.
  vi.spyOn(database.projects, 'filter').mockImplementationOnce((due) => {
    const found = find(due);
    const keys = found.primaryKeys.bind(found);
    found.primaryKeys = (async () => {
      const ids = await keys();
      await bringBackProject(id);
      return ids;
    }) as never;
    return found;
  });
  await removeDeletedProjects(10);
  expect((await listProjects()).map(({ project }) => project.id)).toEqual([id]);
});

it('lists deleted projects, the last one first, and brings each back, unless it is gone', async () => {
  const [a, b] = [await addProject('a'), await addProject('b')];
  await addClasses(madeUpClass('of a', { projectId: a.id }));
  await add(madeUpSample('s', { projectId: a.id, classId: 'of a' }));
  await saveProject({ id: a.id, deletedAt: 10 });
  await saveProject({ id: b.id, deletedAt: 20 });
  expect(await listDeletedProjects()).toMatchObject([
    { project: { id: b.id }, pictures: 0 },
    { project: { id: a.id }, classes: 1, pictures: 1, cover: 's' },
  ]);
  expect(await bringBackProject(a.id)).toBe(true);
  expect(await listDeletedProjects()).toMatchObject([{ project: { id: b.id } }]);
  expect(await listProjects()).toMatchObject([{ project: { id: a.id }, pictures: 1 }]);
  // Its removal has begun in another tab.
  await database.projects.update(b.id, { arriving: true });
  expect(await bringBackProject(b.id)).toBe(false);
  expect(await bringBackProject('nowhere')).toBe(false);
});
