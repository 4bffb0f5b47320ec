// Try: the answer for the live camera or a picture, and the reasons for it. Frames are dropped
// rather than queued.
import { EngineError, type EngineErrorKind } from '../../model/engine-error';
import { newId } from '../../model/new-id';
import type { Explanation, Prediction } from '../../model/prediction';
import { PictureError, type PictureErrorKind } from '../../pictures/picture-error';
import { services } from '../../runtime/services';
import { learnedIds } from '../inspect/inspection-slice';
import { on } from '../lifecycle';
import type { Outcome } from '../outcome';
import type { Slice } from '../slice';
import type { AppState } from '../state';
import { createTeaching, type OnThePage, type Teaching } from './tried';

export type TrialError = PictureErrorKind | EngineErrorKind;

export interface TrialSlice extends Teaching {
  /** It stays while the head learns again. */
  prediction: Prediction | undefined;
  /**
   * Where the head looked and which pictures are nearest, for the prediction on show. May be
   * absent.
   */
  explanation: Pick<Explanation, 'heat' | 'nearest'> | undefined;
  /**
   * The other model's share for each of its labels, for the picture or frame whose answer is on
   * show.
   */
  otherAnswer: readonly number[] | undefined;
  /** The live camera's answers are explained too, which takes a little longer for each frame. */
  explaining: boolean;
  /** The number of answers in the last second. */
  answersPerSecond: number;
  /** Why the last picture has no answer. */
  trialError: TrialError | undefined;
  setExplaining(on: boolean): void;
  /** Answers a frame. `grab` is not even called while the last frame is being answered. */
  answerFrame(grab: () => Promise<ImageBitmap>): Outcome;
  answerPicture(picture: Blob): Outcome;
  clearAnswer(): void;
  /**
   * The share of familiar pictures that may be mistaken for unknown, from 0 to 1. Kept with the
   * project.
   */
  setFalseRejection(share: number): Outcome;
}

const DEFAULT_FALSE_REJECTION = 0.05;
const NEAREST = 5;
const NO_ANSWER = { prediction: undefined, explanation: undefined, otherAnswer: undefined };

export function falseRejection({ project }: Pick<AppState, 'project'>): number {
  return project?.settings?.falseRejection ?? DEFAULT_FALSE_REJECTION;
}

/**
 * True if nothing that was learned from resembles the picture. The answer is then "I don't know".
 */
export function isUnknown(state: Pick<AppState, 'project'>, prediction: Prediction): boolean {
  const { familiarity } = prediction;
  return familiarity !== undefined && familiarity.score <= falseRejection(state);
}

/** The picture or frame that an answer is about, for as long as it is on show. */
interface Shown extends OnThePage {
  drop(): void;
}

/** The square of a frame. It is encoded only when it is kept, and then only once. */
function shownFrame(square: ImageBitmap): Shown {
  let jpeg: Promise<Blob> | undefined;
  return {
    keep() {
      jpeg ??= services().pictures.encode(square);
      return jpeg;
    },
    drop: () => square.close(),
  };
}

declare module '../state' {
  interface AppState extends TrialSlice {}
}

export const createTrialSlice: Slice<TrialSlice> = (set, get) => {
  let busy = false;
  let sitting = newId();
  let answeredAt: number[] = [];
  let asked = 0;
  /** What the answer on the page is about. */
  let shown: Shown | undefined;
  const { remember, ...teaching } = createTeaching(set, get, () => ({ shown, sitting }));

  const show = (next: Shown | undefined) => {
    shown?.drop();
    shown = next;
  };

  const answer = async (bitmap: ImageBitmap, live: boolean) => {
    const { engine } = services();
    const { otherModel } = get();
    const same = otherModel && !otherModel.gone ? await createImageBitmap(bitmap) : undefined;
    try {
      const own = await ownAnswer(bitmap, live);
      return { ...own, otherAnswer: same && (await engine.call('answerImported', same)) };
    } finally {
      same?.close();
    }
  };

  const ownAnswer = async (bitmap: ImageBitmap, live: boolean) => {
    const { engine } = services();
    if (live && !get().explaining) {
      return { prediction: await engine.call('predict', bitmap), explanation: undefined };
    }
    // Nobody compares a frame that is gone in a moment with others.
    const nearest = live ? {} : { nearest: { ids: learnedIds(get()), k: NEAREST } };
    const { prediction, ...explanation } = await engine.call('explain', {
      bitmap,
      ...nearest,
      // The head knows deleted classes until it learns again, but they are no answer.
      among: get().classes.map(({ id }) => id),
    });
    return { prediction, explanation };
  };

  const fail = (error: unknown) => {
    if (!(error instanceof EngineError || error instanceof PictureError)) throw error;
    set({ trialError: error.kind });
  };

  on('answererChanged', () => set({ prediction: undefined, explanation: undefined }));
  on('otherModelChanged', () => set({ otherAnswer: undefined }));
  on('left', () => get().clearAnswer());

  return {
    ...teaching,
    ...NO_ANSWER,
    explaining: false,
    answersPerSecond: 0,
    trialError: undefined,

    setExplaining(explaining) {
      set({ explaining, ...(explaining ? {} : { explanation: undefined }) });
    },

    async answerFrame(grab) {
      if (busy) return;
      busy = true;
      const ask = asked;
      let frame: Shown | undefined;
      try {
        const square = await services().pictures.square(await grab());
        // The engine takes the square away.
        frame = shownFrame(await createImageBitmap(square));
        const answers = await answer(square, true);
        // The camera was turned off, or a picture took its place.
        if (ask !== asked) return;
        const now = performance.now();
        answeredAt = [...answeredAt.filter((at) => now - at < 1000), now];
        show(frame);
        set({ ...answers, answersPerSecond: answeredAt.length, trialError: undefined });
      } catch (error) {
        if (ask === asked) fail(error);
      } finally {
        if (frame !== shown) frame?.drop();
        busy = false;
      }
    },

    async answerPicture(picture) {
      const ask = ++asked;
      try {
        const answers = await answer(await services().pictures.square(picture), false);
        // A later picture may have been faster.
        if (ask !== asked) return;
        show({ keep: async () => picture, drop() {} });
        remember(picture, answers.prediction);
        set({ ...answers, answersPerSecond: 0, trialError: undefined });
      } catch (error) {
        if (ask !== asked) return;
        set(NO_ANSWER);
        fail(error);
      }
    },

    clearAnswer() {
      asked++;
      sitting = newId();
      answeredAt = [];
      show(undefined);
      set({ ...NO_ANSWER, answersPerSecond: 0, trialError: undefined });
    },

    setFalseRejection: (falseRejection) => get().changeProjectSettings({ falseRejection }),
  };
};
