// What ImageNet's own head sees in a picture, beside what the person's own head says about it:
// before and after transfer. This is a store of its own, loaded with the view that shows it.
import { create } from 'zustand';
import type { EngineErrorKind } from '../../model/engine-error';
import { EngineError } from '../../model/engine-error';
import type { Prediction, SourceAnswer } from '../../model/prediction';
import { PictureError } from '../../pictures/picture-error';
import { services } from '../../runtime/services';
import { readPicture } from '../../storage/samples';
import { useApp } from '../app-store';
import { canAnswer } from '../train/stand-in-slice';

const ANSWERS = 5;

export interface SourceSight {
  /** Best first. Undefined before there is an answer. */
  before: SourceAnswer[] | undefined;
  /** Also undefined if nothing has been learned yet. */
  after: Prediction | undefined;
  /** The bytes of the source task's backbone while it loads. */
  loading: { bytes: number; total: number } | undefined;
  error: EngineErrorKind | 'unreadable' | undefined;
  lookAtSample(id: string): Promise<void>;
  /**
   * Takes a frame of the camera. `grab` is not even called while the last frame is being examined.
   */
  lookAtFrame(grab: () => Promise<ImageBitmap>): Promise<void>;
  /** Nobody is looking any more. */
  close(): Promise<void>;
}

const NOTHING = { before: undefined, after: undefined, loading: undefined, error: undefined };

export const useSourceSight = create<SourceSight>()((set) => {
  let busy = false;
  let asked = 0;

  const look = async (of: number, bitmap: ImageBitmap) => {
    const { engine } = services();
    const own = canAnswer(useApp.getState()) ? await createImageBitmap(bitmap) : undefined;
    const [before, after] = await Promise.all([
      engine.call(
        'seeAsSource',
        { bitmap, count: ANSWERS },
        {
          onEvent: ({ bytes, total }) => {
            if (of === asked) set({ loading: { bytes, total } });
          },
        },
      ),
      own && engine.call('predict', own).catch(unlessNoHead),
    ]);
    if (of === asked) set({ ...NOTHING, before, after });
  };

  const fail = (of: number, error: unknown) => {
    if (!(error instanceof EngineError || error instanceof PictureError)) throw error;
    const kind = error instanceof EngineError ? error.kind : 'unreadable';
    if (of === asked) set({ ...NOTHING, error: kind });
  };

  return {
    ...NOTHING,

    async lookAtSample(id) {
      const of = ++asked;
      try {
        const picture = await readPicture(id);
        if (picture) await look(of, await createImageBitmap(picture));
      } catch (error) {
        fail(of, error);
      }
    },

    async lookAtFrame(grab) {
      if (busy) return;
      busy = true;
      const of = asked;
      try {
        await look(of, await services().pictures.square(await grab()));
      } catch (error) {
        fail(of, error);
      } finally {
        busy = false;
      }
    },

    async close() {
      asked++;
      set(NOTHING);
      try {
        await services().engine.call('releaseGuests', undefined);
      } catch (error) {
        // A worker that is gone holds nothing.
        if (!(error instanceof EngineError)) throw error;
      }
    },
  };
});

/** The head of another backbone may still be in use while a new one is being learned. */
function unlessNoHead(error: unknown): undefined {
  if (!(error instanceof EngineError && error.kind === 'no-head')) throw error;
  return undefined;
}
