// A model of somebody else that answers beside the classifier: that there is one, and whether the page is asked for it. What is
// done with it is in comparison.ts, loaded with its dialog.
import type { ImportedModelInfo } from '../../model/imported-model';
import { announce, on } from '../lifecycle';
import type { Slice } from '../slice';

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
  openComparison(files?: readonly File[]): void;
  closeComparison(): void;
  /** Answers beside the classifier from now on; undefined: none does. */
  takeOtherModel(model: OtherModel | undefined): void;
  /** A new worker took over: it holds no such model. */
  loseOtherModel(): void;
}

export const createOtherModelSlice: Slice<OtherModelSlice> = (set, get) => {
  on('engineReplaced', () => get().loseOtherModel());

  return {
    comparing: undefined,
    otherModel: undefined,
    openComparison: (files = []) => set({ comparing: { files } }),
    closeComparison: () => set({ comparing: undefined }),
    takeOtherModel(otherModel) {
      set({ otherModel });
      announce('otherModelChanged');
    },
    loseOtherModel() {
      const { otherModel } = get();
      get().takeOtherModel(otherModel && { ...otherModel, gone: true });
    },
  };
};
