// What is on its way to the disk, and what the disk refuses.
import { StorageError, type StorageErrorKind } from '../../storage/storage-error';
import { on } from '../lifecycle';
import type { Slice } from '../slice';

export type SaveError = StorageErrorKind;

export interface Saving {
  /** Writes under way, counted in pictures and acts. At zero, everything on show is on the disk. */
  saving: number;
  savedAt: number | undefined;
  saveError: SaveError | undefined;
  /**
   * Runs a write and keeps `saving`, `savedAt` and `saveError` up to date. Rejects if the write
   * does.
   */
  asSaving<T>(count: number, write: () => Promise<T>): Promise<T>;
}

export const createSaving: Slice<Saving> = (set) => {
  on('diskRefused', (saveError) => set({ saveError }));
  on('left', () => set({ saveError: undefined }));

  return {
    saving: 0,
    savedAt: undefined,
    saveError: undefined,

    async asSaving(count, write) {
      set((state) => ({ saving: state.saving + count }));
      try {
        const result = await write();
        set({ savedAt: Date.now(), saveError: undefined });
        return result;
      } catch (error) {
        if (error instanceof StorageError) set({ saveError: error.kind });
        throw error;
      } finally {
        set((state) => ({ saving: state.saving - count }));
      }
    },
  };
};
