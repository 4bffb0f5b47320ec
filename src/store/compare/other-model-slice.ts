// Somebody else's model that answers beside the classifier: whether there is one, and whether the
// page is asked for one. What is done with it is in comparison.ts, which is loaded with its dialog.
import type { ImportedModelInfo } from '../../model/imported-model';
import { announce, on } from '../lifecycle';
import type { Slice } from '../slice';

export interface OtherModel extends ImportedModelInfo {
  /** It changes whenever a model is brought in. */
  id: string;
  /** The worker that held the model was replaced, so the model no longer answers. */
  gone?: boolean;
}

export interface OtherModelSlice {
  /** The dialog is open, with files that were brought for it. */
  comparing: { files: readonly File[] } | undefined;
  /** It is kept as long as the page is open. */
  otherModel: OtherModel | undefined;
  openComparison(files?: readonly File[]): void;
  closeComparison(): void;
  /** The model answers beside the classifier from now on. With undefined, no model does. */
  takeOtherModel(model: OtherModel | undefined): void;
  /** A new worker took over, which does not hold the model. */
  loseOtherModel(): void;
}

declare module '../state' {
  interface AppState extends OtherModelSlice {}
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
