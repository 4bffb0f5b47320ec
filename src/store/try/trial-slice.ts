// Trying it: the live camera's or a picture's answer, why it is that one, and teaching what it did not
// know. Frames are dropped rather than queued.
import type { StateCreator } from 'zustand';
import type { EngineErrorKind } from '../../model/engine-error';
import { EngineError } from '../../model/engine-error';
import { newId } from '../../model/new-id';
import type { Explanation, Prediction } from '../../model/prediction';
import { PictureError, type PictureErrorKind } from '../../pictures/picture-error';
import { services } from '../../runtime/services';
import type { AppState } from '../app-store';
import { learnedIds } from '../inspect/inspection-slice';
import { samplesOf } from '../project/samples-by-class';

/** Something that was tried before. Its picture is asked for by `triedPicture`. */
export interface Tried {
  id: string;
  prediction: Prediction;
  /** The sample that it was made since; undone, it is not among the samples. */
  taughtAs?: string;
}

export interface TrialSlice {
  /** Stays while the head learns anew. */
  prediction: Prediction | undefined;
  /** Where it looked and what is nearest; of the prediction that is shown, or absent. */
  explanation: Pick<Explanation, 'heat' | 'nearest'> | undefined;
  /** The live camera is explained too, which takes a little longer a frame. */
  explaining: boolean;
  /** Newest first: pictures, and frames that were held. */
  tried: Tried[];
  /** Answers in the last second. */
  answersPerSecond: number;
  /** Why the last picture has no answer. */
  trialError: PictureErrorKind | EngineErrorKind | undefined;
  setExplaining(on: boolean): void;
  /** Answers a frame; `grab` is not even called while the last one is being answered. */
  answerFrame(grab: () => Promise<ImageBitmap>): Promise<void>;
  answerPicture(picture: Blob): Promise<void>;
  clearAnswer(): void;
  /**
   * Puts the picture or frame whose answer is shown, or one that was tried before, into a class; without an id, into a
   * new one. What it was put into another one before is moved. Gives the class.
   */
  teach(classId?: string, triedId?: string): Promise<string | undefined>;
  clearTried(): void;
  /** The share of familiar pictures that may be taken for unknown, 0 to 1; kept with the project. */
  setFalseRejection(share: number): void;
}

const DEFAULT_FALSE_REJECTION = 0.05;
const NEAREST = 5;
const MOST_TRIED = 8;

export function falseRejection({ project }: Pick<AppState, 'project'>): number {
  return project?.settings?.falseRejection ?? DEFAULT_FALSE_REJECTION;
}

/** True where nothing that was learned from is like it: the answer is "I don't know". */
export function isUnknown(state: Pick<AppState, 'project'>, prediction: Prediction): boolean {
  const { familiarity } = prediction;
  return familiarity !== undefined && familiarity.score <= falseRejection(state);
}

/** Pictures that were tried, by id: not in the store, which holds no pixels. */
const triedPictures = new Map<string, Blob>();

/** A picture that was tried; undefined once it is no longer listed. */
export const triedPicture = (id: string): Blob | undefined => triedPictures.get(id);

/** What an answer is to, as long as it is shown. */
interface Shown {
  /** The picture, to be listed or learned from. */
  keep(): Promise<Blob>;
  drop(): void;
}

/** A frame's square, which is encoded only when it is kept, and then once. */
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

export const createTrialSlice: StateCreator<AppState, [], [], TrialSlice> = (set, get) => {
  let busy = false;
  /** Frames of one sitting before the camera are of one burst: nearly the same, however they came in. */
  let sitting = newId();
  /** Pictures on their way into a class, by what was tried. */
  const beingTaught = new Map<string, Promise<unknown>>();
  let answeredAt: number[] = [];
  let asked = 0;
  /** What the answer on the page is to. */
  let shown: Shown | undefined;

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
    // To a frame that is gone in a moment nobody compares others.
    const nearest = live ? {} : { nearest: { ids: learnedIds(get()), k: NEAREST } };
    const { prediction, ...explanation } = await engine.call('explain', {
      bitmap,
      ...nearest,
      // The head knows deleted classes until it learns again; they are no answer.
      among: get().classes.map(({ id }) => id),
    });
    return { prediction, explanation };
  };

  const fail = (error: unknown) => {
    if (!(error instanceof EngineError || error instanceof PictureError)) throw error;
    set({ trialError: error.kind });
  };

  const remember = (picture: Blob, prediction: Prediction) => {
    const again = get().tried.find(({ id }) => triedPictures.get(id) === picture);
    if (again) {
      set(({ tried }) => ({
        tried: tried.map((each) => (each.id === again.id ? { ...each, prediction } : each)),
      }));
      return again.id;
    }
    const id = newId();
    triedPictures.set(id, picture);
    const tried = [{ id, prediction }, ...get().tried].slice(0, MOST_TRIED);
    for (const old of triedPictures.keys()) {
      if (!tried.some((each) => each.id === old)) triedPictures.delete(old);
    }
    set({ tried });
    return id;
  };

  return {
    prediction: undefined,
    explanation: undefined,
    explaining: false,
    tried: [],
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
        // The engine takes the square.
        frame = shownFrame(await createImageBitmap(square));
        const answers = await answer(square, true);
        // The camera went off, or a picture took its place.
        if (ask !== asked) return;
        const now = performance.now();
        answeredAt = [...answeredAt.filter((at) => now - at < 1000), now];
        show(frame);
        set({
          ...answers,
          answersPerSecond: answeredAt.length,
          trialError: undefined,
        });
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
        set({ prediction: undefined, explanation: undefined, otherAnswer: undefined });
        fail(error);
      }
    },

    clearAnswer() {
      asked++;
      sitting = newId();
      answeredAt = [];
      show(undefined);
      set({
        prediction: undefined,
        explanation: undefined,
        otherAnswer: undefined,
        answersPerSecond: 0,
        trialError: undefined,
      });
    },

    async teach(classId, triedId) {
      const { prediction } = get();
      // What is listed keeps its place there; a live frame gets one.
      const id = triedId ?? (shown && prediction && remember(await shown.keep(), prediction));
      const picture = id === undefined ? undefined : triedPictures.get(id);
      if (id === undefined || !picture || get().role !== 'leads') return undefined;
      // What it was put into a moment ago is known when that is done.
      await beingTaught.get(id);
      const into = classId ?? (await get().addClass());
      const before = get().samples;
      const taught = before[get().tried.find((each) => each.id === id)?.taughtAs ?? ''];
      if (taught) {
        if (taught.classId !== into) await get().moveSamples([taught.id], into);
        return into;
      }
      const name = picture instanceof File ? picture.name : 'tried.jpg';
      const file = picture instanceof File ? picture : new File([picture], name);
      const group = picture instanceof File ? {} : { group: sitting };
      const importing = get().importFiles([{ file }], into, [], group);
      beingTaught.set(id, importing);
      await importing;
      beingTaught.delete(id);
      const made = samplesOf(get().samples, into).findLast(
        (row) => row.name === name && !(row.id in before),
      );
      if (made) {
        set(({ tried }) => ({
          tried: tried.map((each) => (each.id === id ? { ...each, taughtAs: made.id } : each)),
        }));
      }
      return into;
    },

    clearTried() {
      // What is shown can be taught still.
      const { tried, prediction } = get();
      const left = tried.filter((each) => each.prediction === prediction);
      for (const id of triedPictures.keys()) {
        if (!left.some((each) => each.id === id)) triedPictures.delete(id);
      }
      set({ tried: left });
    },

    setFalseRejection(share) {
      void get().changeProjectSettings({ falseRejection: share }); // The bar shows a disk that refuses.
    },
  };
};
