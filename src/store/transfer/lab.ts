// The transfer lab: each strategy measured on the project's pictures, one at a time, on one split.
// A store of its own, loaded with the view that shows it.
import { create } from 'zustand';
import type { BackboneInfo, FeatureKey } from '../../model/backbone';
import type { EngineErrorKind } from '../../model/engine-error';
import { EngineError } from '../../model/engine-error';
import type { SavedHead } from '../../model/head';
import type { StandIn, StrategyRecord } from '../../model/run';
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
import { loadMeasured, saveMeasured } from '../../storage/runs';
import { StorageError } from '../../storage/storage-error';
import { useApp } from '../app-store';
import { announce } from '../lifecycle';
import { asAct } from '../outcome';
import { requestOf, signatureOf } from '../train/learned-from';
import { notePace } from './learning-pace';
import { basisOf } from './strategy-basis';
import { mostEpochsOf } from './strategy-cost';

/** A pass or epoch, with the milliseconds of work when it was over. */
export type TimedPass = StrategyRecord['history'][number];

/** A strategy as it was measured; its figures stay with the project. */
export interface Measurement extends StrategyRecord {
  /** What it learned; undefined where it was measured in an earlier visit. */
  head?: SavedHead;
}

/** A strategy that is under way, or was stopped and may go on. */
export interface Underway {
  strategy: Strategy;
  freezeAt?: number;
  step: 'features' | 'preparing' | 'learning' | 'refitting';
  /** Pictures, in the first two steps. */
  done: number;
  total: number;
  /** When this step began, and when the engine last told of it. */
  since: number;
  told: number;
  unit: 'pass' | 'epoch';
  mostPasses: number;
  history: TimedPass[];
  /** What it began with: see `basisOf`. */
  basis: string;
  from: StrategyRecord['from'];
}

export interface Lab {
  /** Of this project. */
  project: string | undefined;
  measured: Partial<Record<Strategy, Measurement>>;
  stopped: Partial<Record<Strategy, Underway>>;
  running: Underway | undefined;
  error: EngineErrorKind | undefined;
  /** Where the freeze line was moved to, and in which backbone: another one has other blocks. */
  line: { backbone: FeatureKey; freezeAt: number } | undefined;
  /** Lays the freeze line after a block of the backbone in use. */
  moveLine(freezeAt: number): void;
  /** Measures from the start; nothing while another one runs. */
  measure(strategy: Strategy, freezeAt?: number): Promise<void>;
  /** Goes on with one that was stopped, or from the start where the engine has let it go. */
  resume(strategy: Strategy): Promise<void>;
  /** What runs stops soon, and may go on. */
  stop(): void;
  /** Another project is shown: what belongs to the last one goes, and what was measured of this one comes. */
  show(project: string | undefined): void;
}

const NOTHING = {
  measured: {},
  stopped: {},
  running: undefined,
  error: undefined,
  line: undefined,
};

export const useLab = create<Lab>()((set, get) => {
  let cancel = new AbortController();

  const run = async (
    begin: Underway,
    work: (signal: AbortSignal) => Promise<StrategyResult | undefined>,
  ) => {
    if (get().running) return;
    const { strategy } = begin;
    const { project } = get();
    cancel = new AbortController();
    const { signal } = cancel;
    const now = Date.now();
    set({
      running: { ...begin, since: now, told: now },
      stopped: without(get().stopped, strategy),
      error: undefined,
    });
    try {
      const result = await work(signal);
      const underway = get().running ?? begin;
      if (get().project !== project) return;
      if (result) {
        const { history, basis, from } = underway;
        noteHowFast(underway, result);
        const { head, ...figures } = result;
        const measurement: Measurement = { result: figures, head, history, basis, from };
        set({ measured: { ...get().measured, [strategy]: measurement } });
        await keep();
      } else set({ stopped: { ...get().stopped, [strategy]: underway } });
    } catch (error) {
      if (error instanceof StorageError) announce('diskRefused', error.kind);
      else if (!(error instanceof EngineError)) throw error;
      else if (error.kind !== 'aborted' && get().project === project) set({ error: error.kind });
    } finally {
      set({ running: undefined });
    }
  };

  const keep = async () => {
    const { project, measured } = get();
    const { role, asSaving } = useApp.getState();
    if (!project || role !== 'leads') return;
    const records = Object.entries(measured).map(([of, { head: _, ...record }]) => [of, record]);
    await asAct(() => asSaving(1, () => saveMeasured(project, Object.fromEntries(records))));
  };

  const restore = async (project: string) => {
    try {
      const measured = await loadMeasured(project);
      if (get().project === project) set({ measured: { ...measured, ...get().measured } });
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      announce('diskRefused', error.kind);
    }
  };

  const change = (update: Partial<Underway>) => {
    const { running } = get();
    if (!running) return;
    const told = Date.now();
    const since = (update.step ?? running.step) === running.step ? running.since : told;
    set({ running: { ...running, ...update, since, told } });
  };

  const hear = (event: StrategyEvent) => {
    switch (event.type) {
      case 'preparing':
        return change({ step: 'preparing', done: event.done, total: event.total });
      case 'started':
        return change({ step: 'learning', unit: event.unit, mostPasses: event.mostPasses });
      case 'pass':
        return change({
          history: [...(get().running?.history ?? []), { ...event.report, ms: event.ms }],
        });
      case 'refitting':
        return change({ step: 'refitting' });
    }
  };

  return {
    project: undefined,
    ...NOTHING,

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
        basis: basisOf(app),
        from: {
          signature: signatureOf(app),
          settings: app.settings,
          classNames: Object.fromEntries(app.classes.map(({ id, name }) => [id, name])),
        },
      };
      await run(begin, async (signal) => {
        const request: StrategyRequest = {
          ...requestOf(app, key),
          strategy,
          ...(freezeAt === undefined ? {} : { freezeAt }),
          ...(mostEpochs === undefined ? {} : { mostEpochs }),
        };
        const ids = [...request.samples, ...(request.test ?? [])].map(({ id }) => id);
        await bringFeatures(ids, key, (done, total) => change({ done, total }), signal);
        return services().engine.runStrategy(request, bitmapsOf, hear, signal);
      });
    },

    async resume(strategy) {
      const stopped = get().stopped[strategy];
      if (!stopped) return;
      await run(stopped, (signal) => services().engine.resumeStrategy(strategy, hear, signal));
      // The worker that had it is gone, or another backbone came in between.
      if (get().error === 'no-head') {
        // The line may lie behind the blocks of another backbone.
        const same = stopped.basis === basisOf(useApp.getState());
        await get().measure(strategy, same ? stopped.freezeAt : undefined);
      }
    },

    stop() {
      cancel.abort();
    },

    show(project) {
      if (project === get().project) return;
      cancel.abort();
      set({ ...NOTHING, running: get().running, project });
      if (project !== undefined) void restore(project); // Shows its errors itself.
    },
  };
});

/** For the next estimates. */
function noteHowFast(underway: Underway, { split, backend }: StrategyResult): void {
  const app = useApp.getState();
  const { backbone } = app.engine;
  // Its epochs say nothing of another backbone that has come in between.
  if (underway.unit !== 'epoch' || !backbone || underway.basis !== basisOf(app)) return;
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

/** What was measured, for Try to answer by; undefined where it answers as the frozen backbone does. */
export function standInFrom(
  { measured }: Pick<Lab, 'measured'>,
  of: Strategy,
): StandIn | undefined {
  const { result, head, history, basis, from } = measured[of] ?? {};
  if (!result || !head?.network || !history || !from) return undefined;
  const { frozen } = measured;
  const baseline = frozen?.basis === basis ? frozen?.result.validation : undefined;
  const { strategy, freezeAt, validation, trainedParameters: _, ...rest } = result;
  return {
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

/** After which block the freeze line lies in a backbone. */
export function freezeLine(
  { line }: Pick<Lab, 'line'>,
  backbone: Pick<BackboneInfo, 'key' | 'stages'>,
): number {
  return line?.backbone === backbone.key ? line.freezeAt : usualFreezeAt(backbone);
}
