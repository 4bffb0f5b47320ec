// The transfer lab: each strategy is measured on the project's pictures, one at a time, on one
// split. This is a store of its own, loaded with the view that shows it.
import { create } from 'zustand';
import type { BackboneInfo, FeatureKey } from '../../model/backbone';
import { EngineError } from '../../model/engine-error';
import type { Fingerprint } from '../../model/fingerprint';
import type { SavedHead } from '../../model/head';
import { newId } from '../../model/new-id';
import type { StandIn, StrategyRecord, TimedPass } from '../../model/run';
import { usualFreezeAt } from '../../model/strategies';
import type {
  Strategy,
  StrategyEvent,
  StrategyRequest,
  StrategyResult,
} from '../../model/strategy';
import { bringFeatures } from '../../runtime/features';
import { services } from '../../runtime/services';
import { bitmapsOf } from '../../runtime/stored-bitmaps';
import { loadMeasurement, saveMeasurement } from '../../storage/measurements';
import { useApp } from '../app-store';
import { createMeasurement, type Measuring } from '../measuring';
import type { Outcome } from '../outcome';
import { requestOf, signatureOf } from '../train/learned-from';
import { fingerprintOf } from './fingerprint';
import { notePace } from './learning-pace';
import { mostEpochsOf } from './strategy-cost';

/** A strategy as it was measured. Its figures stay with the project. */
export interface Measurement extends StrategyRecord {
  /** What it learned. Undefined if it was measured in an earlier visit. */
  head?: SavedHead;
}

/** A strategy that is being measured, or was stopped and can be resumed. */
export interface Underway {
  strategy: Strategy;
  freezeAt?: number;
  step: 'features' | 'preparing' | 'learning' | 'refitting';
  /** Counts of pictures, in the first two steps. */
  done: number;
  total: number;
  /** When this step began, and when the engine last reported. */
  since: number;
  told: number;
  unit: 'pass' | 'epoch';
  mostPasses: number;
  history: TimedPass[];
  /** The fingerprint when it began. */
  fingerprint: Fingerprint;
  from: StrategyRecord['from'];
}

export interface Lab extends Measuring<Partial<Record<Strategy, Measurement>>, Underway> {
  stopped: Partial<Record<Strategy, Underway>>;
  /**
   * Where the freeze line was moved to, and in which backbone, because another backbone has other
   * blocks.
   */
  line: { backbone: FeatureKey; freezeAt: number } | undefined;
  /** Moves the freeze line to after this block of the backbone in use. */
  moveLine(freezeAt: number): void;
  /** Measures from the start. If it is stopped meanwhile, it can be resumed. */
  measure(strategy: Strategy, freezeAt?: number): Outcome;
  /** Resumes a stopped strategy, or starts over if the engine has let it go. */
  resume(strategy: Strategy): Outcome;
}

/** Undefined if it was stopped. `gone` if what was to be resumed is no longer there. */
type Ended = StrategyResult | 'gone' | undefined;
type Hear = (event: StrategyEvent) => void;

export const useLab = create<Lab>()((set, get) => {
  const { initial, run } = createMeasurement<Lab['measured'], Underway>({
    set,
    get,
    nothing: {},
    load: (project) => loadMeasurement(project, 'strategies'),
    save: (project, measured) => saveMeasurement(project, 'strategies', figuresOf(measured)),
    leave: () => set({ stopped: {}, line: undefined }),
  });

  const learn = (
    begin: Underway,
    work: (
      hear: Hear,
      signal: AbortSignal,
      change: (update: Partial<Underway>) => void,
    ) => Promise<Ended>,
  ) => {
    const now = Date.now();
    return run({ ...begin, since: now, told: now }, async ({ signal, tell, take }) => {
      const { strategy } = begin;
      set({ stopped: without(get().stopped, strategy) });
      const change = (update: Partial<Underway>) => {
        const { step, since } = get().running ?? begin;
        const told = Date.now();
        tell({ ...update, told, since: (update.step ?? step) === step ? since : told });
      };
      const outcome = await work((event) => change(heard(event, get().running)), signal, change);
      const underway = get().running;
      // Undefined if another project is open.
      if (!underway || outcome === 'gone') return outcome;
      if (!outcome) {
        set({ stopped: { ...get().stopped, [strategy]: underway } });
        return undefined;
      }
      noteHowFast(underway, outcome);
      const { history, fingerprint, from } = underway;
      const { head, ...result } = outcome;
      const measurement = { id: newId(), result, head, history, fingerprint, from };
      await take({ ...get().measured, [strategy]: measurement });
      return undefined;
    });
  };

  return {
    ...initial,
    stopped: {},
    line: undefined,

    moveLine(freezeAt) {
      const backbone = useApp.getState().engine.backbone?.key;
      if (backbone) set({ line: { backbone, freezeAt } });
    },

    async measure(strategy, freezeAt) {
      const app = useApp.getState();
      const key = app.engine.backbone?.key;
      if (!key) return;
      const mostEpochs = mostEpochsOf(strategy, app.settings.epochs);
      const begin: Underway = {
        strategy,
        step: 'features',
        done: 0,
        total: 0,
        unit: 'epoch',
        mostPasses: mostEpochs ?? app.settings.epochs,
        since: 0,
        told: 0,
        ...(freezeAt !== undefined && { freezeAt }),
        history: [],
        fingerprint: fingerprintOf(app),
        from: {
          signature: signatureOf(app),
          settings: app.settings,
          classNames: Object.fromEntries(app.classes.map(({ id, name }) => [id, name])),
        },
      };
      await learn(begin, async (hear, signal, change) => {
        const request: StrategyRequest = {
          ...requestOf(app, key),
          strategy,
          ...(freezeAt === undefined ? {} : { freezeAt }),
          ...(mostEpochs === undefined ? {} : { mostEpochs }),
        };
        const ids = [...request.samples, ...(request.test ?? [])].map(({ id }) => id);
        await bringFeatures(ids, key, (done, total) => change({ done, total }), signal);
        return services().engine.call('runStrategy', request, {
          picturesOf: bitmapsOf,
          onEvent: hear,
          signal,
        });
      });
    },

    async resume(strategy) {
      const stopped = get().stopped[strategy];
      if (!stopped) return;
      const outcome = await learn(stopped, (hear, signal) => goOn(strategy, hear, signal));
      if (outcome !== 'gone') return;
      // The freeze line may lie beyond the blocks of another backbone.
      const same = stopped.fingerprint === fingerprintOf(useApp.getState());
      await get().measure(strategy, same ? stopped.freezeAt : undefined);
    },
  };
});

async function goOn(strategy: Strategy, hear: Hear, signal: AbortSignal): Promise<Ended> {
  try {
    return await services().engine.call('resumeStrategy', strategy, { onEvent: hear, signal });
  } catch (error) {
    // The worker that held it was replaced, or another backbone was used in between.
    if (error instanceof EngineError && error.kind === 'no-head') return 'gone';
    throw error;
  }
}

/** What an event changes. */
function heard(event: StrategyEvent, running: Underway | undefined): Partial<Underway> {
  switch (event.type) {
    case 'preparing':
      return { step: 'preparing', done: event.done, total: event.total };
    case 'started':
      return { step: 'learning', unit: event.unit, mostPasses: event.mostPasses };
    case 'pass':
      return { history: [...(running?.history ?? []), { ...event.report, ms: event.ms }] };
    case 'refitting':
      return { step: 'refitting' };
  }
}

/** The measurements without what was learned, because weights are large. */
function figuresOf(measured: Lab['measured']): Partial<Record<Strategy, StrategyRecord>> {
  return Object.fromEntries(
    Object.entries(measured).map(([strategy, { head: _, ...record }]) => [strategy, record]),
  );
}

/** Notes how fast it was, for later estimates. */
function noteHowFast(underway: Underway, { split, backend }: StrategyResult): void {
  const app = useApp.getState();
  const { backbone } = app.engine;
  // If another backbone is in use by now, these epochs say nothing about it.
  if (underway.unit !== 'epoch' || !backbone || underway.fingerprint !== fingerprintOf(app)) return;
  const { train, validation } = split;
  notePace(underway, backbone, backend, { train: train.length, validation: validation.length });
}

function without<Key extends string, Value>(
  all: Partial<Record<Key, Value>>,
  key: Key,
): Partial<Record<Key, Value>> {
  const { [key]: _, ...rest } = all;
  return rest as Partial<Record<Key, Value>>;
}

/**
 * A measured strategy's head, for Try to answer with. Undefined if it would answer just as the
 * frozen backbone does.
 */
export function standInFrom(
  { measured }: Pick<Lab, 'measured'>,
  of: Strategy,
): StandIn | undefined {
  const { id, result, head, history, fingerprint, from } = measured[of] ?? {};
  if (!id || !result || !head?.network || !history || !from) return undefined;
  const { frozen } = measured;
  const baseline = frozen?.fingerprint === fingerprint ? frozen?.result.validation : undefined;
  const { strategy, freezeAt, validation, trainedParameters: _, ...rest } = result;
  return {
    id: newId(),
    record: id,
    strategy,
    ...(freezeAt !== undefined && { freezeAt }),
    ...(baseline && { baseline: { right: baseline.right, total: baseline.total } }),
    result: {
      ...rest,
      head,
      ...(validation && { validation }),
      guessing: validation?.guessing ?? 0,
      refitOnAll: result.split.validation.length > 0,
    },
    history: history.map(({ ms: _, ...pass }) => pass),
    ...from,
    at: Date.now(),
  };
}

/** The block of a backbone after which the freeze line lies. */
export function freezeLine(
  { line }: Pick<Lab, 'line'>,
  backbone: Pick<BackboneInfo, 'key' | 'stages'>,
): number {
  return line?.backbone === backbone.key ? line.freezeAt : usualFreezeAt(backbone);
}
