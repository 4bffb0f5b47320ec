// Which backbone and which layer suit the pictures best. It runs by itself when the machine has nothing else to do after a
// training, and is measured anew for other pictures. A store of its own, loaded when there is something to advise on.
import { create } from 'zustand';
import { BUILT_IN_BACKBONES, type FeatureSpec } from '../../model/backbone';
import type { EngineErrorKind } from '../../model/engine-error';
import { EngineError } from '../../model/engine-error';
import { specName } from '../../model/feature-key';
import type { BackboneGain, LayerComparison, LayerScore } from '../../model/layers';
import { DEFAULT_INPUT_SIZE } from '../../model/settings';
import { verdictOn } from '../../model/statistics/paired-difference';
import { services } from '../../runtime/services';
import { bitmapsOf } from '../../runtime/stored-bitmaps';
import { putFeatures, readFeatures } from '../../storage/samples';
import { StorageError } from '../../storage/storage-error';
import { type AppState, useApp } from '../app-store';
import { announce } from '../lifecycle';
import { someOf } from '../project/some-samples';
import { useCameraState } from '../use-camera';
import { learntSignatureOf, requestOf } from './learned-from';
import { isStale } from './readiness';

/** More would take longer than anybody leaves the machine alone, and hardly change the order. */
const MOST_PICTURES = 240;
/** With fewer an interval that excludes zero would take a gain of a sixth: not worth keeping the machine busy. */
const LEAST_PICTURES = 40;
const PROBE_AT_ONCE = 8;

export interface Adviser {
  /** The project that was compared; another one has nothing of it. */
  project: string | undefined;
  /** Undefined until it is measured, and where it cannot be. */
  comparison: LayerComparison | undefined;
  /** What was compared: see `comparedIn`. */
  compared: string | undefined;
  running: { what: 'loading' | 'looking' | 'scoring'; done: number; total: number } | undefined;
  /** Why there is no comparison. */
  problem: EngineErrorKind | 'too-few' | undefined;
  /** Measures, unless it is there already. */
  compare(): Promise<void>;
  stop(): void;
}

export const useAdviser = create<Adviser>()((set, get) => {
  let cancel = new AbortController();

  /** Progress may arrive after the result. */
  const show = (running: Adviser['running']) => {
    if (get().running) set({ running });
  };

  const measure = async (signal: AbortSignal): Promise<LayerComparison | undefined> => {
    const state = useApp.getState();
    const { engine } = services();
    const { key } = await engine.ready();
    const { classes, samples: all } = requestOf(state, key);
    const samples = someOf(all, MOST_PICTURES);
    if (samples.length < LEAST_PICTURES) return undefined;
    const specs = specsOf(state.spec);
    const ids = samples.map(({ id }) => id);
    const todo = await Promise.all(
      specs.map(async (spec) => ({ spec, missing: await engine.notProbed(spec, ids) })),
    );
    const total = todo.reduce((sum, { missing }) => sum + missing.length, 0);
    let done = 0;
    for (const { spec, missing } of todo) {
      for (let i = 0; i < missing.length; i += PROBE_AT_ONCE) {
        stopIfAborted(signal);
        set({ running: { what: 'looking', done, total } });
        const some = missing.slice(i, i + PROBE_AT_ONCE);
        const pictures = await bitmapsOf(some);
        const { key: made, vectors } = await engine.probe(
          spec,
          pictures,
          (bytes, of) => show({ what: 'loading', done: bytes, total: of }),
          signal,
        );
        // Another backbone's features are there already should it be chosen. Those that there are stay: they are of the
        // picture before it was stored, not quite the same, and what was learned and split by them must stay comparable.
        const known = await readFeatures(some, made);
        await putFeatures(
          made,
          pictures.flatMap(({ id }, k) => {
            const vector = vectors[k];
            return vector && !known.has(id) ? [{ id, vector }] : [];
          }),
        );
        done += some.length;
      }
    }
    return engine.compareLayers(
      { specs, classes, samples, seed: state.settings.seed },
      (count, of) => show({ what: 'scoring', done: count, total: of }),
      signal,
    );
  };

  return {
    project: undefined,
    comparison: undefined,
    compared: undefined,
    running: undefined,
    problem: undefined,

    async compare() {
      const app = useApp.getState();
      const { learned, project } = app;
      const compared = comparedIn(app);
      if (!learned || get().compared === compared || get().running) return;
      if (get().project !== project?.id) {
        set({ project: project?.id, comparison: undefined, compared: undefined });
      }
      cancel = new AbortController();
      const { signal } = cancel;
      set({ running: { what: 'looking', done: 0, total: 1 }, problem: undefined });
      try {
        const comparison = await measure(signal);
        set({
          comparison,
          compared,
          problem: comparison ? undefined : 'too-few',
        });
      } catch (error) {
        if (error instanceof StorageError) announce('diskRefused', error.kind);
        else if (!(error instanceof EngineError)) throw error;
        else if (error.kind !== 'aborted') set({ problem: error.kind });
      } finally {
        set({ running: undefined });
        await release();
      }
    },

    stop() {
      cancel.abort();
    },
  };
});

/** What a comparison is of, in a project: the same after a switch from one of the compared backbones to another. */
export function comparedIn(
  state: Pick<AppState, 'classes' | 'samples' | 'settings' | 'spec'>,
): string {
  const specs = specsOf(state.spec).map(specName);
  return [learntSignatureOf(state), state.settings.seed, ...specs].join(' ');
}

/** The comparison, as long as it is of the pictures and backbones that there are. */
export function useCurrentComparison(): LayerComparison | undefined {
  const compared = useApp(comparedIn);
  return useAdviser((state) => (state.compared === compared ? state.comparison : undefined));
}

/** Two backbones by their last layers, the one that got more right first: it reads the same whichever is in use. */
export interface Contest extends Pick<BackboneGain, 'gain' | 'low' | 'high'> {
  ahead: FeatureSpec;
  behind: FeatureSpec;
  /** Whether the one ahead is better for certain. */
  sure: boolean;
}

export function contestsOf({ specs: [first], gains }: LayerComparison): Contest[] {
  return gains.flatMap(({ spec, gain, low, high }): Contest[] => {
    if (!first) return [];
    return [
      gain >= 0
        ? {
            ahead: spec,
            behind: first,
            gain,
            low,
            high,
            sure: verdictOn({ low, high }) === 'better',
          }
        : {
            ahead: first,
            behind: spec,
            gain: -gain,
            low: -high,
            high: -low,
            sure: verdictOn({ low, high }) === 'worse',
          },
    ];
  });
}

/** The backbone to switch to: the best of those that are better than the one in use for certain; undefined for none. */
export function offerOf(comparison: LayerComparison, inUse: FeatureSpec): Contest | undefined {
  return contestsOf(comparison)
    .filter(({ sure, behind }) => sure && behind.backbone === inUse.backbone)
    .toSorted((a, b) => b.gain - a.gain)[0];
}

/** Whether it is the last of its backbone's: the one that a head learns from. */
export function isLastLayer({ layers }: LayerComparison, { backbone, stage }: LayerScore): boolean {
  return !layers.some((other) => other.backbone === backbone && other.stage > stage);
}

/**
 * An earlier layer than a backbone's last that has more right than the one in use, beyond both intervals: as the best of so
 * many it may owe something to luck. Of equals the one that LogME puts first.
 */
export function earlierLayer(
  comparison: LayerComparison,
  { backbone }: FeatureSpec,
): { best: LayerScore; inUse: LayerScore } | undefined {
  const { layers } = comparison;
  const inUse = layers.find((each) => each.backbone === backbone && isLastLayer(comparison, each));
  const [best] = layers.toSorted(
    (a, b) => b.accuracy.right - a.accuracy.right || b.logMe - a.logMe,
  );
  if (!inUse || !best || isLastLayer(comparison, best)) return undefined;
  return best.accuracy.low > inUse.accuracy.high ? { best, inUse } : undefined;
}

/** After so long without a change the machine counts as idle. */
const IDLE_MS = 2500;

/** Compares when the machine is idle after a training; gives way to whatever else begins. Until it is called. */
export function adviseWhenIdle(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const consider = () => {
    clearTimeout(timer);
    if (!isIdle()) useAdviser.getState().stop();
    else {
      timer = setTimeout(() => {
        if (isIdle()) void useAdviser.getState().compare(); // Shows its errors itself.
      }, IDLE_MS);
    }
  };
  const leave = [useApp.subscribe(consider), useCameraState.subscribe(consider)];
  consider();
  return () => {
    clearTimeout(timer);
    for (const each of leave) each();
    useAdviser.getState().stop();
  };
}

function isIdle(): boolean {
  const state = useApp.getState();
  const { learned, phase, engine, syncing, role, inspecting, imports, recording } = state;
  return (
    learned !== undefined &&
    phase === 'idle' &&
    engine.phase === 'ready' &&
    role === 'leads' &&
    !syncing &&
    !recording &&
    !imports.some((each) => each.phase === 'reading') &&
    !inspecting &&
    !isStale(state) &&
    // Without a network only what is here already can be loaded: a person may ask for it still.
    globalThis.navigator?.onLine !== false &&
    useCameraState.getState().status === 'off'
  );
}

/**
 * Those that come with the page, at the size at which they see best, in an order that does not depend on the one in use: a
 * switch then changes nothing that is measured. One's own comes first.
 */
function specsOf(inUse: FeatureSpec): FeatureSpec[] {
  const builtIn = BUILT_IN_BACKBONES.map((backbone) =>
    backbone === inUse.backbone ? inUse : { backbone, inputSize: DEFAULT_INPUT_SIZE[backbone] },
  );
  return builtIn.includes(inUse) ? builtIn : [inUse, ...builtIn];
}

/** The other backbones: nobody needs them until there are new pictures. */
async function release(): Promise<void> {
  try {
    await services().engine.releaseGuests();
  } catch (error) {
    // A worker that is gone holds nothing.
    if (!(error instanceof EngineError)) throw error;
  }
}

function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new EngineError('aborted', 'something else began');
}
