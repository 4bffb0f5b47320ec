// What was tried before, and putting it into a class.
import { newId } from '../../model/new-id';
import type { Prediction } from '../../model/prediction';
import { on } from '../lifecycle';
import type { Outcome } from '../outcome';
import type { Read, Write } from '../slice';

/** Something that was tried before. `triedPicture` gives its picture. */
export interface Tried {
  id: string;
  prediction: Prediction;
  /** The sample that was made from it. After an undo, that is not among the samples. */
  taughtAs?: string;
}

export interface Teaching {
  /** Newest first: pictures, and frames that were held. */
  tried: Tried[];
  /**
   * Puts the picture or frame whose answer is on show, or one that was tried before, into a class.
   * Without an id, it goes into a new class. A picture that was put into another class before is
   * moved. Resolves with the class.
   */
  teach(classId?: string, triedId?: string): Outcome<string | undefined>;
  clearTried(): void;
}

const MOST_TRIED = 8;

/** The pictures that were tried, by id. They are not in the store, which holds no pixels. */
const triedPictures = new Map<string, Blob>();

/** A picture that was tried. Undefined once it is no longer listed. */
export const triedPicture = (id: string): Blob | undefined => triedPictures.get(id);

/** What the answer on the page is about. */
export interface OnThePage {
  /** The picture, to be listed or learned from. */
  keep(): Promise<Blob>;
}

/**
 * @param page gives what can be taught without having been listed, and the sitting before the
 * camera that it belongs to
 */
export function createTeaching(
  set: Write<Teaching>,
  get: Read,
  page: () => { shown: OnThePage | undefined; sitting: string },
) {
  /** Pictures on their way into a class, by the id of what was tried. */
  const beingTaught = new Map<string, PromiseLike<unknown>>();

  const change = (id: string, update: Partial<Tried>) =>
    set(({ tried }) => ({
      tried: tried.map((each) => (each.id === id ? { ...each, ...update } : each)),
    }));

  const keepPicturesOf = (tried: readonly Tried[]) => {
    for (const id of triedPictures.keys()) {
      if (!tried.some((each) => each.id === id)) triedPictures.delete(id);
    }
  };

  const remember = (picture: Blob, prediction: Prediction): string => {
    const again = get().tried.find(({ id }) => triedPictures.get(id) === picture);
    if (again) {
      change(again.id, { prediction });
      return again.id;
    }
    const id = newId();
    triedPictures.set(id, picture);
    const tried = [{ id, prediction }, ...get().tried].slice(0, MOST_TRIED);
    keepPicturesOf(tried);
    set({ tried });
    return id;
  };

  on('left', () => set({ tried: [] }));

  const teaching: Teaching = {
    tried: [],

    async teach(classId, triedId) {
      const { prediction } = get();
      const { shown, sitting } = page();
      // A listed picture keeps its place in the list. A live frame gets one.
      const id = triedId ?? (shown && prediction && remember(await shown.keep(), prediction));
      const picture = id === undefined ? undefined : triedPictures.get(id);
      if (id === undefined || !picture || get().role !== 'leads') return undefined;
      // Which class it was put into a moment ago is known only when that is done.
      await beingTaught.get(id);
      const into = classId ?? (await get().addClass());
      if (into === undefined) return undefined;
      const taught = get().samples[get().tried.find((each) => each.id === id)?.taughtAs ?? ''];
      if (taught) {
        if (taught.classId !== into) await get().moveSamples([taught.id], into);
        return into;
      }
      const fromFile = picture instanceof File;
      const file = fromFile ? picture : new File([picture], 'tried.jpg');
      // Frames of one sitting belong to one recording. They are nearly the same, however they came
      // in.
      const how = fromFile ? {} : { group: sitting };
      const importing = get().importFiles([{ file }], into, [], how);
      beingTaught.set(id, importing);
      const [made] = await importing;
      beingTaught.delete(id);
      if (made) change(id, { taughtAs: made.id });
      return into;
    },

    clearTried() {
      // What is on show can still be taught.
      const { tried, prediction } = get();
      const left = tried.filter((each) => each.prediction === prediction);
      keepPicturesOf(left);
      set({ tried: left });
    },
  };
  return { ...teaching, remember };
}
