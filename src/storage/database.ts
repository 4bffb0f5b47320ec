// The database on this device. Only the files of this folder know it.
import Dexie, { type DexieOptions, type Table } from 'dexie';
import type { ClassRow, ProjectRow, SampleRow } from '../model/project';
import type {
  CueRow,
  FeatureRow,
  MeasurementRow,
  OwnBackbonePartRow,
  OwnBackboneRow,
  PictureRow,
  RunRow,
  StandInRow,
} from './rows';
import { deleteSecondCopy, levelCopy, openSecondCopy, passOnWrites } from './second-copy';
import { guarded, StorageError, type StorageErrorKind } from './storage-error';
import { upgradeTo6 } from './upgrade-to-6';

class ApprenticeDatabase extends Dexie {
  declare readonly projects: Table<ProjectRow, string>;
  declare readonly classes: Table<ClassRow, string>;
  declare readonly samples: Table<SampleRow, string>;
  declare readonly pictures: Table<PictureRow, string>;
  declare readonly features: Table<FeatureRow, [id: string, key: string]>;
  declare readonly runs: Table<RunRow, string>;
  declare readonly measurements: Table<MeasurementRow, [projectId: string, kind: string]>;
  declare readonly standIns: Table<StandInRow, string>;
  declare readonly cues: Table<CueRow, string>;
  declare readonly ownBackbones: Table<OwnBackboneRow, string>;
  declare readonly ownBackboneParts: Table<OwnBackbonePartRow, [hash: string, part: number]>;

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
    // Apart from the runs, as their weights are large and a run is written after every training.
    this.version(3).stores({ standIns: 'projectId' });
    // Of no project: several may use the same. In no second copy: whoever chose the files has them.
    this.version(4).stores({ ownBackbones: 'hash', ownBackboneParts: '[hash+part]' });
    // Apart from the classes, which the page has all at once: these have sounds and pictures in them.
    this.version(5).stores({ cues: 'classId' });
    // Apart from the runs, as it outlives them. A row for each kind, as each is written by itself.
    this.version(6).stores({ measurements: '[projectId+kind]' }).upgrade(upgradeTo6);
  }
}

const onDisk = new ApprenticeDatabase();
passOnWrites(onDisk);

export let database = onDisk;

/** Why nothing can be kept on the disk in this visit. */
export type DiskProblem = Exclude<StorageErrorKind, 'blocked'>;

/** A browser that was killed may need a moment before its storage opens again. */
const OPEN_AGAIN_AFTER_MS = [100, 400, 1600];

/**
 * Opens the database; where it cannot be opened, one in memory takes its place, which ends with the
 * page. What is on the disk is not touched by it. Call before anything else.
 * @returns why rows are kept in memory from now on; undefined where they are kept on the disk.
 * @throws {StorageError} `blocked` where another tab holds an older version open.
 */
export async function openDatabase(): Promise<DiskProblem | undefined> {
  const problem = await openDisk();
  if (!problem) return undefined;
  const { indexedDB, IDBKeyRange } = await import('fake-indexeddb');
  database = new ApprenticeDatabase({ indexedDB, IDBKeyRange });
  await guarded(() => database.open());
  return problem;
}

/**
 * Keeps everything twice from now on, where the browser has a place for it, and brings projects back that
 * the database lost in a crash. Call after `openDatabase`. Never fails: the database does without.
 * @returns how many projects were brought back.
 */
export async function keepTwice(): Promise<number> {
  return database === onDisk ? openSecondCopy(onDisk, (place) => new ApprenticeDatabase(place)) : 0;
}

/** Makes the second copy the same as the database, a part at a time. Never fails. */
export function levelSecondCopy(): Promise<void> {
  return levelCopy(onDisk);
}

async function openDisk(): Promise<DiskProblem | undefined> {
  for (let attempt = 0; ; attempt++) {
    try {
      await guarded(() => database.open());
      return undefined;
    } catch (error) {
      if (!(error instanceof StorageError) || error.kind === 'blocked') throw error;
      const wait = OPEN_AGAIN_AFTER_MS[attempt];
      if (error.kind !== 'failed' || wait === undefined) return error.kind;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/**
 * Deletes everything that is kept on this device, also where it could not be opened. Other tabs lose
 * it as well. @throws {StorageError}
 */
export async function deleteDatabase(): Promise<void> {
  // The copy first: else it would bring everything back where this is cut off.
  await guarded(() => deleteSecondCopy((place) => new ApprenticeDatabase(place)));
  await guarded(() => database.delete());
  if (database === onDisk) return;
  try {
    await guarded(() => onDisk.delete());
  } catch (error) {
    // A browser that keeps nothing has nothing to delete.
    if (!(error instanceof StorageError) || error.kind !== 'unavailable') throw error;
  }
}
