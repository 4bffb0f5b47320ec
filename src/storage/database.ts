// The database on this device. Only the files of this folder know it.
import Dexie, { type Table } from 'dexie';
import type { ClassRow, FeatureRow, PictureRow, ProjectRow, RunRow, SampleRow } from './rows';

class ApprenticeDatabase extends Dexie {
  declare readonly projects: Table<ProjectRow, string>;
  declare readonly classes: Table<ClassRow, string>;
  declare readonly samples: Table<SampleRow, string>;
  declare readonly pictures: Table<PictureRow, string>;
  declare readonly features: Table<FeatureRow, [id: string, key: string]>;
  declare readonly runs: Table<RunRow, string>;

  constructor() {
    // Strict: "saved" means on the disk, not in a buffer of the system's that a flat battery takes along.
    super('apprentice', { chromeTransactionDurability: 'strict' });
    this.version(1).stores({
      projects: 'id, openedAt',
      classes: 'id, [projectId+deletedAt]',
      samples: 'id, classId, [projectId+seq], [projectId+deletedAt]',
      pictures: 'id',
      features: '[id+key]',
      runs: 'projectId',
    });
  }
}

export const database = new ApprenticeDatabase();
