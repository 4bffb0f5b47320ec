import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ClassRow, SampleRow } from '../model/project';
import type { StoredRun, StrategyRecord } from '../model/run';
import { applyChanges } from './changes';
import { readCues, saveCue } from './cues';
import { database, deleteDatabase, openDatabase } from './database';
import { madeUpStandIn } from './made-up';
import { loadMeasurements, saveMeasurement } from './measurements';
import {
  addArriving,
  addProject,
  duplicateProject,
  listProjects,
  openProject,
  readProject,
  removeProject,
  saveProject,
} from './projects';
import { loadRun, loadStandIn, saveRun, saveStandIn } from './runs';
import { addSamples, readFeatures, readPicture, readPictures } from './samples';

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(database.tables.map((table) => table.clear()));
});

const aClass = (projectId: string, id: string, order = 0): ClassRow => ({
  id,
  projectId,
  name: id,
  colour: 2,
  shape: 0,
  order,
  deletedAt: 0,
});

const signaturesOf = (_: readonly ClassRow[], samples: readonly SampleRow[]) => ({
  all: `all of ${samples.length} ${samples[0]?.id}`,
  learned: String(samples[0]?.id),
});

/** A project of two classes with `count` samples, each with a picture and features, and a run. */
async function filled(name: string, count: number) {
  const project = await addProject(name);
  const classes = [aClass(project.id, `${name}-a`, 1), aClass(project.id, `${name}-b`, 2)];
  await applyChanges(classes.map((after) => ({ table: 'classes', after })));
  const rows = Array.from(
    { length: count },
    (_, seq): SampleRow => ({
      id: `${name}-${seq}`,
      projectId: project.id,
      classId: classes[seq % 2]?.id ?? '',
      group: `g${seq % 3}`,
      seq,
      createdAt: seq,
      source: 'file',
      name: `${seq}.jpg`,
      deletedAt: 0,
    }),
  );
  await addSamples(
    rows.map((row) => ({
      row,
      picture: new Blob([row.id], { type: 'image/jpeg' }),
      key: 'k',
      vector: new Float32Array([row.seq, 1]),
    })),
  );
  const ids = rows.map(({ id }) => id);
  const run = {
    id: 'run 1',
    signature: signaturesOf(classes, rows).all,
    classNames: { [classes[0]?.id ?? '']: 'A' },
    result: { split: { train: ids.slice(1), validation: ids.slice(0, 1) } },
  } as unknown as StoredRun;
  await saveRun(project.id, run);
  const { learned } = signaturesOf(classes, rows);
  await saveMeasurement(project.id, 'curves', { curves: {}, fingerprint: `${learned} k 0.2 1` });
  await saveMeasurement(project.id, 'strategies', {
    frozen: {
      id: 'record 1',
      fingerprint: 'of others',
      result: { split: { train: ids.slice(0, 1) } },
    } as unknown as StrategyRecord,
  });
  await saveStandIn(project.id, madeUpStandIn(...classes.map(({ id }) => id)));
  const sound = new File([name], `${name}.wav`, { type: 'audio/wav' });
  await saveCue(classes[1]?.id ?? '', 'sound', sound);
  return { project, classes, rows };
}

/** All rows of every table, which a failed copy must leave unchanged. */
const everything = async () =>
  Object.fromEntries(
    await Promise.all(database.tables.map(async (t) => [t.name, await t.toArray()] as const)),
  );

describe('the list', () => {
  it('has living, whole projects, the last opened first, with counts and a picture', async () => {
    const { project, rows } = await filled('old', 5);
    await saveProject({ id: project.id, openedAt: 1 });
    const { project: other } = await filled('new', 1);
    const { project: gone } = await filled('gone', 1);
    await saveProject({ id: gone.id, deletedAt: 5 });
    await addArriving('half');
    await applyChanges([
      { table: 'samples', before: rows[4], after: { ...(rows[4] as SampleRow), deletedAt: 9 } },
    ]);
    const list = await listProjects();
    expect(list.map(({ project, ...rest }) => ({ id: project.id, ...rest }))).toEqual([
      { id: other.id, classes: 2, pictures: 1, cover: 'new-0' },
      { id: project.id, classes: 2, pictures: 4, cover: 'old-0' },
    ]);
  });

  it('counts no pictures of deleted classes', async () => {
    const { classes } = await filled('p', 4);
    const [before] = classes as [ClassRow];
    await applyChanges([{ table: 'classes', before, after: { ...before, deletedAt: 7 } }]);
    expect(await listProjects()).toMatchObject([{ classes: 1, pictures: 2, cover: 'p-1' }]);
  });
});

it('opens the project that is asked for, and the last one where it is gone', async () => {
  const { project: a } = await filled('a', 2);
  const { project: b } = await filled('b', 1);
  expect((await openProject(a.id)).samples).toHaveLength(2);
  expect((await openProject()).project.id).toBe(a.id);
  await saveProject({ id: b.id, deletedAt: 3 });
  expect((await openProject(b.id)).project.id).toBe(a.id);
});

describe('a copy', () => {
  it('has everything under ids of its own, and takes nothing from the original', async () => {
    const { project, rows } = await filled('p', 450);
    const secondTask = { name: 'Indoors?', labels: [{ id: 'yes', name: 'Yes' }] };
    await saveProject({ id: project.id, secondTask });
    await database.samples.update(rows[7]?.id ?? '', { secondLabel: 'yes' });
    const progress: number[] = [];
    const copy = await duplicateProject(
      project.id,
      'Copy of p',
      (done) => progress.push(done),
      new AbortController().signal,
      signaturesOf,
    );
    expect(progress).toEqual([0, 200, 400]);
    const content = await readProject(copy.id);
    expect(content?.project).toMatchObject({ name: 'Copy of p', secondTask, deletedAt: 0 });
    expect(content?.samples.flatMap((row, i) => (row.secondLabel === 'yes' ? [i] : []))).toEqual([
      7,
    ]);
    expect(content?.project.arriving).toBeUndefined();
    expect(content?.samples.map(({ name, group, seq }) => ({ name, group, seq }))).toEqual(
      rows.map(({ name, group, seq }) => ({ name, group, seq })),
    );
    const ids = content?.samples.map(({ id }) => id) ?? [];
    expect(ids.some((id) => rows.some((row) => row.id === id))).toBe(false);
    expect(await (await readPicture(ids[3] ?? ''))?.text()).toBe('p-3');
    expect((await readFeatures(ids, 'k')).size).toBe(450);
    const run = await loadRun(copy.id);
    expect(run?.result.split.validation).toEqual(ids.slice(0, 1));
    expect(Object.keys(run?.classNames ?? {})).toEqual([content?.classes[0]?.id]);
    expect(await loadStandIn(copy.id)).toEqual(
      madeUpStandIn(...(content?.classes.map(({ id }) => id) ?? [])),
    );
    expect(run?.signature).toBe(`all of ${ids.length} ${ids[0]}`);
    const { curves, strategies } = await loadMeasurements(copy.id);
    expect(curves).toEqual({ curves: {}, fingerprint: `${ids[0]} k 0.2 1` });
    expect(strategies?.frozen).toMatchObject({ id: 'record 1', fingerprint: 'of others' });
    expect(strategies?.frozen?.result.split.train).toEqual(ids.slice(0, 1));
    await removeProject(project.id);
    const classIds = content?.classes.map(({ id }) => id) ?? [];
    expect([...(await readCues(classIds))]).toMatchObject([
      [classIds[1], { classId: classIds[1], sound: { name: 'p.wav' } }],
    ]);
    expect((await readProject(copy.id))?.samples).toHaveLength(450);
    expect(await database.pictures.count()).toBe(450);
  });

  it.each(['cancelled', 'refused'])('that is %s half-way leaves nothing', async (how) => {
    const { project } = await filled('p', 450);
    const before = await everything();
    const cancel = new AbortController();
    if (how === 'refused') {
      const add = database.pictures.bulkAdd.bind(database.pictures);
      vi.spyOn(database.pictures, 'bulkAdd').mockImplementation(((rows: never) =>
        vi.mocked(database.pictures.bulkAdd).mock.calls.length > 2
          ? Promise.reject(new DOMException('full', 'QuotaExceededError'))
          : add(rows)) as never);
    }
    const copying = duplicateProject(
      project.id,
      'copy',
      (done) => how === 'cancelled' && done === 200 && cancel.abort(),
      cancel.signal,
    );
    await expect(copying).rejects.toThrow();
    expect(await everything()).toEqual(before);
  });
});

it('removes a project with all that belongs to it, and nothing else', async () => {
  await filled('kept', 3);
  const before = await everything();
  const { project } = await filled('gone', 250);
  await removeProject(project.id);
  expect(await everything()).toEqual(before);
});

it('reads many pictures at once, and none that are not there', async () => {
  await filled('p', 3);
  const found = await readPictures(['p-2', 'gone', 'p-0']);
  expect([...found.keys()]).toEqual(['p-2', 'p-0']);
  expect(await found.get('p-0')?.text()).toBe('p-0');
});

describe('a disk that does not open', () => {
  const error = (name: string) => new DOMException('no', name);

  it('is asked again, as one that was killed may need a moment', async () => {
    const disk = database;
    const opening = vi
      .spyOn(disk, 'open')
      .mockRejectedValueOnce(error('UnknownError'))
      .mockRejectedValueOnce(error('AbortError'));
    expect(await openDatabase()).toBeUndefined();
    expect(opening).toHaveBeenCalledTimes(3);
    expect(database).toBe(disk);
  });

  // This must be the last test of this file, because from here on rows are kept in memory.
  it('gives way to memory, and is deleted nevertheless when all is to go', async () => {
    const disk = database;
    const opening = vi.spyOn(disk, 'open').mockRejectedValue(error('InvalidStateError'));
    expect(await openDatabase()).toBe('unavailable');
    expect(opening).toHaveBeenCalledTimes(1);
    expect(database).not.toBe(disk);
    await filled('q', 2);
    expect(await (await readPicture('q-1'))?.text()).toBe('q-1');

    const deleting = vi.spyOn(disk, 'delete').mockRejectedValueOnce(error('UnknownError'));
    await expect(deleteDatabase()).rejects.toMatchObject({ kind: 'failed' });
    await deleteDatabase();
    expect(deleting).toHaveBeenCalledTimes(2);
    expect(await Dexie.getDatabaseNames()).toEqual([]);
    await openDatabase();
  });
});
