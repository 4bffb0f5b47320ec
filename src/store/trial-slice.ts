// Trying it: the live camera's or a picture's answer. Frames are dropped rather than queued.
import type { StateCreator } from 'zustand';
import { EngineError } from '../engine/engine-error';
import type { EngineErrorKind, Prediction } from '../engine/protocol';
import { PictureError, type PictureErrorKind } from '../pictures/picture-error';
import type { AppState } from './app-store';
import { services } from './services';

export interface TrialSlice {
  /** Stays while the head learns anew. */
  prediction: Prediction | undefined;
  /** Answers in the last second. */
  answersPerSecond: number;
  /** Why the last picture has no answer. */
  trialError: PictureErrorKind | EngineErrorKind | undefined;
  /** Answers a frame; `grab` is not even called while the last one is being answered. */
  answerFrame(grab: () => Promise<ImageBitmap>): Promise<void>;
  answerPicture(picture: Blob): Promise<void>;
  clearAnswer(): void;
}

/** It knows at least two of the classes that there are: one alone would always be the answer. */
export function canAnswer({ learned, classes }: Pick<AppState, 'learned' | 'classes'>): boolean {
  const known = new Set(learned?.result.head.classes);
  return classes.filter(({ id }) => known.has(id)).length >= 2;
}

export const createTrialSlice: StateCreator<AppState, [], [], TrialSlice> = (set) => {
  let busy = false;
  let answeredAt: number[] = [];
  let asked = 0;

  const answer = async (source: Blob | ImageBitmap) => {
    const { pictures, engine } = services();
    const { bitmap } = await pictures.prepare(source);
    return engine.predict(bitmap);
  };

  const fail = (error: unknown) => {
    if (!(error instanceof EngineError || error instanceof PictureError)) throw error;
    set({ trialError: error.kind });
  };

  return {
    prediction: undefined,
    answersPerSecond: 0,
    trialError: undefined,

    async answerFrame(grab) {
      if (busy) return;
      busy = true;
      const ask = asked;
      try {
        const prediction = await answer(await grab());
        // The camera went off, or a picture took its place.
        if (ask !== asked) return;
        const now = performance.now();
        answeredAt = [...answeredAt.filter((at) => now - at < 1000), now];
        set({ prediction, answersPerSecond: answeredAt.length, trialError: undefined });
      } catch (error) {
        if (ask === asked) fail(error);
      } finally {
        busy = false;
      }
    },

    async answerPicture(picture) {
      const ask = ++asked;
      try {
        const prediction = await answer(picture);
        // A later picture may have been faster.
        if (ask === asked) set({ prediction, answersPerSecond: 0, trialError: undefined });
      } catch (error) {
        if (ask !== asked) return;
        set({ prediction: undefined });
        fail(error);
      }
    },

    clearAnswer() {
      asked++;
      answeredAt = [];
      set({ prediction: undefined, answersPerSecond: 0, trialError: undefined });
    },
  };
};
