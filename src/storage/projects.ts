// Projects: opening one with all that the page lists of it, and what is kept of the project itself.
import Dexie from 'dexie';
import { database } from './database';
import { type ClassRow, newId, type ProjectRow, type SampleRow } from './rows';
import { guarded } from './storage-error';

/** A project with its living classes and samples; no pictures, no features. */
export interface ProjectContent {
  project: ProjectRow;
  /** By `order`. */
  classes: ClassRow[];
  /** Those of living classes only, by `seq`. */
  samples: SampleRow[];
  /** Higher than the `seq` of any sample of the project, deleted ones included. */
  nextSeq: number;
}

/**
 * Opens the project that was open last, or a new one without name and classes where there is none.
 * Tabs that open at once get the same project.
 * @throws {StorageError}
 */
export function openLastProject(): Promise<ProjectContent> {
  const { projects, classes, samples } = database;
  return guarded(() =>
    database.transaction('rw', projects, classes, samples, async () => {
      const now = Date.now();
      const last = await projects.orderBy('openedAt').last();
      const project = last
        ? { ...last, openedAt: now }
        : { id: newId(), name: '', createdAt: now, openedAt: now };
      await projects.put(project);

      const ofProject = await classes.where('projectId').equals(project.id).sortBy('order');
      const alive = ofProject.filter((row) => row.deletedAt === 0);
      const aliveIds = new Set(alive.map((row) => row.id));
      const taken = await samples
        .where('[projectId+seq]')
        .between([project.id, Dexie.minKey], [project.id, Dexie.maxKey])
        .toArray();
      return {
        project,
        classes: alive,
        samples: taken.filter((row) => row.deletedAt === 0 && aliveIds.has(row.classId)),
        nextSeq: (taken.at(-1)?.seq ?? -1) + 1,
      };
    }),
  );
}

/**
 * Changes the named fields of a project. Resolves when that is on the disk.
 * @throws {StorageError} `failed` where there is no such project.
 */
export function saveProject(
  patch: Pick<ProjectRow, 'id'> & Partial<Omit<ProjectRow, 'id' | 'createdAt'>>,
): Promise<void> {
  const { projects } = database;
  return guarded(() =>
    database.transaction('rw', projects, async () => {
      const project = await projects.get(patch.id);
      if (!project) throw new Error(`no project ${patch.id}`);
      await projects.put({ ...project, ...patch });
    }),
  );
}
