// How far the camera's pictures, files or test pictures are from those that were learnt from. A store of its own, loaded with
// the view that shows it.
import { create } from 'zustand';
import type { FeatureKey } from '../../model/backbone';
import type { DomainReport, OtherPicture } from '../../model/domain';
import type { EngineErrorKind } from '../../model/engine-error';
import { EngineError } from '../../model/engine-error';
import { PictureError } from '../../pictures/picture-error';
import { services } from '../../runtime/services';
import { type AppState, useApp } from '../app-store';
import { someOf } from '../project/some-samples';
import { learntSignatureOf, requestOf, signatureOf } from '../train/learned-from';

const MOST_OWN = 160;
const MOST_OTHER = 80;
/** Frames that the meter looks back on, how often it takes one, and after how many new ones it moves. */
const WINDOW = 32;
const FRAME_MS = 400;
const MOVES_EVERY = 4;
/** Frames before the meter says anything. */
const FIRST_FRAMES = 12;

export interface DomainMeter {
  report: DomainReport | undefined;
  /** What the report was measured on: see `domainBasisOf`. */
  basis: string | undefined;
  /** Frames watched, or pictures looked at, so far. */
  running: { what: 'watching' | 'looking' | 'comparing'; done: number; total: number } | undefined;
  problem: EngineErrorKind | 'too-few' | 'unreadable' | undefined;
  compareTests(): Promise<void>;
  compareFiles(files: readonly File[]): Promise<void>;
  /** A frame of the camera; `grab` is not even called while the last one is looked at, or too soon after it. */
  watchFrame(grab: () => Promise<ImageBitmap>): Promise<void>;
  clear(): void;
}

const NOTHING = { report: undefined, basis: undefined, running: undefined, problem: undefined };

export const useDomain = create<DomainMeter>()((set) => {
  let cancel = new AbortController();
  let busy = false;
  let lastAt = Number.NEGATIVE_INFINITY;
  let watched = 0;
  let frames: OtherPicture[] = [];
  let framesKey: FeatureKey | undefined;

  const begin = () => {
    cancel.abort();
    cancel = new AbortController();
    busy = false;
    watched = 0;
    frames = [];
    set(NOTHING);
    return cancel.signal;
  };

  const compare = async (
    other: OtherPicture[],
    key: FeatureKey,
    signal: AbortSignal,
    tests = false,
  ) => {
    const state = useApp.getState();
    const basis = domainBasisOf(state, tests);
    const { classes, samples } = requestOf(state, key);
    if (other.length < 4) return set({ ...NOTHING, problem: 'too-few' });
    const report = await services().engine.domainDistance(
      {
        featureKey: key,
        classes,
        samples: someOf(samples, MOST_OWN),
        other,
        seed: state.settings.seed,
      },
      signal,
    );
    if (signal.aborted) return;
    set({ ...NOTHING, ...(report ? { report, basis } : { problem: 'too-few' as const }) });
  };

  const guarded = async (signal: AbortSignal, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (!signal.aborted) set({ ...NOTHING, problem: error.kind });
    }
  };

  return {
    ...NOTHING,

    async compareTests() {
      const signal = begin();
      await guarded(signal, async () => {
        const { key } = await services().engine.ready();
        const { test = [] } = requestOf(useApp.getState(), key);
        set({ running: { what: 'comparing', done: 0, total: 1 } });
        const other = someOf(test, MOST_OTHER).map(({ id, label, group }) => ({
          features: id,
          label,
          group,
        }));
        await compare(other, key, signal, true);
      });
    },

    async compareFiles(files) {
      const signal = begin();
      await guarded(signal, async () => {
        const { engine, pictures } = services();
        const { key } = await engine.ready();
        const some = files.slice(0, MOST_OTHER);
        const other: OtherPicture[] = [];
        for (const [i, file] of some.entries()) {
          if (signal.aborted) return;
          set({ running: { what: 'looking', done: i, total: some.length } });
          const bitmap = await pictures.prepare(file).then((made) => made.bitmap, unlessUnreadable);
          if (!bitmap) continue;
          const { key: made, vectors } = await engine.embed([{ bitmap }], signal);
          const [features] = vectors;
          if (made === key && features) other.push({ features, group: `file ${i}` });
        }
        if (other.length === 0) return set({ ...NOTHING, problem: 'unreadable' });
        set({ running: { what: 'comparing', done: 0, total: 1 } });
        await compare(other, key, signal);
      });
    },

    async watchFrame(grab) {
      if (busy || performance.now() - lastAt < FRAME_MS) return;
      busy = true;
      lastAt = performance.now();
      const { signal } = cancel;
      try {
        await guarded(signal, async () => {
          const { engine, pictures } = services();
          const bitmap = await pictures
            .prepare(await grab())
            .then((made) => made.bitmap, unlessUnreadable);
          if (!bitmap) return;
          const { key, vectors } = await engine.embed([{ bitmap }], signal);
          const [features] = vectors;
          if (!features || signal.aborted) return;
          if (key !== framesKey) frames = [];
          framesKey = key;
          // Frames that follow each other are nearly the same: a few of them are one recording.
          frames.push({ features, group: `frames ${Math.floor(watched / MOVES_EVERY)}` });
          frames = frames.slice(-WINDOW);
          watched++;
          if (frames.length < FIRST_FRAMES) {
            set({ running: { what: 'watching', done: frames.length, total: FIRST_FRAMES } });
          } else if (watched % MOVES_EVERY === 0) await compare(frames, key, signal);
        });
      } finally {
        // Another comparison may have begun meanwhile, with frames of its own.
        if (signal === cancel.signal) busy = false;
      }
    },

    clear() {
      begin();
    },
  };
});

/** Equal for the same pictures to learn from through the same backbone and, where they were compared, the same test pictures. */
export function domainBasisOf(
  state: Pick<AppState, 'classes' | 'samples' | 'settings' | 'engine'>,
  tests: boolean,
): string {
  const pictures = tests ? signatureOf(state) : learntSignatureOf(state);
  return [pictures, state.engine.backbone?.key, state.settings.seed].join(' ');
}

function unlessUnreadable(error: unknown): undefined {
  if (!(error instanceof PictureError)) throw error;
  return undefined;
}
