// The database on this device. Only the files in this folder know it.
import Dexie, { type DexieOptions, type Table } from 'dexie';
import type { ClassRow, ProjectRow, SampleRow } from '../model/project';
import { passOnWrites } from './pass-on';
import { findPlaceName, placeName } from './place-name';
import { reopenBy } from './reopening';
import type {
  CueRow,
  FeatureRow,
  MeasurementRow,
  OwnBackbonePartRow,
  OwnBackboneRow,
  PictureRow,
  ProgressRow,
  RemovalRow,
  RunRow,
  StandInRow,
} from './rows';
import { PROGRESS } from './rows';
import {
  type BroughtBack,
  deleteSecondCopy,
  levelCopy,
  openSecondCopy,
  secondCopy,
} from './second-copy';
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
  declare readonly progress: Table<ProgressRow, string>;
  declare readonly removals: Table<RemovalRow, [table: string, key: string]>;
  declare readonly ownBackbones: Table<OwnBackboneRow, string>;
  declare readonly ownBackboneParts: Table<OwnBackbonePartRow, [hash: string, part: number]>;

  constructor(place: Pick<DexieOptions, 'indexedDB' | 'IDBKeyRange'> = {}) {
    // With strict durability, "saved" means on the disk, not in a system buffer that is lost when
    // the battery runs out.
    super(placeName(), { chromeTransactionDurability: 'strict', ...place });
    this.on('versionchange', ({ newVersion, type }) => {
      // Dexie also tells its other databases of this name when a deletion elsewhere has to wait.
      if (type === 'blocked') return false;
      // Another tab deletes everything, or has a newer schema. No write of this tab may create the
      // database again, or put older rows into it.
      if (this === onDisk) reopenBy(undefined);
      this.close();
      if (this === onDisk && newVersion !== null) onOvertaken();
      return false;
    });
    // Dexie opens a newer database without its version. An older page has no business there.
    const keepOut = () => {
      if (this.backendDB().version < 10 * (this.verno + 1)) return;
      throw new Dexie.VersionError('the database is of a newer version of this app');
    };
    this.on('ready', keepOut, true);
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
    // What the second copy has, and what it may still have.
    this.version(7).stores({ progress: 'id', removals: '[table+key], write' });
  }
}

let onOvertaken: () => void = () => {};
let onDisk = passingOn(new ApprenticeDatabase());

export let database = onDisk;

function passingOn(made: ApprenticeDatabase): ApprenticeDatabase {
  passOnWrites(made, secondCopy);
  return made;
}

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
 * @param overtaken is called when a newer version of the app in another tab takes the database
 * over.
 * @throws {StorageError} `blocked` if another tab holds an older version open, or has a newer one.
 */
export async function openDatabase(
  overtaken: () => void = () => {},
): Promise<DiskProblem | undefined> {
  onOvertaken = overtaken;
  await isInTime(findPlaceName());
  if (onDisk.name !== placeName()) onDisk = passingOn(new ApprenticeDatabase());
  database = onDisk;
  const problem = await openDisk();
  if (!problem) return undefined;
  const { indexedDB, IDBKeyRange } = await import('fake-indexeddb');
  hideUnreadableStorage();
  database = new ApprenticeDatabase({ indexedDB, IDBKeyRange });
  await guarded(() => database.open());
  return problem;
}

/**
 * From now on keeps everything twice, if the browser has a place for it, and brings back what the
 * database lost in a crash. Call this after `openDatabase`. It never fails, because the database
 * can do without.
 */
export async function keepTwice(): Promise<BroughtBack> {
  if (database !== onDisk) return undefined;
  return openSecondCopy(onDisk, (place) => new ApprenticeDatabase(place));
}

/** Makes the second copy match the database, one part at a time. Never fails. */
export function levelSecondCopy(): Promise<void> {
  return levelCopy();
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
  const both = await guarded(() =>
    deleteSecondCopy(onDisk.name, (place) => new ApprenticeDatabase(place)),
  );
  await guarded(() => database.delete());
  try {
    if (database !== onDisk) await guarded(() => onDisk.delete());
    if (!both) await guarded(() => dropCopyLater());
  } catch (error) {
    // A browser that keeps nothing has nothing to delete.
    if (!(error instanceof StorageError) || error.kind !== 'unavailable') throw error;
  }
}

/** The next visit that can reach the copy empties it before anything else. */
async function dropCopyLater(): Promise<void> {
  const empty = new ApprenticeDatabase();
  await empty.open();
  await empty.progress.put({ id: PROGRESS, last: 0, cleared: true });
  empty.close();
}
