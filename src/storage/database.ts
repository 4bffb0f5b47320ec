// The database on this device. Only the files of this folder know it.
import Dexie, { type DexieOptions, type Table } from 'dexie';
import type { ClassRow, FeatureRow, PictureRow, ProjectRow, RunRow, SampleRow } from './rows';
import { guarded, StorageError } from './storage-error';

class ApprenticeDatabase extends Dexie {
  declare readonly projects: Table<ProjectRow, string>;
  declare readonly classes: Table<ClassRow, string>;
  declare readonly samples: Table<SampleRow, string>;
  declare readonly pictures: Table<PictureRow, string>;
  declare readonly features: Table<FeatureRow, [id: string, key: string]>;
  declare readonly runs: Table<RunRow, string>;

  constructor(place: Pick<DexieOptions, 'indexedDB' | 'IDBKeyRange'> = {}) {
    // Strict: "saved" means on the disk, not in a buffer of the system's that a flat battery takes along.
    super('apprentice', { chromeTransactionDurability: 'strict', ...place });
    // Another tab deletes everything: no write of this one may make it anew.
    this.on('versionchange', ({ newVersion }) => {
      if (newVersion !== null) return true;
      this.close();
      return false;
    });
    this.version(1).stores({
      projects: 'id, openedAt',
      classes: 'id, [projectId+deletedAt]',
      samples: 'id, classId, [projectId+seq], [projectId+deletedAt]',
      pictures: 'id',
      features: '[id+key]',
      runs: 'projectId',
    });
    // Projects can be deleted, and the deletion undone; pictures of a class are counted without being read.
    this.version(2)
      .stores({
        samples: 'id, classId, [projectId+seq], [projectId+deletedAt], [classId+deletedAt]',
      })
      .upgrade((transaction) =>
        transaction
          .table<ProjectRow>('projects')
          .toCollection()
          .modify((project) => {
            project.deletedAt = 0;
          }),
      );
  }
}

export let database = new ApprenticeDatabase();

/**
 * Opens the database; where the browser has none for this page (some private windows, a broken
 * profile), one in memory takes its place, which ends with the page. Call before anything else.
 * @returns where rows are kept from now on.
 * @throws {StorageError} `blocked` where another tab holds an older version open.
 */
export async function openDatabase(): Promise<'disk' | 'memory'> {
  try {
    await guarded(() => database.open());
    return 'disk';
  } catch (error) {
    if (!(error instanceof StorageError) || error.kind === 'blocked') throw error;
    const { indexedDB, IDBKeyRange } = await import('fake-indexeddb');
    database = new ApprenticeDatabase({ indexedDB, IDBKeyRange });
    await guarded(() => database.open());
    return 'memory';
  }
}

/** Deletes everything that is kept on this device. Other tabs lose it as well. @throws {StorageError} */
export function deleteDatabase(): Promise<void> {
  return guarded(() => database.delete());
}
