// From a project file into the database, either as a project of its own or into an existing one.

import { ArchiveError, type EntryFailure } from '../../archive/archive-error';
import { bytesOf, shownPath, type ZipItem } from '../../archive/zip';
import type { FeatureKey } from '../../model/backbone';
import { breather, ON_A_PAGE_MS } from '../../model/breather';
import { fnv1a } from '../../model/hash';
import { newId } from '../../model/new-id';
import type { ClassRow, ProjectRow, SampleRow, SecondTask } from '../../model/project';
import type { StandIn, StoredRun } from '../../model/run';
import type { Change } from '../changes';
import { database } from '../database';
import { saveMeasurements } from '../measurements';
import { addArriving, arrived, removeProject, type SignaturesOf } from '../projects';
import { arrivingSince } from '../rows';
import { saveRun, saveStandIn } from '../runs';
import { addSamples, dropSamples, type NewSample, putFeatures } from '../samples';
import { guarded } from '../storage-error';
import type {
  ClassInFile,
  FeaturesInFile,
  Manifest,
  RunInFile,
  SecondTaskInFile,
} from './manifest';
import { MOST_MEASUREMENTS_BYTES, unpackMeasurements } from './measurements';
import { floatsOf, MOST_HEAD_BYTES, unpackRun, unpackStandIn } from './run';

/** An open project file: what it says, and its files by the paths that the manifest uses. */
export interface ProjectFile {
  manifest: Manifest;
  files: ReadonlyMap<string, ZipItem>;
  /** Paths that more than one file has. */
  ambiguous: ReadonlySet<string>;
}

/** `as-is`: may be kept, under its true type. `prepared`: kept in its place. */
export type PictureVerdict =
  | { use: 'as-is'; type: string }
  | { use: 'prepared'; picture: Blob }
  | { use: 'nothing'; detail: string };

export interface RestoreOptions {
  /**
   * Examines each picture before it is kept: its format and its size. The name is only for display.
   */
  checkPicture(picture: File): PictureVerdict | Promise<PictureVerdict>;
  /** The length of a feature vector, if that is known. Vectors of another length are left out. */
  featureSize?(key: FeatureKey): number | undefined;
  /**
   * Asked once, before anything is visible, if some pictures could not be taken. `false` drops
   * everything. If not given, the good part is kept.
   */
  keepGoodPart?(failures: readonly EntryFailure[]): boolean | Promise<boolean>;
  /**
   * Tells pictures apart. A run or measurement that matched the pictures in the file then counts as
   * matching those that were made from them.
   */
  signaturesOf?: SignaturesOf;
  /** The number of pictures examined so far, and of all of them. */
  onProgress?(done: number, total: number): void;
  signal?: AbortSignal;
}

/** Something in the file besides pictures that was left out. It can be made again. */
export type RestoreNote =
  | 'features-left-out'
  | 'run-left-out'
  | 'stand-in-left-out'
  | 'measurements-left-out'
  /** Left out because the project asks another second question. */
  | 'second-task-left-out';

export interface Restored {
  project: ProjectRow;
  pictures: number;
  failures: EntryFailure[];
  notes: RestoreNote[];
}

export interface MergeTarget {
  project: ProjectRow;
  /** Living classes. */
  classes: readonly ClassRow[];
  /**
   * Numbers (`shape`) that no new class may get, besides those of `classes`. They belong to deleted
   * classes that can come back.
   */
  takenNumbers?: Iterable<number>;
  /**
   * The first `seq` for the new samples. The caller must not give the next `summary.pictures`
   * numbers to others.
   */
  firstSeq: number;
}

export interface Merged {
  /** One act: none of it is visible before it is applied, and all of it is afterwards. */
  changes: Change[];
  /** The number of pictures that the changes bring. */
  pictures: number;
  /** The number of pictures that were already in the same class, byte for byte. */
  duplicates: number;
  failures: EntryFailure[];
  notes: RestoreNote[];
  /** Removes what was written if the changes are not applied. @throws {StorageError} */
  discard(): Promise<void>;
}

/** The most bytes that a picture of ours may have: many times what one of 1,024 px needs. */
const MOST_PICTURE_BYTES = 5e6;
const MOST_FEATURE_BYTES = 4e9;
/** The number of pictures kept in one transaction. */
const WRITTEN_AT_ONCE = 100;
const BYTES_AT_ONCE = 8e6;

/**
 * Makes a new project from a project file. Nobody sees it before it is complete. If this fails or
 * is aborted, nothing of it remains.
 * @returns undefined if `keepGoodPart` said no.
 * @throws {StorageError}, or the signal's reason.
 */
export async function restoreProject(
  file: ProjectFile,
  options: RestoreOptions,
): Promise<Restored | undefined> {
  const { manifest } = file;
  const { name, settings } = manifest;
  const { task, labels } = matchLabels(manifest.secondTask, undefined);
  const project = await addArriving(name, { settings, ...(task && { secondTask: task }) });
  try {
    const classes = manifest.classes.map((row, i) => newClass(row, project.id, row.shape, i));
    await guarded(() => database.classes.bulkAdd(classes));
    const brought = await bringIn(file, options, {
      projectId: project.id,
      classes,
      labels,
      firstSeq: 0,
      deletedAt: 0,
    });
    if (!(await mayKeep(brought, options))) {
      await removeProject(project.id);
      return undefined;
    }
    const run = await runOf(file, manifest.run, options, classes, brought);
    if (run) await saveRun(project.id, run);
    const standIn = await standInOf(file, options, classes, brought);
    if (standIn) await saveStandIn(project.id, standIn);
    const measured = await measurementsOf(file, options, classes, brought);
    await saveMeasurements(project.id, measured.measurements);
    const notes: RestoreNote[] = [
      ...brought.notes,
      ...(run ? [] : runNote(manifest)),
      ...(standIn ? [] : standInNote(manifest)),
      ...(measured.broken ? (['measurements-left-out'] as const) : []),
    ];
    options.signal?.throwIfAborted();
    await arrived(project.id);
    const { arriving: _, ...whole } = project;
    return { project: whole, pictures: brought.rows.length, failures: brought.failures, notes };
  } catch (error) {
    await removeProject(project.id);
    throw error;
  }
}

/**
 * Writes the pictures of a project file into a project without showing them. Classes are matched by
 * name, ignoring case. Classes and labels of the second question that have no match are added. If
 * this fails or is aborted, nothing of it remains.
 * @returns undefined if `keepGoodPart` said no.
 * @throws {StorageError}, or the signal's reason.
 */
export async function mergeProject(
  file: ProjectFile,
  target: MergeTarget,
  options: RestoreOptions,
): Promise<Merged | undefined> {
  const { project, firstSeq } = target;
  const { classes, added } = matchClasses(file.manifest.classes, target);
  const { task, labels } = matchLabels(file.manifest.secondTask, project.secondTask);
  const known = await knownPictures(classes, options.signal);
  const written: string[] = [];
  const discard = () => removeSamples(written);
  try {
    const brought = await bringIn(
      file,
      options,
      { projectId: project.id, classes, labels, firstSeq, deletedAt: arrivingSince(Date.now()) },
      known,
      written,
    );
    if (!(await mayKeep(brought, options))) {
      await discard();
      return undefined;
    }
    return {
      changes: [
        ...projectChange(project, task),
        ...added.map((after): Change => ({ table: 'classes', after })),
        ...brought.rows.map(
          (row): Change => ({ table: 'samples', before: row, after: { ...row, deletedAt: 0 } }),
        ),
      ],
      pictures: brought.rows.length,
      duplicates: brought.duplicates,
      failures: brought.failures,
      notes: [...brought.notes, ...(labels ? [] : (['second-task-left-out'] as const))],
      discard,
    };
  } catch (error) {
    await discard();
    throw error;
  }
}

async function mayKeep(
  { failures }: { failures: EntryFailure[] },
  { keepGoodPart, signal }: RestoreOptions,
): Promise<boolean> {
  signal?.throwIfAborted();
  if (failures.length === 0 || !keepGoodPart) return true;
  const kept = await keepGoodPart(failures);
  signal?.throwIfAborted();
  return kept;
}

function newClass(
  { name, colour, off }: ClassInFile,
  projectId: string,
  shape: number,
  order: number,
): ClassRow {
  return { id: newId(), projectId, name, colour, shape, order, deletedAt: 0, ...(off && { off }) };
}

/** The class for each of the file's classes: an existing one, or a new one placed after them. */
function matchClasses(
  inFile: readonly ClassInFile[],
  { project, classes, takenNumbers = [] }: MergeTarget,
): { classes: ClassRow[]; added: ClassRow[] } {
  const free = new Map<string, ClassRow[]>();
  for (const row of classes) {
    const name = nameKey(row);
    free.set(name, [...(free.get(name) ?? []), row]);
  }
  const taken = new Set([...takenNumbers, ...classes.map(({ shape }) => shape)]);
  let order = Math.max(0, ...classes.map((row) => row.order));
  const added: ClassRow[] = [];
  const matched = inFile.map((row) => {
    const namesakes = free.get(nameKey(row));
    // If two classes have the same name, they stay two if the other side has two as well, in order.
    const [first] = namesakes ?? [];
    if (namesakes && namesakes.length > 1) namesakes.shift();
    if (first) return first;
    let number = 0;
    while (taken.has(number)) number++;
    taken.add(number);
    order++;
    const fresh = newClass(row, project.id, number, order);
    free.set(nameKey(row), [fresh]);
    added.push(fresh);
    return fresh;
  });
  return { classes: matched, added };
}

/**
 * Equal for classes that a person would take for the same. A class without a name goes by its
 * number.
 */
function nameKey({ name, shape }: { name: string; shape: number }): string {
  const shown = spoken(name);
  return shown === '' ? `#${shape}` : `"${shown}`;
}

const spoken = (name: string) => name.trim().normalize('NFC').toLocaleLowerCase();

/**
 * The project's second question with the file's labels added, and the id for each of the file's
 * labels. There are no labels if the file asks another question, because a project has at most one
 * and keeps its own.
 */
function matchLabels(
  inFile: SecondTaskInFile | undefined,
  own: SecondTask | undefined,
): { task: SecondTask | undefined; labels: string[] | undefined } {
  if (!inFile) return { task: own, labels: [] };
  if (own && spoken(own.name) !== spoken(inFile.name)) return { task: own, labels: undefined };
  const known = new Map(
    [...(own?.labels ?? [])].reverse().map(({ id, name }) => [spoken(name), id]),
  );
  const added: SecondTask['labels'] = [];
  const labels = inFile.labels.map(({ name }) => {
    const there = known.get(spoken(name));
    if (there !== undefined) return there;
    const fresh = { id: newId(), name };
    added.push(fresh);
    return fresh.id;
  });
  if (own && added.length === 0) return { task: own, labels };
  return {
    task: { name: own?.name ?? inFile.name, labels: [...(own?.labels ?? []), ...added] },
    labels,
  };
}

function projectChange(before: ProjectRow, task: SecondTask | undefined): Change[] {
  if (!task || task === before.secondTask) return [];
  return [{ table: 'projects', before, after: { ...before, secondTask: task } }];
}

interface Place {
  projectId: string;
  /** One for each class of the file. */
  classes: readonly ClassRow[];
  /** One for each label of the file. Undefined if they are left out. */
  labels: readonly string[] | undefined;
  firstSeq: number;
  deletedAt: number;
}

interface Brought {
  rows: SampleRow[];
  /** The ids of samples that were taken, by number in the file. */
  ids: (string | undefined)[];
  /** The recordings, by number in the file. */
  groups: Map<number, string>;
  duplicates: number;
  failures: EntryFailure[];
  notes: RestoreNote[];
}

/** @param written receives the ids of everything that may be in the database. */
async function bringIn(
  file: ProjectFile,
  options: RestoreOptions,
  place: Place,
  known: KnownPictures = new Map(),
  written: string[] = [],
): Promise<Brought> {
  const { manifest } = file;
  const { signal, onProgress } = options;
  const brought: Brought = {
    rows: [],
    ids: manifest.samples.map(() => undefined),
    groups: new Map(),
    duplicates: 0,
    failures: [],
    notes: manifest.brokenFeatures ? ['features-left-out'] : [],
  };
  /** Numbers of samples whose picture is not the one that the features were made from. */
  const changed = new Set<number>();
  const { groups } = brought;
  const breathe = breather(ON_A_PAGE_MS);
  let batch: NewSample[] = [];
  let bytesInBatch = 0;

  async function flush() {
    written.push(...batch.map(({ row }) => row.id));
    await addSamples(batch);
    brought.rows.push(...batch.map(({ row }) => row));
    batch = [];
    bytesInBatch = 0;
    signal?.throwIfAborted();
  }

  for (const [i, sample] of manifest.samples.entries()) {
    signal?.throwIfAborted();
    onProgress?.(i, manifest.samples.length);
    await breathe();
    const classId = place.classes[sample.class]?.id ?? '';
    const picture = await pictureOf(file, sample.file, options);
    if ('failure' in picture) {
      brought.failures.push(picture.failure);
      continue;
    }
    if (await isKnown(known, classId, picture.bytes)) {
      brought.duplicates++;
      continue;
    }
    const group = groups.get(sample.group) ?? newId();
    groups.set(sample.group, group);
    const { source, createdAt, name, test, secondLabel } = sample;
    const label = secondLabel === undefined ? undefined : place.labels?.[secondLabel];
    const row: SampleRow = {
      id: newId(),
      projectId: place.projectId,
      classId,
      group,
      seq: place.firstSeq + i,
      createdAt,
      source,
      ...(name !== undefined && { name }),
      ...(test && { test }),
      ...(label !== undefined && { secondLabel: label }),
      deletedAt: place.deletedAt,
    };
    if (picture.changed) changed.add(i);
    brought.ids[i] = row.id;
    batch.push({ row, picture: picture.blob });
    bytesInBatch += picture.blob.size;
    if (batch.length >= WRITTEN_AT_ONCE || bytesInBatch >= BYTES_AT_ONCE) await flush();
  }
  await flush();
  onProgress?.(manifest.samples.length, manifest.samples.length);

  for (const features of manifest.features) {
    if (!(await bringFeatures(file, features, options, brought.ids, changed))) {
      brought.notes = ['features-left-out'];
    }
  }
  return brought;
}

interface TakenPicture {
  /** As it is in the file. */
  bytes: Uint8Array<ArrayBuffer>;
  blob: Blob;
  /** The picture was converted, so its features must be made again. */
  changed: boolean;
}

async function pictureOf(
  { files, ambiguous }: ProjectFile,
  path: string,
  { checkPicture, signal }: RestoreOptions,
): Promise<TakenPicture | { failure: EntryFailure }> {
  const failed = (reason: EntryFailure['reason'], detail = '') => ({
    failure: { name: shownPath(path), reason, detail },
  });
  const item = files.get(path);
  if (!item) return failed('missing');
  if (ambiguous.has(path)) return failed('duplicate-name');
  if (item.unfit) return failed(item.unfit);
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = await bytesOf(item, MOST_PICTURE_BYTES, signal);
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    return failed(error.kind === 'too-large' ? 'too-large' : 'damaged', error.detail);
  }
  const verdict = await checkPicture(new File([bytes], shownPath(path.split('/').at(-1) ?? '')));
  switch (verdict.use) {
    case 'nothing':
      return failed('picture', verdict.detail);
    case 'prepared':
      return { bytes, blob: verdict.picture, changed: true };
    case 'as-is':
      return { bytes, blob: new Blob([bytes], { type: verdict.type }), changed: false };
  }
}

/**
 * @returns false if some features of the file were not taken, apart from those whose pictures were
 * not taken.
 */
async function bringFeatures(
  { files, ambiguous }: ProjectFile,
  { key, file, size, samples }: FeaturesInFile,
  { featureSize, signal }: RestoreOptions,
  ids: readonly (string | undefined)[],
  changed: ReadonlySet<number>,
): Promise<boolean> {
  const item = files.get(file);
  const rowBytes = 4 * size;
  const count = samples?.length ?? ids.length;
  const fits = (featureSize?.(key) ?? size) === size && item?.size === count * rowBytes;
  if (!item || !fits || ambiguous.has(file)) return false;

  let whole = true;
  let number = 0;
  let batch: { id: string; vector: Float32Array }[] = [];
  const row = new Uint8Array(rowBytes);
  let filled = 0;

  async function take(part: Uint8Array) {
    for (let at = 0; at < part.length; ) {
      const some = part.subarray(at, at + rowBytes - filled);
      row.set(some, filled);
      filled += some.length;
      at += some.length;
      if (filled < rowBytes) return;
      filled = 0;
      const index = samples ? samples[number] : number;
      number++;
      const id = index === undefined || changed.has(index) ? undefined : ids[index];
      if (id === undefined) continue;
      const vector = floatsOf(row);
      if (vector.every(Number.isFinite)) batch.push({ id, vector });
      else whole = false;
      if (batch.length >= WRITTEN_AT_ONCE) await flush();
    }
  }
  async function flush() {
    await putFeatures(key, batch);
    batch = [];
    signal?.throwIfAborted();
  }

  try {
    await item.stream(take, MOST_FEATURE_BYTES, signal);
    await flush();
    return whole;
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    // What was read before the damage has not passed the checksum, so it cannot be trusted.
    await dropFeatures(key, ids);
    return false;
  }
}

async function dropFeatures(key: string, ids: readonly (string | undefined)[]): Promise<void> {
  const pairs = ids.flatMap((id): [string, string][] => (id === undefined ? [] : [[id, key]]));
  await guarded(() => database.features.bulkDelete(pairs));
}

async function runOf(
  file: ProjectFile,
  run: RunInFile | undefined,
  { signaturesOf, signal }: RestoreOptions,
  classes: readonly ClassRow[],
  { rows, ids, groups, failures }: Brought,
): Promise<StoredRun | undefined> {
  if (!run) return undefined;
  const { familiarity } = run.head;
  const read = (path: string) => bytesAt(file, path, MOST_HEAD_BYTES, signal);
  const weights = await read(run.head.file);
  if (!weights) return undefined;
  const directions = familiarity && (await read(familiarity.file));
  const classIds = classes.map(({ id }) => id);
  const unpacked = unpackRun(run, weights, directions, { classes: classIds, samples: ids, groups });
  if (!unpacked || !signaturesOf || !run.current || failures.length > 0) return unpacked;
  return { ...unpacked, signature: signaturesOf(classes, rows).all };
}

async function measurementsOf(
  file: ProjectFile,
  { signaturesOf, signal }: RestoreOptions,
  classes: readonly ClassRow[],
  { rows, ids, groups, failures }: Brought,
): Promise<ReturnType<typeof unpackMeasurements>> {
  const { measurements: path, brokenMeasurements: broken } = file.manifest;
  if (path === undefined) return { measurements: {}, broken };
  const bytes = await bytesAt(file, path, MOST_MEASUREMENTS_BYTES, signal);
  if (!bytes) return { measurements: {}, broken: true };
  const classIds = classes.map(({ id }) => id);
  const signatures = failures.length > 0 ? undefined : signaturesOf?.(classes, rows);
  return unpackMeasurements(bytes, { classes: classIds, samples: ids, groups }, signatures);
}

async function standInOf(
  file: ProjectFile,
  options: RestoreOptions,
  classes: readonly ClassRow[],
  brought: Brought,
): Promise<StandIn | undefined> {
  const { standIn } = file.manifest;
  const run = standIn && (await runOf(file, standIn, options, classes, brought));
  if (!run) return undefined;
  const weights = await bytesAt(file, standIn.network.file, MOST_HEAD_BYTES, options.signal);
  return weights && unpackStandIn(standIn, run, weights);
}

/** Undefined if there is no such file, or if it is broken. */
async function bytesAt(
  { files, ambiguous }: ProjectFile,
  path: string,
  most: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | undefined> {
  const item = files.get(path);
  if (!item || ambiguous.has(path)) return undefined;
  try {
    return await bytesOf(item, most, signal);
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    return undefined;
  }
}

function runNote({ run, brokenRun }: Manifest): RestoreNote[] {
  return run || brokenRun ? ['run-left-out'] : [];
}

function standInNote({ standIn, brokenStandIn }: Manifest): RestoreNote[] {
  return standIn || brokenStandIn ? ['stand-in-left-out'] : [];
}

/** The ids of samples by the class, length and hash of their pictures. */
type KnownPictures = Map<string, string[]>;

async function knownPictures(
  classes: readonly ClassRow[],
  signal: AbortSignal | undefined,
): Promise<KnownPictures> {
  const known: KnownPictures = new Map();
  const breathe = breather(ON_A_PAGE_MS);
  for (const classId of new Set(classes.map(({ id }) => id))) {
    const ids = await guarded(() =>
      database.samples.where('[classId+deletedAt]').equals([classId, 0]).primaryKeys(),
    );
    for (let i = 0; i < ids.length; i += WRITTEN_AT_ONCE) {
      signal?.throwIfAborted();
      const some = ids.slice(i, i + WRITTEN_AT_ONCE);
      for (const row of await guarded(() => database.pictures.bulkGet(some))) {
        if (!row) continue;
        const key = pictureKey(classId, new Uint8Array(row.bytes));
        known.set(key, [...(known.get(key) ?? []), row.id]);
        await breathe();
      }
    }
  }
  return known;
}

/** The hash finds candidates, and the bytes decide. */
async function isKnown(
  known: KnownPictures,
  classId: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const ids = known.size > 0 ? known.get(pictureKey(classId, bytes)) : undefined;
  if (!ids) return false;
  const rows = await guarded(() => database.pictures.bulkGet(ids));
  return rows.some((row) => row && sameBytes(new Uint8Array(row.bytes), bytes));
}

/** There is no crypto.subtle on a page that is not secure. */
function pictureKey(classId: string, bytes: Uint8Array): string {
  return `${classId} ${bytes.length} ${fnv1a(bytes)}`;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Permanently deletes samples with everything that belongs to them. */
async function removeSamples(ids: readonly string[]): Promise<void> {
  const { samples, pictures, features } = database;
  for (let i = 0; i < ids.length; i += WRITTEN_AT_ONCE) {
    const some = ids.slice(i, i + WRITTEN_AT_ONCE);
    await guarded(() =>
      database.transaction('rw', samples, pictures, features, () => dropSamples(some)),
    );
  }
}
