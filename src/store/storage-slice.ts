// The space on this device: how much there is, whether the data is safe there, and giving it all
// back.
import { deleteOwnTraces } from '../runtime/own-traces';
import { tell } from '../runtime/tabs';
import { deleteDatabase } from '../storage/database';
import { askToPersist, readSpace, type Space } from '../storage/space';
import { asAct } from './as-act';
import type { Outcome } from './outcome';
import { pictureCount } from './project/classes';
import type { Slice } from './slice';

export type { Space };

export interface StorageSlice {
  space: Space;
  /**
   * Reads again how much space there is. Asks the browser to keep the pictures once there are
   * enough.
   */
  refreshSpace(): Outcome;
  /** Deletes every project and every setting on this device, and reloads the page. */
  clearDevice(): Outcome;
}

/** Losing this many pictures would hurt, so the browser is asked to keep them. */
const WORTH_KEEPING = 10;
const SHORT_BYTES = 50e6;
const SHORT_SHARE = 0.95;

/** True if the browser will soon refuse to keep more. */
export function isSpaceShort({ usage, quota }: Space): boolean {
  if (usage === undefined || quota === undefined) return false;
  return quota - usage < SHORT_BYTES || usage > SHORT_SHARE * quota;
}

declare module './state' {
  interface AppState extends StorageSlice {}
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

    async clearDevice() {
      await get().leaveProject();
      await asAct(async () => {
        await deleteDatabase();
        await deleteOwnTraces();
        tell({ kind: 'cleared' });
        location.reload();
      });
    },
  };
};
