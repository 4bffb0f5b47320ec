// The database on this device. Only the files in this folder know it.
import Dexie, { type DexieOptions, type Table } from 'dexie';
import type { ClassRow, ProjectRow, SampleRow } from '../model/project';
import { reopenBy } from './reopening';
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
    // With strict durability, "saved" means on the disk, not in a system buffer that is lost when
    // the battery runs out.
    super('apprentice', { chromeTransactionDurability: 'strict', ...place });
    // Another tab deletes everything. No write of this tab may create the database again.
    this.on('versionchange', ({ newVersion }) => {
      if (newVersion !== null) return true;
      reopenBy(undefined);
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
    // Projects can be deleted, and the deletion undone. A class's pictures are counted without
    // being read.
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
    // Kept apart from the runs because their weights are large and a run is written after every
    // training.
    this.version(3).stores({ standIns: 'projectId' });
    // They belong to no project, because several may use the same one. They are not in the second
    // copy, because whoever chose the files still has them.
    this.version(4).stores({ ownBackbones: 'hash', ownBackboneParts: '[hash+part]' });
    // Kept apart from the classes, all of which the page reads at once, because these hold sounds
    // and pictures.
    this.version(5).stores({ cues: 'classId' });
    // Kept apart from the runs because measurements outlive them. Each kind has a row of its own
    // because each is written by itself.
    this.version(6).stores({ measurements: '[projectId+kind]' }).upgrade(upgradeTo6);
  }
}

const onDisk = new ApprenticeDatabase();
passOnWrites(onDisk);

export let database = onDisk;

/** Why nothing can be kept on the disk during this visit. */
export type DiskProblem = Exclude<StorageErrorKind, 'blocked'>;

/** After the browser was killed, its storage may need a moment before it opens again. */
const OPEN_AGAIN_AFTER_MS = [100, 400, 1600];
/** Some browsers never answer. Even a large database on a slow disk opens sooner than this. */
const OPEN_WITHIN_MS = 10_000;

/**
 * Opens the database. If it cannot be opened, one in memory takes its place until the page closes,
 * and what is on the disk stays untouched. Call this before anything else.
 * @returns why rows are kept in memory from now on; undefined if they are kept on the disk.
 * @throws {StorageError} `blocked` if another tab holds an older version open.
 */
export async function openDatabase(): Promise<DiskProblem | undefined> {
  const problem = await openDisk();
  if (!problem) return undefined;
  const { indexedDB, IDBKeyRange } = await import('fake-indexeddb');
  hideUnreadableStorage();
  database = new ApprenticeDatabase({ indexedDB, IDBKeyRange });
  await guarded(() => database.open());
  return problem;
}

/**
 * From now on keeps everything twice, if the browser has a place for it, and brings back projects
 * that the database lost in a crash. Call this after `openDatabase`. It never fails, because the
 * database can do without.
 * @returns how many projects were brought back.
 */
export async function keepTwice(): Promise<number> {
  return database === onDisk ? openSecondCopy(onDisk, (place) => new ApprenticeDatabase(place)) : 0;
}

/** Makes the second copy match the database, one part at a time. Never fails. */
export function levelSecondCopy(): Promise<void> {
  return levelCopy(onDisk);
}

/**
 * Dexie looks at the browser's own storage whichever one it opens, and in some browsers the mere
 * look throws.
 */
function hideUnreadableStorage(): void {
  try {
    void globalThis.indexedDB;
  } catch {
    Object.defineProperty(globalThis, 'indexedDB', { value: undefined, configurable: true });
  }
}

async function openDisk(): Promise<DiskProblem | undefined> {
  reopenBy(undefined);
  for (let attempt = 0; ; attempt++) {
    try {
      if (!(await isInTime(guarded(() => onDisk.open())))) return 'failed';
      reopenBy(async () => {
        onDisk.close({ disableAutoOpen: false });
        await isInTime(onDisk.open());
      });
      return undefined;
    } catch (error) {
      if (!(error instanceof StorageError) || error.kind === 'blocked') throw error;
      const wait = OPEN_AGAIN_AFTER_MS[attempt];
      if (error.kind !== 'failed' || wait === undefined) return error.kind;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/** Waits for an opening. False if the browser does not answer. */
async function isInTime(opening: PromiseLike<unknown>): Promise<boolean> {
  let limit: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<false>((resolve) => {
    limit = setTimeout(() => resolve(false), OPEN_WITHIN_MS);
  });
  try {
    return await Promise.race([opening.then(() => true), late]);
  } finally {
    clearTimeout(limit);
  }
}

/**
 * Deletes everything that is kept on this device, even if the database could not be opened. Other
 * tabs lose it as well. @throws {StorageError}
 */
export async function deleteDatabase(): Promise<void> {
  reopenBy(undefined);
  // The copy goes first. Otherwise it would bring everything back if this is interrupted.
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
