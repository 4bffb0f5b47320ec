// A model of somebody else that answers beside the classifier: that there is one, and whether the page is asked for it. What is
// done with it is in comparison.ts, loaded with its dialog.
import type { StateCreator } from 'zustand';
import type { ImportedModelInfo } from '../../model/imported-model';
import type { AppState } from '../app-store';

export interface OtherModel extends ImportedModelInfo {
  /** Another one whenever it is brought in. */
  id: string;
  /** The worker that held it was replaced: it does not answer any more. */
  gone?: boolean;
}

export interface OtherModelSlice {
  /** The dialog is open, with files that were brought for it. */
  comparing: { files: readonly File[] } | undefined;
  /** Kept as long as the page is open. */
  otherModel: OtherModel | undefined;
  /** Its share for each of its labels, of the picture or frame whose answer is shown. */
  otherAnswer: readonly number[] | undefined;
  openComparison(files?: readonly File[]): void;
  closeComparison(): void;
  /** A new worker took over: it holds no such model. */
  loseOtherModel(): void;
}

export const createOtherModelSlice: StateCreator<AppState, [], [], OtherModelSlice> = (set) => ({
  comparing: undefined,
  otherModel: undefined,
  otherAnswer: undefined,
  openComparison: (files = []) => set({ comparing: { files } }),
  closeComparison: () => set({ comparing: undefined }),
  loseOtherModel: () =>
    set(({ otherModel }) => ({
      otherModel: otherModel && { ...otherModel, gone: true },
      otherAnswer: undefined,
    })),
});
