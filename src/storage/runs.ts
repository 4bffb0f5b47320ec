// The last run of each project, and its stand-in.
import type { StandIn, StoredRun } from '../model/run';
import { database } from './database';
import { guarded } from './storage-error';

/**
 * Keeps a run in place of the project's earlier one. Resolves when it is on the disk. @throws
 * {StorageError}
 */
export function saveRun(projectId: string, run: StoredRun): Promise<void> {
  return guarded(async () => {
    await database.runs.put({ projectId, run });
  });
}

/** The last run that was saved, if there is one. @throws {StorageError} */
export function loadRun(projectId: string): Promise<StoredRun | undefined> {
  return guarded(async () => (await database.runs.get(projectId))?.run);
}

/**
 * Drops the project's run. Measurements stay. Resolves when it is gone from the disk. @throws
 * {StorageError}
 */
export function deleteRun(projectId: string): Promise<void> {
  return guarded(() => database.runs.delete(projectId));
}

/**
 * Keeps the project's stand-in. With undefined, drops it. Resolves when this is on the disk.
 * @throws {StorageError}
 */
export function saveStandIn(projectId: string, run: StandIn | undefined): Promise<void> {
  return guarded(async () => {
    if (run) await database.standIns.put({ projectId, run });
    else await database.standIns.delete(projectId);
  });
}

/** The project's stand-in, if there is one. @throws {StorageError} */
export function loadStandIn(projectId: string): Promise<StandIn | undefined> {
  return guarded(async () => (await database.standIns.get(projectId))?.run);
}
