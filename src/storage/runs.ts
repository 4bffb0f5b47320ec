// The last training of each project, and what answers in its place.
import type { StandIn, StoredRun } from '../model/run';
import { database } from './database';
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

/** Drops the project's run. What was measured stays. Resolves when it is gone from the disk. @throws {StorageError} */
export function deleteRun(projectId: string): Promise<void> {
  return guarded(() => database.runs.delete(projectId));
}

/** Keeps what answers in the run's place; undefined drops it. Resolves when the disk has it so. @throws {StorageError} */
export function saveStandIn(projectId: string, run: StandIn | undefined): Promise<void> {
  return guarded(async () => {
    if (run) await database.standIns.put({ projectId, run });
    else await database.standIns.delete(projectId);
  });
}

/** What answers in the run's place, if anything does. @throws {StorageError} */
export function loadStandIn(projectId: string): Promise<StandIn | undefined> {
  return guarded(async () => (await database.standIns.get(projectId))?.run);
}
