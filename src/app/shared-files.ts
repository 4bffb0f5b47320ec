// Files that were shared with the page and wait for a person's answer.
import { create } from 'zustand';
import type { WaitingFile } from './inbox';

interface Shared {
  files: readonly WaitingFile[];
  /** Something larger than the inbox was shared, so nothing of it was kept. */
  tooMuch: boolean;
}

export const NOTHING_SHARED: Shared = { files: [], tooMuch: false };

export const useShared = create<Shared>()(() => NOTHING_SHARED);
