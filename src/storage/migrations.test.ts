// A database of any released version opens with everything that was in it.
import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, expect, it } from 'vitest';
import { readCues, saveCue } from './cues';
import { database, openDatabase } from './database';
import { madeUpModel, madeUpStandIn } from './made-up';
import { loadMeasurement, loadMeasurements, saveMeasurement } from './measurements';
import { keepOwnBackbone, listOwnBackbones, readOwnBackbone } from './own-backbones';
import { listProjects, openProject } from './projects';
import { loadRun, loadStandIn, saveStandIn } from './runs';
import { readFeatures, readPicture } from './samples';

/** The tables of each released version, as they were then. */
const RELEASED: Record<number, Record<string, string>> = {
  1: {
    projects: 'id, openedAt',
    classes: 'id, [projectId+deletedAt]',
    samples: 'id, classId, [projectId+seq], [projectId+deletedAt]',
    pictures: 'id',
    features: '[id+key]',
    runs: 'projectId',
  },
  2: {
    projects: 'id, openedAt',
    classes: 'id, [projectId+deletedAt]',
    samples: 'id, classId, [projectId+seq], [projectId+deletedAt], [classId+deletedAt]',
    pictures: 'id',
    features: '[id+key]',
    runs: 'projectId',
  },
  3: {
    projects: 'id, openedAt',
    classes: 'id, [projectId+deletedAt]',
    samples: 'id, classId, [projectId+seq], [projectId+deletedAt], [classId+deletedAt]',
    pictures: 'id',
    features: '[id+key]',
    runs: 'projectId',
    standIns: 'projectId',
  },
  4: {
    projects: 'id, openedAt',
    classes: 'id, [projectId+deletedAt]',
    samples: 'id, classId, [projectId+seq], [projectId+deletedAt], [classId+deletedAt]',
    pictures: 'id',
    features: '[id+key]',
    runs: 'projectId',
    standIns: 'projectId',
    ownBackbones: 'hash',
    ownBackboneParts: '[hash+part]',
  },
  5: {
    projects: 'id, openedAt',
    classes: 'id, [projectId+deletedAt]',
    samples: 'id, classId, [projectId+seq], [projectId+deletedAt], [classId+deletedAt]',
    pictures: 'id',
    features: '[id+key]',
    runs: 'projectId',
    standIns: 'projectId',
    ownBackbones: 'hash',
    ownBackboneParts: '[hash+part]',
    cues: 'classId',
  },
};

const sample = { projectId: 'p', classId: 'c', group: 'g', createdAt: 3, source: 'file' };
/** Rows as version 1 wrote them. */
const ROWS_OF_1 = {
  projects: [
    { id: 'p', name: 'Ants or bees', createdAt: 1, openedAt: 2, settings: { live: false } },
    { id: 'old', name: '', createdAt: 0, openedAt: 1 },
  ],
  classes: [
    { id: 'c', projectId: 'p', name: 'Ants', colour: 3, shape: 0, order: 1, deletedAt: 0 },
    { id: 'd', projectId: 'p', name: 'Gone', colour: 1, shape: 1, order: 2, deletedAt: 9 },
  ],
  samples: [
    { ...sample, id: 's', seq: 0, name: 'ant.jpg', deletedAt: 0 },
    { ...sample, id: 't', seq: 1, deletedAt: 8 },
  ],
  pictures: [{ id: 's', type: 'image/jpeg', bytes: new Uint8Array([1, 2, 3]).buffer }],
  features: [{ id: 's', key: 'k', vector: new Float32Array([1, 2]) }],
  runs: [{ projectId: 'p', run: { history: [], at: 5, signature: 'x' } }],
};
/** Version 2 marked projects as deleted too. */
const ROWS_OF_2 = {
  ...ROWS_OF_1,
  projects: ROWS_OF_1.projects.map((row) => ({ ...row, deletedAt: 0 })),
};
const ROWS_OF_3 = {
  ...ROWS_OF_2,
  standIns: [{ projectId: 'old', run: madeUpStandIn('x') }],
};
/** Version 5 kept measurements in the run's row. */
const RECORD = { history: [], from: { signature: 'x' }, result: { msTrain: 5 } };
const CURVES = { transfer: { points: [], numbers: [1], total: 3, heldOut: 4, guessing: 0.5 } };
const ROWS_OF_5 = {
  ...ROWS_OF_3,
  runs: [
    {
      ...ROWS_OF_1.runs[0],
      measured: {
        frozen: { ...RECORD, basis: 'b', result: { msTrain: 9 } },
        finetune: { ...RECORD, basis: 'c' },
      },
      curves: { curves: CURVES, basis: 'd' },
    },
  ],
  standIns: [...ROWS_OF_3.standIns, { projectId: 'p', run: madeUpStandIn('c') }],
};
const ROWS: Record<number, Record<string, object[]>> = {
  1: ROWS_OF_1,
  2: ROWS_OF_2,
  3: ROWS_OF_3,
  4: ROWS_OF_3,
  5: ROWS_OF_5,
};

afterEach(() => database.delete());

it.each(Object.keys(RELEASED).map(Number))('opens a database of version %i', async (version) => {
  const old = new Dexie('apprentice');
  old.version(version).stores(RELEASED[version] ?? {});
  for (const [table, rows] of Object.entries(ROWS[version] ?? {}))
    await old.table(table).bulkAdd(rows);
  old.close();

  expect(await openDatabase()).toBeUndefined();
  expect((await listProjects()).map(({ project, pictures }) => [project.name, pictures])).toEqual([
    ['Ants or bees', 1],
    ['', 0],
  ]);
  const content = await openProject();
  expect(content.project).toMatchObject({ id: 'p', settings: { live: false }, deletedAt: 0 });
  expect(content.classes).toEqual(ROWS_OF_1.classes.slice(0, 1));
  expect(content.samples).toEqual(ROWS_OF_1.samples.slice(0, 1));
  expect(content.deleted).toMatchObject({ classes: [{ id: 'd' }], samples: [{ id: 't' }] });
  expect(await (await readPicture('s'))?.bytes()).toEqual(new Uint8Array([1, 2, 3]));
  expect([...(await readFeatures(['s'], 'k'))]).toEqual([['s', new Float32Array([1, 2])]]);
  const id = expect.stringMatching(/^[0-9a-f]{32}$/);
  expect(await loadRun('p')).toEqual({ history: [], at: 5, signature: 'x', id });
  const measured = await loadMeasurements('p');
  const standIn = await loadStandIn('p');
  if (version < 5) expect([standIn, measured]).toEqual([undefined, {}]);
  else {
    expect(measured).toEqual({
      strategies: {
        frozen: { ...RECORD, id, fingerprint: 'b', result: { msTrain: 9 } },
        finetune: { ...RECORD, id, fingerprint: 'c' },
      },
      curves: { curves: CURVES, fingerprint: 'd' },
    });
    // The measurement from which it was put to use.
    const record = measured.strategies?.finetune?.id;
    expect(standIn).toEqual({ ...madeUpStandIn('c'), id, record });
  }
  await saveMeasurement('p', 'curves', { curves: CURVES, fingerprint: 'e' });
  expect(await loadMeasurement('p', 'curves')).toEqual({ curves: CURVES, fingerprint: 'e' });
  await saveStandIn('p', madeUpStandIn('c'));
  expect(await loadStandIn('p')).toEqual(madeUpStandIn('c'));
  expect(await loadStandIn('old')).toEqual(version < 3 ? undefined : { ...madeUpStandIn('x'), id });
  expect(await readCues(['c'])).toEqual(new Map());
  await saveCue('c', 'picture', new File(['p'], 'ant.png'));
  expect((await readCues(['c', 'd'])).get('c')?.picture?.name).toBe('ant.png');
  expect(await listOwnBackbones()).toEqual([]);
  const file = { header: '{}', weights: new Blob([new Uint8Array([1, 2, 3])]) };
  await keepOwnBackbone(madeUpModel('h'), file);
  expect(await (await readOwnBackbone('h'))?.weights.bytes()).toEqual(new Uint8Array([1, 2, 3]));
});
