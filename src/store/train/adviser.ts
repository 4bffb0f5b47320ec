// Which backbone and which layer suit the pictures best. It runs by itself when the machine is idle
// after a training, and again when the pictures change. This is a store of its own, loaded when
// there is something to advise on.
import { create } from 'zustand';
import { BUILT_IN_BACKBONES, type FeatureSpec } from '../../model/backbone';
import { EngineError } from '../../model/engine-error';
import { specName } from '../../model/feature-key';
import type { Fingerprint } from '../../model/fingerprint';
import type { BackboneGain, LayerComparison, LayerScore, LayersRecord } from '../../model/layers';
import { DEFAULT_INPUT_SIZE } from '../../model/settings';
import { verdictOn } from '../../model/statistics/paired-difference';
import { services } from '../../runtime/services';
import { bitmapsOf } from '../../runtime/stored-bitmaps';
import { loadMeasurement, saveMeasurement } from '../../storage/measurements';
import { putFeatures, readFeatures } from '../../storage/samples';
import { useApp } from '../app-store';
import {
  createMeasurement,
  isMeasuring,
  type Job,
  type Measuring,
  onMeasuring,
  useOutdated,
} from '../measuring';
import type { Outcome } from '../outcome';
import { someOf } from '../project/some-samples';
import type { AppState } from '../state';
import { useCameraState } from '../use-camera';
import { learnedSignatureOf, requestOf } from './learned-from';
import { isStale } from './readiness';

/**
 * More pictures would take longer than anybody leaves the machine alone, and would hardly change
 * the order.
 */
const MOST_PICTURES = 240;
/**
 * With fewer pictures, only a gain of a sixth would give an interval that excludes zero. That is
 * not worth keeping the machine busy.
 */
const LEAST_PICTURES = 40;
const PROBE_AT_ONCE = 8;

interface Step {
  what: 'loading' | 'looking' | 'scoring';
  done: number;
  total: number;
}

export interface Adviser extends Measuring<LayersRecord | undefined, Step, 'too-few'> {
  /** Measures, unless the comparison is there already. */
  compare(): Outcome;
}

export const useAdviser = create<Adviser>()((set, get) => {
  /** The pictures that were too few to compare by. */
  let tooFew: Fingerprint | undefined;
  const { initial, run, restored } = createMeasurement<Adviser['measured'], Step, 'too-few'>({
    set,
    get,
    nothing: undefined,
    load: (project) => loadMeasurement(project, 'adviser'),
    save: (project, layers) => saveMeasurement(project, 'adviser', layers),
    leave: () => {
      tooFew = undefined;
    },
    way: 'background',
  });
  const measure = async ({
    signal,
    tell,
  }: Job<Adviser['measured'], Step>): Promise<LayerComparison | undefined> => {
    const state = useApp.getState();
    const { engine } = services();
    const { key } = await engine.ready();
    const { classes, samples: all } = requestOf(state, key);
    const samples = someOf(all, MOST_PICTURES);
    if (samples.length < LEAST_PICTURES) return undefined;
    const specs = specsOf(state.spec);
    const ids = samples.map(({ id }) => id);
    const todo = await Promise.all(
      specs.map(async (spec) => ({ spec, missing: await engine.call('notProbed', { spec, ids }) })),
    );
    const total = todo.reduce((sum, { missing }) => sum + missing.length, 0);
    let done = 0;
    for (const { spec, missing } of todo) {
      for (let i = 0; i < missing.length; i += PROBE_AT_ONCE) {
        stopIfAborted(signal);
        tell({ what: 'looking', done, total });
        const some = missing.slice(i, i + PROBE_AT_ONCE);
        const pictures = await bitmapsOf(some);
        const { key: made, vectors } = await engine.call(
          'probe',
          { spec, pictures },
          {
            onEvent: ({ bytes, total: of }) => tell({ what: 'loading', done: bytes, total: of }),
            signal,
          },
        );
        // The features of another backbone are kept, in case it is chosen. Existing features stay:
        // they were made from the picture before it was stored, so they differ slightly, and what
        // was learned and split by them must stay comparable.
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
    return engine.call(
      'compareLayers',
      { specs, classes, samples, seed: state.settings.seed },
      {
        onEvent: ({ done: count, total: of }) => tell({ what: 'scoring', done: count, total: of }),
        signal,
      },
    );
  };

  return {
    ...initial,

    async compare() {
      await restored();
      const app = useApp.getState();
      const fingerprint = layersFingerprintOf(app);
      const known = [get().measured?.fingerprint, tooFew].includes(fingerprint);
      if (!app.learned || known) return;
      await run({ what: 'looking', done: 0, total: 1 }, async (job) => {
        try {
          const found = await measure(job);
          if (found) return await job.take({ ...found, fingerprint });
          tooFew = fingerprint;
          set({ error: 'too-few' });
        } finally {
          await release();
        }
      });
    },
  };
});

/**
 * What a comparison in a project is about. It stays the same after a switch from one compared
 * backbone to another.
 */
export function layersFingerprintOf(
  state: Pick<AppState, 'classes' | 'samples' | 'settings' | 'spec'>,
): Fingerprint {
  const specs = specsOf(state.spec).map(specName);
  return [learnedSignatureOf(state), state.settings.seed, ...specs].join(' ');
}

/** The comparison, as long as it is about today's pictures and backbones. */
export function useCurrentComparison(): LayerComparison | undefined {
  const measured = useAdviser((state) => state.measured);
  return useOutdated(measured, layersFingerprintOf) ? undefined : measured;
}

/**
 * Two backbones compared by their last layers, the one with more right answers first. It reads the
 * same whichever is in use.
 */
export interface Contest extends Pick<BackboneGain, 'gain' | 'low' | 'high'> {
  ahead: FeatureSpec;
  behind: FeatureSpec;
  /** Whether the backbone ahead is certainly better. */
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

/**
 * The backbone to switch to: the best of those that are certainly better than the one in use, or
 * undefined if there is none.
 */
export function offerOf(comparison: LayerComparison, inUse: FeatureSpec): Contest | undefined {
  return contestsOf(comparison)
    .filter(({ sure, behind }) => sure && behind.backbone === inUse.backbone)
    .sort((a, b) => b.gain - a.gain)[0];
}

/** Whether this is its backbone's last layer, which is the one that a head learns from. */
export function isLastLayer({ layers }: LayerComparison, { backbone, stage }: LayerScore): boolean {
  return !layers.some((other) => other.backbone === backbone && other.stage > stage);
}

/**
 * A layer before its backbone's last one that gets more right than the layer in use, beyond both
 * intervals. Both must agree because the best of so many layers may owe something to luck. Among
 * equals, the one with the best LogME wins.
 */
export function earlierLayer(
  comparison: LayerComparison,
  { backbone }: FeatureSpec,
): { best: LayerScore; inUse: LayerScore } | undefined {
  const { layers } = comparison;
  const inUse = layers.find((each) => each.backbone === backbone && isLastLayer(comparison, each));
  const [best] = [...layers].sort(
    (a, b) => b.accuracy.right - a.accuracy.right || b.logMe - a.logMe,
  );
  if (!inUse || !best || isLastLayer(comparison, best)) return undefined;
  return best.accuracy.low > inUse.accuracy.high ? { best, inUse } : undefined;
}

/** The machine counts as idle after this long without a change. */
const IDLE_MS = 2500;

/**
 * Compares when the machine is idle after a training, and gives way to whatever else begins.
 * @returns a function that ends this
 */
export function adviseWhenIdle(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const consider = () => {
    clearTimeout(timer);
    if (!isIdle()) useAdviser.getState().stop();
    else {
      timer = setTimeout(() => {
        if (isIdle()) useAdviser.getState().compare();
      }, IDLE_MS);
    }
  };
  const leave = [
    useApp.subscribe(consider),
    useCameraState.subscribe(consider),
    onMeasuring(consider),
  ];
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
    !isMeasuring() &&
    engine.phase === 'ready' &&
    role === 'leads' &&
    !syncing &&
    !recording &&
    !imports.some((each) => each.phase === 'reading') &&
    !inspecting &&
    !isStale(state) &&
    // Without a network, only a backbone that is already here can be loaded. A person may still ask
    // for it.
    globalThis.navigator?.onLine !== false &&
    useCameraState.getState().status === 'off'
  );
}

/**
 * The built-in backbones, at the size at which each sees best. Their order does not depend on the
 * one in use, so a switch changes nothing that is measured. The person's own backbone comes first.
 */
function specsOf(inUse: FeatureSpec): FeatureSpec[] {
  const builtIn = BUILT_IN_BACKBONES.map((backbone) =>
    backbone === inUse.backbone ? inUse : { backbone, inputSize: DEFAULT_INPUT_SIZE[backbone] },
  );
  return builtIn.includes(inUse) ? builtIn : [inUse, ...builtIn];
}

/** Releases the other backbones. Nobody needs them until there are new pictures. */
async function release(): Promise<void> {
  try {
    await services().engine.call('releaseGuests', undefined);
  } catch (error) {
    // A worker that is gone holds nothing.
    if (!(error instanceof EngineError)) throw error;
  }
}

function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new EngineError('aborted', 'something else began');
}
