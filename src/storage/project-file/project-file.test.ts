import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Evaluation } from '../../model/evaluation';
import { safeFileName } from '../../model/file-names';
import type { Signatures } from '../../model/fingerprint';
import {
  MOST_ANSWERS,
  MOST_CLASSES,
  MOST_FILE_NAME,
  MOST_MANIFEST_BYTES,
  MOST_NAME,
  MOST_PICTURES,
} from '../../model/limits';
import type { Measurements } from '../../model/measurement';
import { newId } from '../../model/new-id';
import type { ClassRow, SampleRow } from '../../model/project';
import type { StandIn, StoredRun, StrategyRecord } from '../../model/run';
import type { Strategy } from '../../model/strategy';
import { applyChanges, inverse } from '../changes';
import { database } from '../database';
import { loadMeasurements, saveMeasurements } from '../measurements';
import { readProject } from '../projects';
import type { FeatureRow } from '../rows';
import { loadRun, loadStandIn, saveRun, saveStandIn } from '../runs';
import { addSamples, type NewSample, readFeatures, readPicture } from '../samples';
import { type Archive, openArchive, openFolder } from './archive';
import type { PictureVerdict, RestoreOptions } from './restore';
import { projectFileBlob, writeProjectFile } from './write';

const KEY = 'mobilenet-v2@1/192';
const OTHER_KEY = 'efficientnet-lite0@1/224';
const asIs: RestoreOptions = { checkPicture: () => ({ use: 'as-is', type: 'image/jpeg' }) };

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(database.tables.map((table) => table.clear()));
});

/** What a project consists of, without ids. */
interface Model {
  name: string;
  live: boolean;
  falseRejection: number;
  classes: { name: string; colour: number; off: boolean }[];
  samples: {
    class: number;
    group: number;
    name: string | undefined;
    test: boolean;
    camera: boolean;
    picture: Uint8Array<ArrayBuffer>;
    /** Which of two keys it has features under. */
    embedded: number;
    dead: boolean;
    /** 3 is a label that was deleted. */
    secondLabel?: number | undefined;
  }[];
  run: boolean;
  secondTask?: { name: string; labels: string[] } | undefined;
}

// What can be typed: no control characters, no halves of letters, no overrides of the reading
// direction.
const text = (most: number) =>
  fc
    .string({ unit: 'grapheme', maxLength: most })
    .map((it) => it.replace(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, ''))
    .map((it) => Array.from(it).slice(0, 80).join(''));
const awkward = fc.constantFrom(
  '',
  'CON',
  'a/b',
  '..',
  '猫',
  'Cats',
  'cats ',
  '__proto__',
  'x.',
  'é',
);
/** As long as a name may be, in letters that take the most bytes. */
const longest = fc.constantFrom('😀', '猫', '"', 'a').map((letter) => letter.repeat(MOST_NAME));
const name = fc.oneof(text(20), awkward, longest);

const models: fc.Arbitrary<Model> = fc
  .record({
    name,
    live: fc.boolean(),
    falseRejection: fc.double({ min: 0, max: 1, noNaN: true }),
    classes: fc.array(fc.record({ name, colour: fc.nat(9), off: fc.boolean() }), { maxLength: 5 }),
    samples: fc.array(
      fc.record({
        class: fc.nat(4),
        group: fc.nat(3),
        name: fc.option(name, { nil: undefined }),
        test: fc.boolean(),
        camera: fc.boolean(),
        picture: fc.uint8Array({ minLength: 1, maxLength: 40 }).map((it) => new Uint8Array(it)),
        embedded: fc.nat(3),
        dead: fc.boolean(),
        secondLabel: fc.option(fc.nat(3), { nil: undefined }),
      }),
      { maxLength: 12 },
    ),
    run: fc.boolean(),
    secondTask: fc.option(fc.record({ name, labels: fc.array(name, { maxLength: 3 }) }), {
      nil: undefined,
    }),
  })
  .map((model) => ({
    ...model,
    samples: model.samples.filter((sample) => sample.class < model.classes.length),
  }));

const vectorOf = (picture: Uint8Array, key: string) =>
  Float32Array.of(picture[0] ?? 0, picture.length / 3, key === KEY ? -1.5 : 1e-20);

async function build(model: Model): Promise<string> {
  const projectId = newId();
  const times = { createdAt: 1.6e12, openedAt: 1, deletedAt: 0 };
  const settings = { live: model.live, falseRejection: model.falseRejection };
  const secondTask = model.secondTask && {
    name: model.secondTask.name,
    labels: model.secondTask.labels.map((it) => ({ id: newId(), name: it })),
  };
  await database.projects.add({
    id: projectId,
    name: model.name,
    settings,
    ...(secondTask && { secondTask }),
    ...times,
  });
  const classes = model.classes.map(
    (row, i): ClassRow => ({
      id: newId(),
      projectId,
      name: row.name,
      colour: row.colour,
      shape: 2 * i,
      order: i / 3,
      deletedAt: 0,
      ...(row.off && { off: true }),
    }),
  );
  await database.classes.bulkAdd(classes);
  const groups = [newId(), newId(), newId(), newId()];
  const rows: SampleRow[] = [];
  const pictures: NewSample[] = [];
  const features: FeatureRow[] = [];
  for (const [i, sample] of model.samples.entries()) {
    const row: SampleRow = {
      id: newId(),
      projectId,
      classId: classes[sample.class]?.id ?? '',
      group: groups[sample.group] ?? '',
      seq: 10 + 3 * i,
      createdAt: 1.65e12 + i,
      source: sample.camera ? 'camera' : 'file',
      ...(sample.name !== undefined && { name: sample.name }),
      ...(sample.test && { test: true }),
      ...(sample.secondLabel !== undefined && {
        secondLabel: secondTask?.labels[sample.secondLabel]?.id ?? 'gone',
      }),
      deletedAt: sample.dead ? 7 : 0,
    };
    rows.push(row);
    pictures.push({ row, picture: new Blob([sample.picture], { type: 'image/jpeg' }) });
    for (const [bit, key] of [KEY, OTHER_KEY].entries()) {
      if ((sample.embedded >> bit) & 1) {
        features.push({ id: row.id, key, vector: vectorOf(sample.picture, key) });
      }
    }
  }
  await addSamples(pictures);
  await database.features.bulkAdd(features);
  if (model.run && classes.length > 0) {
    const run = aRun(classes, rows);
    await saveRun(projectId, run);
    const standIn = aStandIn(run);
    await saveStandIn(projectId, standIn);
    await saveMeasurements(projectId, someMeasurements(standIn, rows, signaturesOf(classes, rows)));
  }
  return projectId;
}

/** A run that names a class and a picture which no longer exist. */
function aRun(classes: readonly ClassRow[], rows: readonly SampleRow[]): StoredRun {
  const ids = [...classes.map(({ id }) => id), 'gone'];
  const outputs = ids.length;
  return {
    id: newId(),
    at: 1.66e12,
    signature: 'as it was',
    history: [{ pass: 1, trainLoss: 0.25, trainAccuracy: 0.5, validationLoss: 1 / 3 }],
    settings: {
      head: 'mlp',
      epochs: 10,
      batchSize: 16,
      learningRate: 1e-3,
      l2: 'auto',
      validationShare: 0.2,
      seed: 3,
    },
    classNames: Object.fromEntries([
      ...classes.map(({ id, name: it }) => [id, it]),
      ['gone', 'Gone'],
    ]),
    result: {
      head: {
        kind: 'mlp',
        classes: ids,
        featureKey: KEY,
        featureSize: 3,
        normalisation: 'l2-sqrt-d',
        layers: [
          {
            inputs: 3,
            outputs: 2,
            weights: Float32Array.of(1, -2, 3, 1e-30, 5, 6),
            bias: Float32Array.of(0.1, 0.2),
            activation: 'relu',
          },
          {
            inputs: 2,
            outputs,
            weights: new Float32Array(2 * outputs).fill(0.3),
            bias: new Float32Array(outputs).fill(-0.7),
            activation: 'linear',
          },
        ],
        temperature: 1.25,
        familiarity: {
          directions: Int8Array.of(-128, 127, 0, 1, -1, 64),
          heldOut: Float32Array.of(0.1, 1 / 3),
        },
      },
      ended: 'early-stop',
      keptPass: 1,
      split: {
        train: [...rows.filter(({ deletedAt }) => !deletedAt).map(({ id }) => id), 'gone too'],
        validation: [],
        sameBurstClasses: [0],
        joinedGroups: [[...new Set(rows.map(({ group }) => group)), 'gone group']],
      },
      validation: evaluationOf(outputs, rows),
      test: { ...evaluationOf(outputs, rows), right: 0 },
      calibration: {
        temperature: 1.25,
        count: 7,
        ece: 0.1,
        eceCalibrated: 0.01,
        bins: [{ low: 0, high: 1, count: 7, confidence: 0.9, accuracy: 0.8 }],
        binsBefore: [{ low: 0, high: 1, count: 0 }],
      },
      guessing: 0.5,
      l2: 0.01,
      refitOnAll: false,
      msTrain: 12.5,
      backend: 'wasm',
    },
  };
}

function aStandIn(run: StoredRun): StandIn {
  const network = {
    design: 'backbone',
    inputSize: 192,
    kept: 15,
    until: 19,
    weights: Float32Array.of(1e-20, -7, 0.1),
  } as const;
  const head = { ...run.result.head, featureKey: 'mobilenet-v2@1/192+finetune-14', network };
  return {
    ...run,
    id: newId(),
    record: newId(),
    strategy: 'finetune',
    freezeAt: 14,
    baseline: { right: 1, total: 2 },
    result: { ...run.result, head, keptPass: 2 },
  };
}

const signaturesOf = (classes: readonly ClassRow[], samples: readonly SampleRow[]) => {
  const ids = (rows: readonly { id: string; deletedAt: number }[]) =>
    rows.flatMap(({ id, deletedAt }) => (deletedAt ? [] : [id.slice(0, 4)])).join('-');
  return { all: `all-${ids(classes)}-${ids(samples)}`, learned: `learned-${ids(samples)}` };
};

/** One measurement of each kind. One of the strategies was measured on other pictures. */
function someMeasurements(
  { record = '', result, signature, settings, classNames }: StandIn,
  rows: readonly SampleRow[],
  { all, learned }: Signatures,
): Measurements {
  const evaluation = evaluationOf(2, rows);
  const counted = { right: 1, total: 2, low: 0.1, high: 0.9 };
  const curve = {
    points: [{ perClass: 2, draw: 1, right: 3 }],
    numbers: [1, 2],
    total: 6,
    heldOut: 4,
    guessing: 0.5,
  };
  const spec = { backbone: 'mobilenet-v2', inputSize: 192 } as const;
  const strategyOf = (id: string, strategy: Strategy, fingerprint: string): StrategyRecord => ({
    id,
    fingerprint,
    from: { signature, settings, classNames },
    history: [{ pass: 0, trainLoss: 1, trainAccuracy: 0.5, ms: 1.5 }],
    result: {
      strategy,
      freezeAt: 3,
      ended: 'early-stop',
      keptPass: 0,
      split: result.split,
      validation: evaluation,
      test: { ...evaluation, right: 0 },
      forgetting: { validation: { changed: 1, total: 2 } },
      l2: 10,
      trainedParameters: 7,
      msTrain: 12.5,
      backend: 'wasm',
    },
  });
  return {
    strategies: {
      frozen: strategyOf(newId(), 'frozen', 'others k 0.2 1'),
      finetune: strategyOf(record, 'finetune', `${learned} ${KEY} 0.2 1`),
    },
    curves: { fingerprint: `${learned} ${KEY} 0.2 1`, curves: { scratch: curve } },
    'two-questions': {
      fingerprint: `${learned} ${KEY} 0.2 1 hash`,
      weight: 0.3,
      first: { together: evaluation, apart: { ...evaluation, right: 0 } },
      second: { together: evaluation, apart: evaluation },
    },
    adviser: {
      fingerprint: `${learned} 1 mobilenet-v2/192`,
      specs: [spec],
      layers: [{ backbone: 'mobilenet-v2', stage: 3, features: 8, logMe: -1.5, accuracy: counted }],
      gains: [{ spec, gain: -0.1, low: -0.2, high: 0.1, more: 1, fewer: 2 }],
      rankCorrelation: 0.9,
      from: { samples: 4, recordings: 3, folds: 2 },
    },
    domain: {
      fingerprint: `${all} ${KEY} 1`,
      of: 'tests',
      auc: 0.7,
      low: 0.6,
      high: 0.8,
      mmd: -0.01,
      from: { own: 4, other: 5, folds: 2 },
      adapted: { before: counted, after: counted, difference: 0.1, low: -0.1, high: 0.3 },
    },
  };
}

function evaluationOf(outputs: number, rows: readonly SampleRow[]): Evaluation {
  const ids = [...rows.filter(({ deletedAt }) => !deletedAt).map(({ id }) => id), 'gone'];
  return {
    right: 1,
    total: 2,
    low: 0.1,
    high: 0.9,
    confusion: Array.from({ length: outputs }, () => Array(outputs).fill(3)),
    guessing: 0.5,
    independent: 1.5,
    alsoLearnt: 1,
    perClass: Array.from({ length: outputs }, () => ({ said: 1, there: 2, right: 1, recall: 0.5 })),
    answers: {
      ids,
      labels: new Int32Array(ids.length).fill(outputs - 1),
      probabilities: new Float32Array(ids.length * outputs).fill(0.1),
    },
  };
}

/** A project without ids and exact order. Equal for equal projects. */
async function look(projectId: string) {
  const content = await readProject(projectId);
  if (!content) return undefined;
  const classNumber = new Map(content.classes.map(({ id }, i) => [id, i]));
  const sampleNumber = new Map(content.samples.map(({ id }, i) => [id, i]));
  const { secondTask } = content.project;
  const labelNumber = new Map(secondTask?.labels.map(({ id }, i) => [id, i]));
  const groups = new Map<string, number>();
  for (const { group } of content.samples) if (!groups.has(group)) groups.set(group, groups.size);
  const ids = content.samples.map(({ id }) => id);
  const [run, standIn] = [await loadRun(projectId), await loadStandIn(projectId)];
  const features = [];
  for (const key of [KEY, OTHER_KEY]) {
    const vectors = await readFeatures(ids, key);
    features.push(ids.map((id) => vectors.get(id)));
  }
  return {
    name: content.project.name,
    settings: content.project.settings,
    secondTask: secondTask && { ...secondTask, labels: secondTask.labels.map((it) => it.name) },
    classes: content.classes.map(({ name: it, colour, shape, off }) => ({
      name: it,
      colour,
      shape,
      off,
    })),
    samples: content.samples.map((row) => ({
      class: classNumber.get(row.classId),
      group: groups.get(row.group),
      createdAt: row.createdAt,
      source: row.source,
      name: row.name,
      test: row.test,
      secondLabel: labelNumber.get(row.secondLabel ?? ''),
    })),
    pictures: await picturesOf(ids),
    features,
    run: looksOf(run),
    standIn: looksOf(standIn),
    measurements: measured(await loadMeasurements(projectId)),
  };

  function measured({ strategies, 'two-questions': tasks, ...rest }: Partial<Measurements>) {
    const { all, learned } = signaturesOf(content?.classes ?? [], content?.samples ?? []);
    const seen = {
      ...rest,
      strategies: Object.values(strategies ?? {}).map((record) => ({
        ...record,
        from: { ...record.from, classNames: undefined },
        result: looksOfResult(record.result),
      })),
      tasks: tasks && {
        ...tasks,
        first: numbered(tasks.first.apart, sampleNumber),
        second: numbered(tasks.second.apart, sampleNumber),
      },
    };
    // JSON makes typed arrays comparable on both sides.
    return JSON.parse(JSON.stringify(seen).replaceAll(all, 'all').replaceAll(learned, 'learned'));
  }

  function looksOfResult({ split, validation, test, ...figures }: StrategyRecord['result']) {
    return {
      ...figures,
      split: split.train.map((id) => sampleNumber.get(id)),
      validation: numbered(validation, sampleNumber),
      test: numbered(test, sampleNumber),
    };
  }

  function looksOf(of: StoredRun | undefined) {
    if (!of) return undefined;
    const { head, split, validation, test, ...figures } = of.result;
    return {
      ...of,
      classNames: Object.entries(of.classNames).map(([id, it]) => [classNumber.get(id), it]),
      result: {
        ...figures,
        head: { ...head, classes: head.classes.map((id) => classNumber.get(id)) },
        split: {
          ...split,
          train: split.train.map((id) => sampleNumber.get(id)),
          validation: split.validation.map((id) => sampleNumber.get(id)),
          joinedGroups: split.joinedGroups?.map((set) => set.map((id) => groups.get(id))),
        },
        validation: numbered(validation, sampleNumber),
        test: numbered(test, sampleNumber),
      },
    };
  }
}

const numbered = (given: Evaluation | undefined, numbers: ReadonlyMap<string, number>) => ({
  ...given,
  answers: { ...given?.answers, ids: given?.answers?.ids.map((id) => numbers.get(id)) },
});

async function picturesOf(ids: readonly string[]) {
  const pictures: string[] = [];
  for (const id of ids) {
    const bytes = await (await readPicture(id))?.arrayBuffer();
    pictures.push(bytes ? Buffer.from(bytes).toString('hex') : 'none');
  }
  return pictures;
}

async function openProjectFile(blob: Blob): Promise<Extract<Archive, { kind: 'project' }>> {
  const archive = await openArchive(blob);
  if (archive.kind !== 'project') throw new Error(archive.kind);
  return archive;
}

async function target(projectId: string) {
  const content = await readProject(projectId);
  if (!content) throw new Error('gone');
  const { project, classes, nextSeq } = content;
  return { project, classes, firstSeq: nextSeq };
}

async function counts() {
  const all = await Promise.all(
    database.tables.map(async (table) => [table.name, await table.count()]),
  );
  return Object.fromEntries(all);
}

/** A plain project with two classes and some pictures in each, all different. */
function plain(pictures = 6, change: Partial<Model> = {}): Model {
  return {
    name: 'Pets',
    live: true,
    falseRejection: 0.1,
    classes: [
      { name: 'Cats', colour: 3, off: false },
      { name: 'Dogs', colour: 4, off: false },
    ],
    samples: Array.from({ length: pictures }, (_, i) => ({
      class: i % 2,
      group: i % 3,
      name: `${i}.png`,
      test: false,
      camera: false,
      picture: new Uint8Array(1000 + i).fill(i),
      embedded: 1,
      dead: false,
    })),
    run: true,
    ...change,
  };
}

describe('out and in again', () => {
  it('gives the same project', async () => {
    await fc.assert(
      fc.asyncProperty(models, async (model) => {
        const projectId = await build(model);
        const before = await look(projectId);
        const archive = await openProjectFile(await projectFileBlob(projectId, { signaturesOf }));
        const living = model.samples.filter(({ dead }) => !dead).length;
        expect(archive.summary).toMatchObject({ name: model.name, pictures: living });
        const restored = await archive.restore({ ...asIs, signaturesOf });
        expect(restored).toMatchObject({ pictures: living, failures: [], notes: [] });
        expect(await look(restored?.project.id ?? '')).toEqual(before);
        // The first project is unchanged, and the two share nothing.
        expect(await look(projectId)).toEqual(before);
        const stored = await readProject(restored?.project.id ?? '');
        expect(stored?.project.arriving).toBeUndefined();
        expect(stored?.deleted).toMatchObject({ classes: [], samples: [] });
      }),
      { numRuns: 40 },
    );
  });

  it('gives the same bytes each time but for the date', async () => {
    const projectId = await build(plain());
    const [once, twice] = [
      await projectFileBlob(projectId, { now: 5 }),
      await projectFileBlob(projectId, { now: 5 }),
    ];
    expect(Buffer.from(await twice.arrayBuffer())).toEqual(Buffer.from(await once.arrayBuffer()));
  });

  it('tells a run of the project as it is from an earlier one', async () => {
    const projectId = await build(plain());
    const outdated = await openProjectFile(await projectFileBlob(projectId, { signaturesOf }));
    const first = await outdated.restore({ ...asIs, signaturesOf });
    expect((await loadRun(first?.project.id ?? ''))?.signature).toBe('as it was');

    const content = await readProject(projectId);
    const run = await loadRun(projectId);
    if (!content || !run) throw new Error('gone');
    await saveRun(projectId, {
      ...run,
      signature: signaturesOf(content.classes, content.samples).all,
    });
    const current = await openProjectFile(await projectFileBlob(projectId, { signaturesOf }));
    const second = await current.restore({ ...asIs, signaturesOf });
    const restored = await readProject(second?.project.id ?? '');
    expect((await loadRun(second?.project.id ?? ''))?.signature).toBe(
      signaturesOf(restored?.classes ?? [], restored?.samples ?? []).all,
    );
  });
});

describe('a file that was unpacked', () => {
  const unpacked = async () => {
    const projectId = await build({ ...plain(), name: 'Fruit' });
    const blob = await projectFileBlob(projectId, { signaturesOf });
    return { projectId, files: unzipSync(new Uint8Array(await blob.arrayBuffer())) };
  };
  const restoredFrom = async (archive: Archive | undefined) => {
    if (archive?.kind !== 'project') throw new Error(`it is ${archive?.kind}`);
    const restored = await archive.restore({ ...asIs, signaturesOf });
    return look(restored?.project.id ?? '');
  };

  it.each(['Fruit.apprentice/', 'renamed/', 'one/in another/', 'e\u0301/'])(
    'and packed again by a Mac, in %s, is the same project',
    async (base) => {
      const { projectId, files } = await unpacked();
      const repacked = Object.fromEntries(
        Object.entries(files).flatMap(([path, bytes]) => [
          [`__MACOSX/${base}._${path}`, Uint8Array.of(0, 5, 22, 7)],
          [base + path.normalize('NFD'), bytes],
        ]),
      );
      repacked[`${base}.DS_Store`] = Uint8Array.of(0);
      const archive = await openArchive(new Blob([zipSync(repacked)]));
      expect(await restoredFrom(archive)).toEqual(await look(projectId));
    },
  );

  it('is the same project as the folder that it is', async () => {
    const { projectId, files } = await unpacked();
    const folder = Object.entries(files).map(([path, bytes]) => ({
      path,
      file: new File([bytes], path.split('/').at(-1) ?? ''),
    }));
    expect(await restoredFrom(await openFolder(folder))).toEqual(await look(projectId));
    const [first] = folder;
    const others = first ? [first, { path: 'manifest.json', file: new File(['{}'], 'x') }] : [];
    expect(await openFolder(others)).toBeUndefined();
  });
});

describe('the limits', () => {
  const classesOf = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ name: `class ${i}`, colour: i % 10, off: false }));

  it('are the same for what is written and for what is read', async () => {
    const answers = Array.from({ length: MOST_ANSWERS }, (_, i) => `answer ${i}`);
    const most = plain(3, {
      classes: classesOf(MOST_CLASSES),
      run: false,
      secondTask: { name: 'Which?', labels: answers },
    });
    const projectId = await build(most);
    const before = await look(projectId);
    const archive = await openProjectFile(await projectFileBlob(projectId));
    const restored = await archive.restore(asIs);
    expect(await look(restored?.project.id ?? '')).toEqual(before);
  });

  it.each([
    ['classes', { classes: classesOf(MOST_CLASSES + 1) }],
    ['answers', { secondTask: { name: '?', labels: Array(MOST_ANSWERS + 1).fill('') } }],
  ])('let nobody save a project with more %s as a file that cannot be opened', async (_, more) => {
    const projectId = await build(plain(2, more));
    await expect(projectFileBlob(projectId)).rejects.toMatchObject({
      name: 'ArchiveError',
      kind: 'not-carried',
    });
  });

  it.each(['😀', '猫', '"'])('hold with the longest names in letters like %s', async (letter) => {
    const most = (count: number) => letter.repeat(count);
    const projectId = await build(
      plain(1, { classes: [{ name: most(MOST_NAME), colour: 0, off: false }] }),
    );
    await database.samples.toCollection().modify({ name: most(MOST_FILE_NAME) });
    const file = await projectFileBlob(projectId);
    const zip = unzipSync(new Uint8Array(await file.arrayBuffer()));
    const lines = Buffer.from(zip['manifest.json'] ?? [])
      .toString()
      .split('\n');
    const line = lines.find((each) => each.startsWith('{"file":')) ?? '';
    expect(line).toContain(letter === '"' ? '\\"' : most(MOST_FILE_NAME));
    expect(Buffer.byteLength(line) * MOST_PICTURES).toBeLessThan(MOST_MANIFEST_BYTES);
  });
});

describe('what answers in the place of the run', () => {
  it.each([
    ['is missing', undefined],
    ['is cut off', Uint8Array.of(1, 2, 3)],
    ['is no number', new Uint8Array(Float32Array.of(1, Number.NaN, 2).buffer)],
  ])('is left out where its network %s, and the run is not', async (_, bytes) => {
    const projectId = await build(plain());
    const blob = await projectFileBlob(projectId);
    const { 'stand-in/network.f32': network, ...files } = unzipSync(await blob.bytes());
    expect(network).toHaveLength(12);
    const damaged = zipSync({ ...files, ...(bytes && { 'stand-in/network.f32': bytes }) });
    const file = await openProjectFile(new Blob([damaged]));
    const restored = await file.restore(asIs);
    expect(restored?.notes).toEqual(['stand-in-left-out']);
    expect(await loadStandIn(restored?.project.id ?? '')).toBeUndefined();
    expect(await loadRun(restored?.project.id ?? '')).toBeDefined();
  });
});

describe('what was measured', () => {
  const restoredFrom = async (
    change: (measured: Measurements & { signatures: object }) => void,
  ) => {
    const projectId = await build(plain());
    const { 'measurements.json': bytes, ...files } = unzipSync(
      await (await projectFileBlob(projectId, { signaturesOf })).bytes(),
    );
    const measured = JSON.parse(new TextDecoder().decode(bytes));
    change(measured);
    const changed = new TextEncoder().encode(JSON.stringify(measured));
    const file = await openProjectFile(
      new Blob([zipSync({ ...files, 'measurements.json': changed })]),
    );
    const restored = await file.restore({ ...asIs, signaturesOf });
    return { restored, measured: await loadMeasurements(restored?.project.id ?? '') };
  };

  it('tells the same picture that is gone by the same id, wherever it was answered', async () => {
    const { measured } = await restoredFrom(() => {});
    const both = [measured.strategies?.frozen, measured.strategies?.finetune];
    const gone = both.map((record) => record?.result.validation?.answers?.ids.at(-1));
    expect(gone[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(gone[1]).toBe(gone[0]);
  });

  it('is left out where it cannot be believed, and the rest is taken', async () => {
    const { restored, measured } = await restoredFrom((it) => {
      it.domain.auc = 2;
    });
    expect(restored?.notes).toEqual(['measurements-left-out']);
    expect(Object.keys(measured).sort()).toEqual([
      'adviser',
      'curves',
      'strategies',
      'two-questions',
    ]);
  });

  it('is of other pictures where one of the file could not be taken', async () => {
    const projectId = await build(plain());
    const file = await openProjectFile(await projectFileBlob(projectId, { signaturesOf }));
    let looked = 0;
    const restored = await file.restore({
      ...asIs,
      signaturesOf,
      checkPicture: () =>
        looked++ === 0 ? { use: 'nothing', detail: '' } : { use: 'as-is', type: 'image/jpeg' },
    });
    const id = restored?.project.id ?? '';
    const content = await readProject(id);
    const { learned } = signaturesOf(content?.classes ?? [], content?.samples ?? []);
    const { curves } = await loadMeasurements(id);
    expect(curves?.fingerprint).toMatch(/ 0\.2 1$/);
    expect(curves?.fingerprint.split(' ')[0]).not.toBe(learned);
  });
});

describe('the file', () => {
  it('is read by another library, pictures as they are under names that every system takes', async () => {
    const model = plain(4, {
      classes: [
        { name: 'CON', colour: 0, off: false },
        { name: 'a/b: "c"?', colour: 0, off: false },
        { name: 'A-B- -c--', colour: 0, off: false },
        { name: '', colour: 0, off: false },
        { name: '猫 😀', colour: 0, off: false },
        { name: '...', colour: 0, off: false },
      ],
    });
    model.samples = model.classes.map((_, i) => ({
      class: i,
      group: 0,
      name: ['nul.png', undefined, '../../x.jpeg', '\u202ex\u0000.gif', 'ж.png', '. .'][i],
      test: false,
      camera: false,
      picture: Uint8Array.of(i, 1, 2, 3),
      embedded: 1,
      dead: false,
    }));
    const projectId = await build(model);
    const bytes = new Uint8Array(await (await projectFileBlob(projectId)).arrayBuffer());
    const files = unzipSync(bytes);
    expect(Object.keys(files)).toEqual([
      'README.txt',
      'pictures/_CON/00001 _nul.jpg',
      'pictures/a-b- -c--/00002.jpg',
      'pictures/A-B- -c-- (2)/00003 -..-x.jpg',
      'pictures/Class 7/00004 x.jpg',
      'pictures/猫 😀/00005 ж.jpg',
      'pictures/Class 11/00006.jpg',
      'features/mobilenet-v2@1-192.f32',
      'head.f32',
      'familiarity.i8',
      'stand-in/head.f32',
      'stand-in/familiarity.i8',
      'stand-in/network.f32',
      'measurements.json',
      'manifest.json',
    ]);
    model.samples.forEach(({ picture }, i) => {
      const path = Object.keys(files)[i + 1] ?? '';
      expect(files[path]).toEqual(picture);
    });
    const features = files['features/mobilenet-v2@1-192.f32'];
    expect(features?.length).toBe(6 * 3 * 4);
    const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json']));
    expect(manifest).toMatchObject({ format: 'apprentice-project', version: 1 });
    expect(manifest.samples).toHaveLength(6);
    // Unicode names are marked as such (bit 11 of the flags), because not every program guesses it.
    const flags = [...bytes.keys()]
      .filter((at) => bytes[at] === 0x50 && bytes[at + 1] === 0x4b && bytes[at + 2] === 1)
      .map((at) => new DataView(bytes.buffer).getUint16(at + 8, true) & 0x800);
    expect(flags[5]).toBe(0x800);
  });

  it('has names that are safe, whatever a class is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (it) => {
        const safe = safeFileName(it, 'otherwise');
        expect(safe).not.toMatch(
          /[<>:"/\\|?*\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]|^[. ]|[. ]$|^$/u,
        );
        expect(safe).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
        expect(Array.from(safe).length).toBeLessThanOrEqual(61);
      }),
    );
  });

  it('is written a bit at a time, never with all pictures in memory', async () => {
    const projectId = await build(
      plain(0, {
        run: false,
        samples: plain(1000).samples.map((it) => ({ ...it, picture: new Uint8Array(10_000) })),
      }),
    );
    const largestRead = vi.spyOn(database.pictures, 'bulkGet');
    let written = 0;
    let inFlight = 0;
    let most = 0;
    const progress: number[] = [];
    const sink = new WritableStream<Uint8Array>({
      async write(bytes) {
        most = Math.max(most, bytes.length, ++inFlight * bytes.length);
        await new Promise((resolve) => setTimeout(resolve, 5));
        written += bytes.length;
        inFlight--;
        // The reader can't be far ahead of what this slow sink took, so the rest has not been read
        // yet.
        const read = largestRead.mock.calls.length * 100 * 10_000;
        expect(read - written).toBeLessThan(4e6);
      },
    });
    await writeProjectFile(projectId, sink, { onProgress: (done) => progress.push(done) });
    expect(written).toBeGreaterThan(1000 * 10_000);
    expect(most).toBeLessThanOrEqual(1 << 20);
    for (const [ids] of largestRead.mock.calls) expect(ids.length).toBeLessThanOrEqual(100);
    expect(progress.at(-1)).toBe(1000);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  });

  it('is aborted with its sink', async () => {
    const projectId = await build(plain(50));
    const aborting = new AbortController();
    const reason = new Error('enough');
    const abort = vi.fn();
    const close = vi.fn();
    const sink = new WritableStream<Uint8Array>({ abort, close });
    const written = writeProjectFile(projectId, sink, {
      signal: aborting.signal,
      onProgress: (done) => done === 20 && aborting.abort(reason),
    });
    await expect(written).rejects.toBe(reason);
    expect(abort).toHaveBeenCalledWith(reason);
    expect(close).not.toHaveBeenCalled();
  });

  it('fails with what its sink fails with', async () => {
    const projectId = await build(plain(5));
    const full = new Error('disk full');
    const sink = new WritableStream<Uint8Array>({
      write: () => Promise.reject(full),
    });
    await expect(writeProjectFile(projectId, sink)).rejects.toBe(full);
  });
});

describe('merging', () => {
  it('of one project into another brings what is new, as one act that can be undone', async () => {
    const theirs = await build(
      plain(6, {
        classes: [
          { name: ' dogs', colour: 3, off: true },
          { name: 'Birds', colour: 9, off: false },
        ],
      }),
    );
    const ours = await build(plain(4));
    const before = await look(ours);
    const archive = await openProjectFile(await projectFileBlob(theirs));
    const merged = await archive.mergeInto({ ...(await target(ours)), takenNumbers: [1] }, asIs);
    if (!merged) throw new Error('dropped');
    expect(merged).toMatchObject({ pictures: 6, duplicates: 0, failures: [], notes: [] });
    // Nothing is visible yet.
    expect(await look(ours)).toEqual(before);

    await applyChanges(merged.changes);
    const after = await look(ours);
    expect(after?.classes).toEqual([
      { name: 'Cats', colour: 3, shape: 0 },
      { name: 'Dogs', colour: 4, shape: 2 },
      { name: 'Birds', colour: 9, shape: 3 },
    ]);
    expect(after?.samples.map((row) => row.class)).toEqual([0, 1, 0, 1, 1, 2, 1, 2, 1, 2]);
    // Recordings stay together, and separate from those that were there.
    expect(after?.samples.map((row) => row.group)).toEqual([0, 1, 2, 0, 3, 4, 5, 3, 4, 5]);
    expect(after?.features[0]?.every((vector) => vector !== undefined)).toBe(true);
    expect(after?.run).toEqual(before?.run);

    await applyChanges(inverse(merged.changes));
    expect(await look(ours)).toEqual(before);
    await applyChanges(merged.changes);
    expect(await look(ours)).toEqual(after);
  });

  it.each([
    ['none', undefined, { name: 'Indoors?', labels: ['Yes', 'no', 'No idea'] }, [0, 1, 2]],
    [
      'the same',
      { name: 'indoors? ', labels: ['No', 'yes'] },
      { name: 'indoors? ', labels: ['No', 'yes', 'No idea'] },
      [1, 0, 2],
    ],
    [
      'another',
      { name: 'Which hand?', labels: ['Left', 'Right'] },
      { name: 'Which hand?', labels: ['Left', 'Right'] },
      [undefined, undefined, undefined],
    ],
  ])('with a second question where there is %s', async (_, secondTask, task, labels) => {
    const samples = plain(4).samples.map((it, i) => ({ ...it, secondLabel: i }));
    const asked = { name: 'Indoors?', labels: ['Yes', 'no', 'No idea'] };
    const theirs = await build(plain(4, { samples, secondTask: asked }));
    const ours = await build(plain(0, { secondTask }));
    const before = await look(ours);
    const archive = await openProjectFile(await projectFileBlob(theirs));
    const merged = await archive.mergeInto(await target(ours), asIs);
    expect(merged?.notes).toEqual(labels[0] === undefined ? ['second-task-left-out'] : []);
    await applyChanges(merged?.changes ?? []);
    const after = await look(ours);
    expect(after?.secondTask).toEqual(task);
    // The last picture's label had been deleted.
    expect(after?.samples.map((row) => row.secondLabel)).toEqual([...labels, undefined]);
    await applyChanges(inverse(merged?.changes ?? []));
    expect(await look(ours)).toEqual(before);
  });

  it('of a project into itself changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(models, async (model) => {
        const projectId = await build(model);
        const archive = await openProjectFile(await projectFileBlob(projectId));
        const merged = await archive.mergeInto(await target(projectId), asIs);
        expect(merged).toMatchObject({
          changes: [],
          pictures: 0,
          duplicates: model.samples.filter(({ dead }) => !dead).length,
        });
      }),
      { numRuns: 20 },
    );
  });

  it('takes pictures for the same by all their bytes, not by their hash or length', async () => {
    const ours = await build(
      plain(1, {
        samples: plain(1).samples.map((it) => ({ ...it, picture: Uint8Array.of(1, 2, 3) })),
      }),
    );
    const same = plain(1).samples.map((it) => ({ ...it, picture: Uint8Array.of(1, 2, 3) }));
    const theirs = await build(
      plain(0, {
        samples: [
          ...same,
          ...same.map((it) => ({ ...it, picture: Uint8Array.of(1, 2, 4) })),
          ...same.map((it) => ({ ...it, class: 1 })),
        ],
      }),
    );
    // Now every hash is equal.
    vi.spyOn(Math, 'imul').mockReturnValue(7);
    const archive = await openProjectFile(await projectFileBlob(theirs));
    const merged = await archive.mergeInto(await target(ours), asIs);
    expect(merged).toMatchObject({ pictures: 2, duplicates: 1 });
  });

  it('can be given up', async () => {
    const ours = await build(plain(2));
    const theirs = await build(plain(30, { classes: plain().classes.toReversed() }));
    const before = await counts();
    const archive = await openProjectFile(await projectFileBlob(theirs));
    const merged = await archive.mergeInto(await target(ours), asIs);
    expect(
      await database.samples
        .where({ projectId: ours })
        .count()
        .catch(() => 0),
    ).toBeDefined();
    expect((await counts()).samples).toBeGreaterThan(before.samples ?? 0);
    await merged?.discard();
    expect(await counts()).toEqual(before);
  });

  it('writes nothing that a start would take for living', async () => {
    const ours = await build(plain(2));
    const theirs = await build(plain(6));
    const archive = await openProjectFile(await projectFileBlob(theirs));
    await archive.mergeInto(await target(ours), asIs);
    const arriving = await database.samples.filter(({ deletedAt }) => deletedAt < 0).toArray();
    expect(arriving.length).toBeGreaterThan(0);
    for (const { projectId } of arriving) expect(projectId).toBe(ours);
  });
});

describe('all or nothing', () => {
  const both = ['restore', 'merge'] as const;

  async function bring(
    how: (typeof both)[number],
    file: Blob,
    ours: string,
    options: RestoreOptions,
  ) {
    const archive = await openProjectFile(file);
    return how === 'restore'
      ? archive.restore(options)
      : archive.mergeInto(await target(ours), options);
  }

  it.each(both)('%s: an abort at any picture leaves nothing', async (how) => {
    const file = await projectFileBlob(await build(plain(250)));
    await Promise.all(database.tables.map((table) => table.clear()));
    const ours = await build(plain(0, { run: false, samples: [] }));
    const before = await counts();
    for (const at of [0, 1, 99, 100, 101, 200, 249, 250]) {
      const aborting = new AbortController();
      const reason = new Error(`at ${at}`);
      const brought = bring(how, file, ours, {
        ...asIs,
        signal: aborting.signal,
        onProgress: (done) => done === at && aborting.abort(reason),
      });
      await expect(brought).rejects.toBe(reason);
      expect(await counts()).toEqual(before);
    }
  });

  it.each(both)('%s: a write that fails leaves nothing, whichever it is', async (how) => {
    const file = await projectFileBlob(await build(plain(250)));
    await Promise.all(database.tables.map((table) => table.clear()));
    const ours = await build(plain(0, { run: false, samples: [] }));
    const before = await counts();
    const broken = Object.assign(new Error('broken'), { name: 'UnknownError' });
    for (const [table, method] of [
      [database.samples, 'bulkAdd'],
      [database.pictures, 'bulkPut'],
      [database.features, 'bulkPut'],
    ] as const) {
      const real = table[method].bind(table) as (...args: unknown[]) => never;
      let calls = 0;
      const spy = vi.spyOn(table, method as 'bulkPut').mockImplementation((...args: unknown[]) => {
        calls++;
        if (calls === 3) throw broken;
        return real(...args);
      });
      const brought = bring(how, file, ours, asIs);
      await expect(brought).rejects.toMatchObject({ name: 'StorageError', kind: 'failed' });
      spy.mockRestore();
      expect(calls).toBe(3);
      expect(await counts()).toEqual(before);
    }
  });

  it.each(both)('%s: the person chooses whether the good part is kept', async (how) => {
    const file = await projectFileBlob(await build(plain(4)));
    await Promise.all(database.tables.map((table) => table.clear()));
    const ours = await build(plain(0, { run: false, samples: [] }));
    const before = await counts();
    let n = 0;
    const checkPicture = (): PictureVerdict =>
      n++ % 2 ? { use: 'nothing', detail: 'broken' } : { use: 'as-is', type: 'image/jpeg' };
    const asked = vi.fn((_: readonly unknown[]) => false);
    expect(await bring(how, file, ours, { checkPicture, keepGoodPart: asked })).toBeUndefined();
    expect(asked.mock.calls).toEqual([
      [
        [
          { name: 'pictures/Dogs/00002 1.jpg', reason: 'picture', detail: 'broken' },
          { name: 'pictures/Dogs/00004 3.jpg', reason: 'picture', detail: 'broken' },
        ],
      ],
    ]);
    expect(await counts()).toEqual(before);
    const kept = await bring(how, file, ours, { checkPicture, keepGoodPart: async () => true });
    expect(kept).toMatchObject({
      pictures: 2,
      failures: [{ reason: 'picture' }, { reason: 'picture' }],
    });
  });

  it('embeds anew what was made fit, and leaves out features of another length', async () => {
    const file = await projectFileBlob(await build(plain(2)));
    const prepared = new Blob(['smaller'], { type: 'image/webp' });
    let n = 0;
    const archive = await openProjectFile(file);
    const one = await archive.restore({
      checkPicture: () =>
        n++ ? { use: 'as-is', type: 'image/png' } : { use: 'prepared', picture: prepared },
    });
    const content = await readProject(one?.project.id ?? '');
    const ids = content?.samples.map(({ id }) => id) ?? [];
    expect(await (await readPicture(ids[0] ?? ''))?.text()).toBe('smaller');
    expect((await readPicture(ids[1] ?? ''))?.type).toBe('image/png');
    expect([...(await readFeatures(ids, KEY)).keys()]).toEqual([ids[1]]);

    const two = await archive.restore({
      ...asIs,
      featureSize: (key) => (key === KEY ? 1280 : undefined),
    });
    expect(two?.notes).toEqual(['features-left-out']);
    expect(await counts()).toMatchObject({ projects: 3, features: 3 });
  });
});
