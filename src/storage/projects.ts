// Projects: listing them, opening one with everything that the page lists of it, copying and
// deleting.
import Dexie, { type Collection } from 'dexie';
import { renamedFingerprint, type Signatures } from '../model/fingerprint';
import { newId } from '../model/new-id';
import type { ClassRow, ProjectRow, SampleRow } from '../model/project';
import { database } from './database';
import { loadMeasurements, saveMeasurements } from './measurements';
import { dropSamples } from './samples';
import { guarded, guardedMakingRoom, StorageError } from './storage-error';

/** A project with its classes and samples, but no pictures and no features. */
export interface ProjectContent {
  project: ProjectRow;
  /** Living classes, by `order`. */
  classes: ClassRow[];
  /** Living samples of living classes, by `seq`. */
  samples: SampleRow[];
  /** What was deleted and is still kept, so that it can be brought back. */
  deleted: {
    classes: ClassRow[];
    samples: SampleRow[];
    /** Samples that are deleted only because their class is. */
    withClasses: SampleRow[];
  };
  /** Higher than the `seq` of any sample of the project, including deleted ones. */
  nextSeq: number;
}

export interface ProjectSummary {
  project: ProjectRow;
  classes: number;
  pictures: number;
  /** The id of a sample whose picture represents the project. */
  cover: string | undefined;
}

/** Living projects, starting with the one opened last. @throws {StorageError} */
export function listProjects(): Promise<ProjectSummary[]> {
  return summaries(async () =>
    (await database.projects.orderBy('openedAt').reverse().toArray()).filter(isAlive),
  );
}

/**
 * Projects that were deleted and can be brought back, starting with the one deleted last.
 * @throws {StorageError}
 */
export function listDeletedProjects(): Promise<ProjectSummary[]> {
  return summaries(async () => {
    const deleted = await database.projects
      .filter(({ deletedAt, arriving }) => deletedAt !== 0 && !arriving)
      .toArray();
    return deleted.sort((a, b) => b.deletedAt - a.deletedAt);
  });
}

function summaries(of: () => PromiseLike<ProjectRow[]>): Promise<ProjectSummary[]> {
  const { projects, classes, samples } = database;
  return guarded(() =>
    database.transaction('r', projects, classes, samples, async () =>
      Promise.all((await of()).map(summary)),
    ),
  );
}

async function summary(project: ProjectRow): Promise<ProjectSummary> {
  const living = await database.classes
    .where('[projectId+deletedAt]')
    .equals([project.id, 0])
    .sortBy('order');
  const ofClass = living.map(({ id }) =>
    database.samples.where('[classId+deletedAt]').equals([id, 0]),
  );
  const counts = await Promise.all(ofClass.map((some) => some.count()));
  const [cover] = (await ofClass[counts.findIndex((n) => n > 0)]?.limit(1).primaryKeys()) ?? [];
  const pictures = counts.reduce((sum, n) => sum + n, 0);
  return { project, classes: living.length, pictures, cover };
}

/**
 * Opens a project. Without an id, or if it is gone, opens the one opened last. If there is none,
 * makes a new one without a name and classes. Tabs that open at the same time get the same project.
 * @throws {StorageError}
 */
export async function openProject(id?: string): Promise<ProjectContent> {
  try {
    return await openWriting(id);
  } catch (error) {
    // A full disk must not keep anybody from what is there. The project opens without noting the
    // time.
    const full = error instanceof StorageError && error.kind === 'quota';
    const content = full ? await readLast(id) : undefined;
    if (!content) throw error;
    return content;
  }
}

async function readLast(id?: string): Promise<ProjectContent | undefined> {
  const last = id ?? (await listProjects())[0]?.project.id;
  return last === undefined ? undefined : readProject(last);
}

function openWriting(id?: string): Promise<ProjectContent> {
  const { projects, classes, samples } = database;
  return guarded(() =>
    database.transaction('rw', projects, classes, samples, async () => {
      const now = Date.now();
      const wanted = id === undefined ? undefined : await projects.get(id);
      const last =
        wanted && isAlive(wanted)
          ? wanted
          : (await projects.orderBy('openedAt').reverse().toArray()).find(isAlive);
      const project = { ...(last ?? freshProject()), openedAt: now };
      await projects.put(project);
      return { project, ...(await contentOf(project.id)) };
    }),
  );
}

/**
 * A project as it is on the disk, without opening it. Undefined if there is none. @throws
 * {StorageError}
 */
export function readProject(id: string): Promise<ProjectContent | undefined> {
  const { projects, classes, samples } = database;
  return guarded(() =>
    database.transaction('r', projects, classes, samples, async () => {
      const project = await projects.get(id);
      return project && { project, ...(await contentOf(id)) };
    }),
  );
}

async function contentOf(projectId: string): Promise<Omit<ProjectContent, 'project'>> {
  const ofProject = await database.classes.where('projectId').equals(projectId).sortBy('order');
  const alive = ofProject.filter((row) => row.deletedAt === 0);
  const aliveIds = new Set(alive.map((row) => row.id));
  const ids = new Set(ofProject.map((row) => row.id));
  const taken = await samplesOf(projectId).toArray();
  return {
    classes: alive,
    samples: taken.filter((row) => row.deletedAt === 0 && aliveIds.has(row.classId)),
    deleted: {
      classes: ofProject.filter((row) => row.deletedAt > 0),
      // Only of classes that still exist, so that there is something to come back to.
      samples: taken.filter((row) => row.deletedAt > 0 && ids.has(row.classId)),
      withClasses: taken.filter((row) => row.deletedAt === 0 && !aliveIds.has(row.classId)),
    },
    nextSeq: (taken.at(-1)?.seq ?? -1) + 1,
  };
}

/**
 * Adds a project that is being copied in. Nobody sees it before `arrived`. Resolves when it is on
 * the disk.
 * @throws {StorageError}
 */
export function addArriving(
  name: string,
  rest: Pick<ProjectRow, 'settings' | 'secondTask' | 'comingExample'> = {},
): Promise<ProjectRow> {
  const project: ProjectRow = { ...freshProject(), name, ...rest, arriving: true };
  return guarded(async () => {
    await database.projects.add(project);
    return project;
  });
}

/** Adds a new, empty project without classes. @throws {StorageError} */
export function addProject(name: string): Promise<ProjectRow> {
  const project = { ...freshProject(), name };
  return guarded(async () => {
    await database.projects.add(project);
    return project;
  });
}

/** All of it is there, so from now on it is a project like any other. @throws {StorageError} */
export function arrived(id: string): Promise<void> {
  return guarded(() =>
    database.transaction('rw', database.projects, async () => {
      const project = await database.projects.get(id);
      if (!project) throw new Error(`no project ${id}`);
      const { arriving, ...whole } = project;
      await database.projects.put(whole);
    }),
  );
}

/**
 * Changes the named fields of a project. Resolves when this is on the disk.
 * @throws {StorageError} `failed` if there is no such project.
 */
export function saveProject(
  patch: Pick<ProjectRow, 'id'> & Partial<Omit<ProjectRow, 'id' | 'createdAt'>>,
): Promise<void> {
  const { projects } = database;
  return guardedMakingRoom(() =>
    database.transaction('rw', projects, async () => {
      const project = await projects.get(patch.id);
      if (!project) throw new Error(`no project ${patch.id}`);
      await projects.put({ ...project, ...patch });
    }),
  );
}

/** Tells pictures and classes apart: see `Signatures`. */
export type SignaturesOf = (
  classes: readonly ClassRow[],
  samples: readonly SampleRow[],
) => Signatures;

/** The number of rows copied in one transaction. */
const COPIED_AT_ONCE = 200;

/**
 * Copies a project under a new name, with its living classes and samples, pictures, features, last
 * run and all measurements. If this fails or `signal` aborts it, nothing of the copy remains.
 * @param signaturesOf tells pictures apart; whatever was learned from or measured on the project's
 * current pictures then counts as learned from or measured on the copy's.
 * @throws {StorageError}, or the signal's reason.
 */
export async function duplicateProject(
  id: string,
  name: string,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
  signaturesOf?: SignaturesOf,
): Promise<ProjectRow> {
  const content = await readProject(id);
  if (!content) throw new Error(`no project ${id}`);
  const { settings, secondTask } = content.project;
  const copy = await addArriving(name, {
    ...(settings && { settings }),
    // The labels keep their ids, because nobody outside the project knows them.
    ...(secondTask && { secondTask }),
  });
  try {
    await copyInto(copy.id, content, onProgress, signal, signaturesOf);
    await arrived(copy.id);
  } catch (error) {
    await removeProject(copy.id);
    throw error;
  }
  return copy;
}

async function copyInto(
  projectId: string,
  content: ProjectContent,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
  signaturesOf: SignaturesOf | undefined,
): Promise<void> {
  const { classes, samples, pictures, features, runs, standIns, cues } = database;
  const classIds = new Map(content.classes.map((row) => [row.id, newId()]));
  const sampleIds = new Map(content.samples.map((row) => [row.id, newId()]));
  const newOf = (ids: Map<string, string>, id: string) => ids.get(id) ?? id;

  await guarded(() =>
    classes.bulkAdd(
      content.classes.map((row) => ({ ...row, id: newOf(classIds, row.id), projectId })),
    ),
  );
  await guarded(() =>
    database.transaction('rw', cues, async () => {
      const own = await cues.bulkGet([...classIds.keys()]);
      const there = own.filter((row) => row !== undefined);
      await cues.bulkPut(there.map((row) => ({ ...row, classId: newOf(classIds, row.classId) })));
    }),
  );
  for (let i = 0; i < content.samples.length; i += COPIED_AT_ONCE) {
    signal.throwIfAborted();
    onProgress(i, content.samples.length);
    const some = content.samples.slice(i, i + COPIED_AT_ONCE);
    const ids = some.map((row) => row.id);
    await guarded(() =>
      database.transaction('rw', samples, pictures, features, async () => {
        const seen = (await pictures.bulkGet(ids)).filter((row) => row !== undefined);
        const known = await features.where('id').anyOf(ids).toArray();
        await samples.bulkAdd(
          some.map((row) => ({
            ...row,
            id: newOf(sampleIds, row.id),
            classId: newOf(classIds, row.classId),
            projectId,
          })),
        );
        await pictures.bulkAdd(seen.map((row) => ({ ...row, id: newOf(sampleIds, row.id) })));
        await features.bulkAdd(known.map((row) => ({ ...row, id: newOf(sampleIds, row.id) })));
      }),
    );
  }
  signal.throwIfAborted();
  await guarded(async () => {
    const { id } = content.project;
    const [run, standIn] = [(await runs.get(id))?.run, (await standIns.get(id))?.run];
    // A run refers to classes and samples by their ids, and to all of them together by a signature.
    const ids = new Map([...classIds, ...sampleIds]);
    const was = signaturesOf?.(content.classes, content.samples);
    const is = signaturesOf?.(renamed(content.classes, ids), renamed(content.samples, ids));
    if (was && is) ids.set(was.all, is.all).set(was.learned, is.learned);
    if (run) await runs.put({ projectId, run: renamed(run, ids) });
    if (standIn) await standIns.put({ projectId, run: renamed(standIn, ids) });
    await saveMeasurements(projectId, renamed(await loadMeasurements(id), ids));
  });
}

/**
 * A deep copy in which every string, key and word of a fingerprint that is an id in the map is
 * replaced by the new id.
 */
function renamed<T>(value: T, ids: ReadonlyMap<string, string>): T {
  return walk(value, ids) as T;
}

function walk(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return ids.get(value) ?? value;
  if (Array.isArray(value)) return value.map((each) => walk(each, ids));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      ids.get(key) ?? key,
      key === 'fingerprint' ? renamedFingerprint(String(each), ids) : walk(each, ids),
    ]),
  );
}

/** All samples of a project, by `seq`, whatever became of them. */
export function samplesOf(projectId: string): Collection<SampleRow, string> {
  return database.samples
    .where('[projectId+seq]')
    .between([projectId, Dexie.minKey], [projectId, Dexie.maxKey]);
}

/** Permanently deletes a project without any pictures, even deleted ones. @throws {StorageError} */
export function removeIfEmpty(id: string): Promise<void> {
  return removeProject(id, async () => (await samplesOf(id).count()) === 0);
}

/**
 * Permanently deletes a project with everything that belongs to it, one part at a time.
 * @param may is asked before anything is deleted, in the transaction that decides.
 * @throws {StorageError}
 */
export async function removeProject(
  id: string,
  may: (project: ProjectRow) => boolean | PromiseLike<boolean> = () => true,
): Promise<void> {
  const { projects, classes, samples, pictures, features, runs, standIns, cues } = database;
  const { measurements } = database;
  // The project is hidden first, so that anything a crash leaves of it is removed later.
  const hidden = await guarded(() =>
    database.transaction('rw', projects, samples, async () => {
      const project = await projects.get(id);
      if (!project || !(await may(project))) return false;
      await projects.put({ ...project, arriving: true });
      return true;
    }),
  );
  if (!hidden) return;
  for (;;) {
    const ids = await guarded(() => samplesOf(id).limit(COPIED_AT_ONCE).primaryKeys());
    if (ids.length === 0) break;
    await guarded(() =>
      database.transaction('rw', samples, pictures, features, () => dropSamples(ids)),
    );
  }
  await guarded(() =>
    database.transaction(
      'rw',
      [projects, classes, cues, runs, standIns, measurements],
      async () => {
        const classIds = await classes
          .where('[projectId+deletedAt]')
          .between([id, Dexie.minKey], [id, Dexie.maxKey])
          .primaryKeys();
        await cues.bulkDelete(classIds);
        await classes.bulkDelete(classIds);
        await runs.delete(id);
        await standIns.delete(id);
        const measured = measurements.where('projectId').equals(id);
        await measurements.bulkDelete(await measured.primaryKeys());
        await projects.delete(id);
      },
    ),
  );
}

const isAlive = ({ deletedAt, arriving }: ProjectRow) => deletedAt === 0 && !arriving;

function freshProject(): ProjectRow {
  const now = Date.now();
  return { id: newId(), name: '', createdAt: now, openedAt: now, deletedAt: 0 };
}
