// How far the pictures of the camera, of files or of the test set are from those that were learned
// from. This is a store of its own, loaded with the view that shows it.
import { create } from 'zustand';
import type { FeatureKey } from '../../model/backbone';
import type { DomainReport, OtherPicture } from '../../model/domain';
import { EngineError } from '../../model/engine-error';
import type { Fingerprint } from '../../model/fingerprint';
import { PictureError } from '../../pictures/picture-error';
import { services } from '../../runtime/services';
import { loadMeasurement, saveMeasurement } from '../../storage/measurements';
import { useApp } from '../app-store';
import { createMeasurement, isMeasuring, type Measuring } from '../measuring';
import type { Outcome } from '../outcome';
import { someOf } from '../project/some-samples';
import type { AppState } from '../state';
import { learnedSignatureOf, requestOf, signatureOf } from '../train/learned-from';

const MOST_OWN = 160;
const MOST_OTHER = 80;
/**
 * How many frames the meter looks back on, how often it takes one, and after how many new ones it
 * moves.
 */
const WINDOW = 32;
const FRAME_MS = 400;
const MOVES_EVERY = 4;
/** The meter says nothing before it has this many frames. */
const FIRST_FRAMES = 12;

export type DomainSource = 'files' | 'tests' | 'camera';

/** What the camera sees keeps changing, so it is not kept with the project. */
export interface MeasuredDomain extends DomainReport {
  of: DomainSource;
  fingerprint: Fingerprint;
}

/** The number of frames watched or pictures examined so far. */
interface Step {
  what: 'watching' | 'looking' | 'comparing';
  done: number;
  total: number;
}

type Problem = 'too-few' | 'unreadable';

export interface DomainMeter extends Measuring<MeasuredDomain | undefined, Step, Problem> {
  compareTests(): Outcome;
  compareFiles(files: readonly File[]): Outcome;
  /**
   * Takes a frame of the camera. `grab` is not even called while the last frame is being examined,
   * too soon after it, or while something is being measured.
   */
  watchFrame(grab: () => Promise<ImageBitmap>): Promise<void>;
  /** From now on something else is compared, or nothing. Ends what is under way. */
  leave(): void;
}

export const useDomain = create<DomainMeter>()((set, get) => {
  let watching = new AbortController();
  let busy = false;
  let lastAt = Number.NEGATIVE_INFINITY;
  let watched = 0;
  let frames: OtherPicture[] = [];
  let framesKey: FeatureKey | undefined;

  const watchAnew = () => {
    watching.abort();
    watching = new AbortController();
    busy = false;
    watched = 0;
    frames = [];
  };

  const { initial, run } = createMeasurement<DomainMeter['measured'], Step, Problem>({
    set,
    get,
    nothing: undefined,
    load: (project) => loadMeasurement(project, 'domain'),
    save: async (project, { of, ...report }) => {
      if (of !== 'camera') await saveMeasurement(project, 'domain', { ...report, of });
    },
    leave: watchAnew,
    way: 'latest',
  });

  /** Undefined if it was stopped, or if there are too few pictures, which it then says. */
  const compare = async (
    of: DomainSource,
    other: OtherPicture[],
    featureKey: FeatureKey,
    signal: AbortSignal,
  ): Promise<MeasuredDomain | undefined> => {
    const state = useApp.getState();
    const fingerprint = domainFingerprintOf(state, of);
    const { classes, samples } = requestOf(state, featureKey);
    const { seed } = state.settings;
    const own = someOf(samples, MOST_OWN);
    const request = { featureKey, classes, samples: own, other, seed };
    const report =
      other.length < 4
        ? undefined
        : await services().engine.call('domainDistance', request, { signal });
    if (signal.aborted) return undefined;
    if (!report) set({ error: 'too-few' });
    return report && { ...report, of, fingerprint };
  };

  return {
    ...initial,

    async compareTests() {
      watchAnew();
      await run({ what: 'comparing', done: 0, total: 1 }, async ({ signal, take }) => {
        const { key } = await services().engine.ready();
        const { test = [] } = requestOf(useApp.getState(), key);
        const other = someOf(test, MOST_OTHER).map(({ id, label, group }) => ({
          features: id,
          label,
          group,
        }));
        const found = await compare('tests', other, key, signal);
        if (found) await take(found);
      });
    },

    async compareFiles(files) {
      watchAnew();
      const some = files.slice(0, MOST_OTHER);
      const begin: Step = { what: 'looking', done: 0, total: some.length };
      await run(begin, async ({ signal, tell, take }) => {
        const { engine, pictures } = services();
        const { key } = await engine.ready();
        const other: OtherPicture[] = [];
        for (const [i, file] of some.entries()) {
          if (signal.aborted) return;
          tell({ done: i });
          const bitmap = await pictures.square(file).catch(unlessUnreadable);
          if (!bitmap) continue;
          const { key: made, vectors } = await engine.call('embed', [{ bitmap }], { signal });
          const [features] = vectors;
          if (made === key && features) other.push({ features, group: `file ${i}` });
        }
        if (other.length === 0) return set({ error: 'unreadable' });
        tell({ what: 'comparing', done: 0, total: 1 });
        const found = await compare('files', other, key, signal);
        if (found) await take(found);
      });
    },

    async watchFrame(grab) {
      if (busy || isMeasuring() || performance.now() - lastAt < FRAME_MS) return;
      busy = true;
      lastAt = performance.now();
      const { signal } = watching;
      try {
        const { engine, pictures } = services();
        const bitmap = await pictures.square(await grab()).catch(unlessUnreadable);
        if (!bitmap) return;
        const { key, vectors } = await engine.call('embed', [{ bitmap }], { signal });
        const [features] = vectors;
        if (!features || signal.aborted) return;
        if (key !== framesKey) frames = [];
        framesKey = key;
        // Successive frames are nearly the same, so a few of them count as one recording.
        frames.push({ features, group: `frames ${Math.floor(watched / MOVES_EVERY)}` });
        frames = frames.slice(-WINDOW);
        watched++;
        if (frames.length < FIRST_FRAMES) {
          set({ running: { what: 'watching', done: frames.length, total: FIRST_FRAMES } });
        } else if (watched % MOVES_EVERY === 0) {
          const measured = await compare('camera', frames, key, signal);
          if (measured) set({ measured, running: undefined, error: undefined });
        }
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        if (!signal.aborted) set({ running: undefined, error: error.kind });
      } finally {
        // Another comparison may have begun meanwhile, with frames of its own.
        if (signal === watching.signal) busy = false;
      }
    },

    leave() {
      watchAnew();
      get().stop();
      set({ running: undefined, error: undefined });
    },
  };
});

/**
 * Equal if the pictures to learn from and the backbone are the same and, where test pictures were
 * compared, those are the same too.
 */
export function domainFingerprintOf(
  state: Pick<AppState, 'classes' | 'samples' | 'settings' | 'engine'>,
  of: DomainSource,
): Fingerprint {
  const pictures = of === 'tests' ? signatureOf(state) : learnedSignatureOf(state);
  return [pictures, state.engine.backbone?.key, state.settings.seed].join(' ');
}

function unlessUnreadable(error: unknown): undefined {
  if (!(error instanceof PictureError)) throw error;
  return undefined;
}
