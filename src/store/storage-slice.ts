// The room on this device: how much there is, whether it is safe, and giving it all back.
import { tell } from '../runtime/tabs';
import { deleteDatabase } from '../storage/database';
import { purgeDeleted } from '../storage/samples';
import { askToPersist, readSpace, type Space } from '../storage/space';
import { asAct, type Outcome } from './outcome';
import { pictureCount } from './project/classes';
import type { Slice } from './slice';

export interface StorageSlice {
  space: Space;
  /** Reads anew how much room there is; asks the browser to keep the pictures once there are some. */
  refreshSpace(): Outcome;
  /** Frees what was deleted and is kept for the undo, in the open project and of whole projects. */
  freeDeleted(): Outcome;
  /** Deletes every project and every setting on this device, and loads the page anew. */
  clearDevice(): Outcome;
}

/** Pictures from which on losing them would hurt, so that the browser is asked to keep them. */
const WORTH_KEEPING = 10;
const SHORT_BYTES = 50e6;
const SHORT_SHARE = 0.95;

/** The browser will soon refuse to keep more. */
export function isSpaceShort({ usage, quota }: Space): boolean {
  if (usage === undefined || quota === undefined) return false;
  return quota - usage < SHORT_BYTES || usage > SHORT_SHARE * quota;
}

export const createStorageSlice: Slice<StorageSlice> = (set, get) => {
  let asked = false;

  return {
    space: { usage: undefined, quota: undefined, persisted: false, twice: false },

    async refreshSpace() {
      const space = await readSpace();
      set({ space });
      if (space.persisted || asked || pictureCount(get()) < WORTH_KEEPING) return;
      asked = true;
      if (await askToPersist()) set({ space: { ...space, persisted: true } });
    },

    async freeDeleted() {
      const { project, role } = get();
      if (!project || role === 'follows') return;
      const now = Date.now();
      // What could be undone would come back without its pictures.
      get().forgetUndo();
      get().forgetDeletedProject();
      await asAct(() => get().asSaving(0, () => purgeDeleted(project.id, now)));
      await get().removeOldProjects(now);
      await get().refreshSpace();
    },

    async clearDevice() {
      await get().leaveProject();
      await asAct(async () => {
        await deleteDatabase();
        localStorage.clear();
        tell({ kind: 'cleared' });
        location.reload();
      });
    },
  };
};
