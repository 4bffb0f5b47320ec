// What was deleted is kept for a while, so that it can be brought back. Here it is counted and
// freed.
import type { Collection, Table } from 'dexie';
import { type ClassRow, MOST_ARRIVING_MS, type ProjectRow, type SampleRow } from '../model/project';
import { database } from './database';
import { removeProject, samplesOf } from './projects';
import { arrivingSince } from './rows';
import { dropSamples } from './samples';
import { guarded } from './storage-error';

/** What is kept only so that it can be brought back. */
export interface Deleted {
  pictures: number;
  /** Projects and classes, with or without pictures, and second questions. */
  others: number;
}

/**
 * Counts what was deleted and can be freed.
 * @param except the ids of projects that are not looked at.
 * @throws {StorageError}
 */
export function countDeleted(except: ReadonlySet<string>): Promise<Deleted> {
  const { projects, classes, samples } = database;
  return guarded(() =>
    database.transaction('r', projects, classes, samples, async () => {
      const deleted: Deleted = { pictures: 0, others: 0 };
      for (const { id, deletedAt, arriving, deletedSecondTasks } of await projects.toArray()) {
        if (arriving || except.has(id)) continue;
        if (deletedAt !== 0) {
          deleted.others++;
          deleted.pictures += await samplesOf(id).count();
          continue;
        }
        const gone = await deletedIn(classes, id).primaryKeys();
        deleted.others += gone.length + (deletedSecondTasks?.length ?? 0);
        deleted.pictures += await deletedIn(samples, id).count();
        for (const classId of gone) {
          deleted.pictures += await samples
            .where('[classId+deletedAt]')
            .equals([classId, 0])
            .count();
        }
      }
      return deleted;
    }),
  );
}

/**
 * The ids of living projects in which `purgeDeleted` would find something.
 * @throws {StorageError}
 */
export function projectsToPurge(olderThan: number): Promise<string[]> {
  const { projects, classes, samples } = database;
  return guarded(() =>
    database.transaction('r', projects, classes, samples, async () => {
      const now = Date.now();
      const due: string[] = [];
      for (const row of await projects.toArray()) {
        const { id } = row;
        const marked = [
          deletedIn(classes, id, { to: olderThan }),
          deletedIn(samples, id, { to: olderThan }),
          abandonedSamples(id),
          deletedIn(classes, id, { from: now }),
          deletedIn(samples, id, { from: now }),
        ];
        const counts = await Promise.all(marked.map((some) => some.limit(1).count()));
        const questions = row.deletedSecondTasks?.some(({ deletedAt }) => deletedAt <= olderThan);
        if (questions || counts.some((count) => count > 0)) due.push(id);
      }
      return due;
    }),
  );
}

/**
 * Permanently deletes what a project marked as deleted up to a given time: classes with their
 * samples, samples, each with its picture and features, and second questions. Samples of an import
 * that began a day ago and never became complete go too. What was deleted in the future, by a clock
 * that has been put right since, counts as deleted now. No undo can reach what is gone, so give a
 * time before the session began.
 * @returns how many samples were deleted.
 * @throws {StorageError}
 */
export function purgeDeleted(projectId: string, olderThan: number): Promise<number> {
  const { projects, classes, samples, pictures, features, cues } = database;
  const tables = [projects, classes, samples, pictures, features, cues];
  return guarded(() =>
    database.transaction('rw', tables, async () => {
      const classIds = await deletedIn(classes, projectId, { to: olderThan }).primaryKeys();
      const ids = new Set(await samples.where('classId').anyOf(classIds).primaryKeys());
      for (const id of await deletedIn(samples, projectId, { to: olderThan }).primaryKeys())
        ids.add(id);
      for (const id of await abandonedSamples(projectId).primaryKeys()) ids.add(id);
      await dropSamples([...ids]);
      await cues.bulkDelete(classIds);
      await classes.bulkDelete(classIds);

      const deletedAt = Date.now();
      await deletedIn(classes, projectId, { from: deletedAt }).modify({ deletedAt });
      await deletedIn(samples, projectId, { from: deletedAt }).modify({ deletedAt });
      const project = await projects.get(projectId);
      if (project?.deletedSecondTasks) {
        const kept = project.deletedSecondTasks.filter((each) => each.deletedAt > olderThan);
        await projects.put({ ...project, deletedSecondTasks: kept });
      }
      return ids.size;
    }),
  );
}

/**
 * Removes projects that were deleted up to a given time, and those that began to arrive a day ago
 * and are still incomplete. A younger one may still be on its way in another tab.
 * @throws {StorageError}
 */
export async function removeDeletedProjects(olderThan: number): Promise<void> {
  const abandoned = Date.now() - MOST_ARRIVING_MS;
  const isDue = ({ deletedAt, arriving, createdAt }: ProjectRow) =>
    (arriving === true && createdAt <= abandoned) || (deletedAt !== 0 && deletedAt <= olderThan);
  const due = await guarded(() => database.projects.filter(isDue).primaryKeys());
  const now = Date.now();
  const ahead = database.projects.filter(({ deletedAt }) => deletedAt > now);
  // By a clock that has been put right since: see `purgeDeleted`.
  await guarded(() => ahead.modify({ deletedAt: now }));
  // Another tab may bring one back meanwhile.
  for (const id of due) await removeProject(id, isDue);
}

/**
 * Takes the deletion of a project back. False if the project is gone for good.
 * @throws {StorageError}
 */
export function bringBackProject(id: string): Promise<boolean> {
  const { projects } = database;
  return guarded(() =>
    database.transaction('rw', projects, async () => {
      const project = await projects.get(id);
      if (!project || project.arriving) return false;
      await projects.put({ ...project, deletedAt: 0 });
      return true;
    }),
  );
}

type Marked = ClassRow | SampleRow;

/** Rows of a project that were deleted after `from` and up to `to`, by default at any time. */
function deletedIn<Row extends Marked>(
  table: Table<Row, string>,
  projectId: string,
  { from = 0, to = Number.MAX_SAFE_INTEGER } = {},
): Collection<Row, string> {
  return table
    .where('[projectId+deletedAt]')
    .between([projectId, from], [projectId, to], false, true);
}

/** Samples of an import that began a day ago and never became complete. */
function abandonedSamples(projectId: string): Collection<SampleRow, string> {
  return database.samples
    .where('[projectId+deletedAt]')
    .between([projectId, arrivingSince(Date.now() - MOST_ARRIVING_MS)], [projectId, 0]);
}
