// The last training of each project.
import { database } from './database';
import type { StoredRun } from './rows';
import { guarded } from './storage-error';

/** Keeps a run in place of the project's earlier one. Resolves when it is on the disk. @throws {StorageError} */
export function saveRun(projectId: string, run: StoredRun): Promise<void> {
  return guarded(async () => {
    await database.runs.put({ projectId, run });
  });
}

/** The last run that was saved, if there is one. @throws {StorageError} */
export function loadRun(projectId: string): Promise<StoredRun | undefined> {
  return guarded(async () => (await database.runs.get(projectId))?.run);
}

/** Drops the project's run. Resolves when it is gone from the disk. @throws {StorageError} */
export function deleteRun(projectId: string): Promise<void> {
  return guarded(() => database.runs.delete(projectId));
}
