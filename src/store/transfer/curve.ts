// The learning curve: accuracy against pictures a class, with transfer and from scratch, on this project's pictures. A store of
// its own, loaded with the view that shows it.
import { create } from 'zustand';
import type { Curve, CurveEvent, CurveWay } from '../../model/curve';
import type { EngineErrorKind } from '../../model/engine-error';
import { EngineError } from '../../model/engine-error';
import { bringFeatures } from '../../runtime/features';
import { services } from '../../runtime/services';
import { bitmapsOf } from '../../runtime/stored-bitmaps';
import { loadCurves, saveCurves } from '../../storage/runs';
import { StorageError } from '../../storage/storage-error';
import { useApp } from '../app-store';
import { announce } from '../lifecycle';
import { asAct } from '../outcome';
import { requestOf } from '../train/learned-from';
import { curveNumbers, DRAWS, MOST_EPOCHS, SCRATCH_LEAST_UPDATES } from './curve-cost';
import { basisOf } from './strategy-basis';

export interface CurveRun {
  way: CurveWay;
  step: 'features' | 'reading' | 'learning';
  done: number;
  total: number;
  /** From scratch: how far the next point has come. */
  next: { perClass: number; epoch: number; epochs: number } | undefined;
  /** When it began to learn, and the points that were there then. */
  since: number;
  before: number;
}

export interface Curves {
  project: string | undefined;
  /** What the curves were measured on: see `basisOf`. */
  basis: string | undefined;
  curves: Partial<Record<CurveWay, Curve>>;
  running: CurveRun | undefined;
  error: EngineErrorKind | undefined;
  /** Measures what is missing of a curve; all of it where the pictures are others. Nothing while one is measured. */
  measure(way: CurveWay): Promise<void>;
  /** It stops soon; what was measured stays. */
  stop(): void;
  /** Another project is shown: what belongs to the last one goes, and what was measured of this one comes. */
  show(project: string | undefined): void;
}

const NOTHING = { basis: undefined, curves: {}, running: undefined, error: undefined };

export const useCurves = create<Curves>()((set, get) => {
  let cancel = new AbortController();

  const change = (update: Partial<CurveRun>) => {
    const { running } = get();
    if (running) set({ running: { ...running, ...update } });
  };

  const keep = async () => {
    const { project, curves, basis } = get();
    const { role, asSaving } = useApp.getState();
    if (!project || !basis || role !== 'leads') return;
    await asAct(() => asSaving(1, () => saveCurves(project, { curves, basis })));
  };

  const restore = async (project: string) => {
    try {
      const record = await loadCurves(project);
      if (record && get().project === project && get().basis === undefined) set(record);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      announce('diskRefused', error.kind);
    }
  };

  const hear = (way: CurveWay, event: CurveEvent) => {
    const { curves } = get();
    const curve = curves[way];
    switch (event.type) {
      case 'preparing':
        return change({ step: 'reading', done: event.done, total: event.total });
      case 'started': {
        const { numbers, points: total, heldOut, guessing } = event;
        const points = curve?.points ?? [];
        set({ curves: { ...curves, [way]: { points, numbers, total, heldOut, guessing } } });
        const done = points.length;
        return change({ step: 'learning', done, total, since: Date.now(), before: done });
      }
      case 'learning': {
        const { perClass, epoch, epochs } = event;
        return change({ step: 'learning', next: { perClass, epoch, epochs } });
      }
      case 'point': {
        if (!curve) return;
        const points = [...curve.points, event.point];
        set({ curves: { ...curves, [way]: { ...curve, points } } });
        void keep(); // Shows its errors itself.
        return change({
          step: 'learning',
          done: points.length,
          total: curve.total,
          next: undefined,
        });
      }
    }
  };

  return {
    project: undefined,
    ...NOTHING,

    async measure(way) {
      const app = useApp.getState();
      const key = app.engine.backbone?.key;
      const { project } = get();
      if (!key || get().running) return;
      cancel = new AbortController();
      const { signal } = cancel;
      const basis = basisOf(app);
      if (basis !== get().basis) set({ curves: {}, basis });
      set({
        running: {
          way,
          step: 'features',
          done: 0,
          total: 0,
          next: undefined,
          since: Date.now(),
          before: 0,
        },
        error: undefined,
      });
      try {
        const request = requestOf(app, key);
        const ids = [...request.samples, ...(request.test ?? [])].map(({ id }) => id);
        await bringFeatures(ids, key, (done, total) => change({ done, total }), signal);
        const measured = get().curves[way]?.points ?? [];
        await services().engine.measureCurve(
          {
            ...request,
            way,
            perClass: curveNumbers(request.samples.length),
            draws: DRAWS[way],
            epochs: MOST_EPOCHS,
            leastUpdates: SCRATCH_LEAST_UPDATES,
            measured: measured.map(({ perClass, draw }) => ({ perClass, draw })),
          },
          bitmapsOf,
          (event) => {
            if (get().project === project) hear(way, event);
          },
          signal,
        );
      } catch (error) {
        if (error instanceof StorageError) announce('diskRefused', error.kind);
        else if (!(error instanceof EngineError)) throw error;
        else if (error.kind !== 'aborted' && get().project === project) set({ error: error.kind });
      } finally {
        set({ running: undefined });
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

/** A number of pictures a class, and what its draws got right: shares of the held-out pictures. */
export interface CurveStep {
  perClass: number;
  mean: number;
  low: number;
  high: number;
  draws: number;
}

/** The steps that have points, from few pictures to many. */
export function curveSteps({ points, numbers, heldOut }: Curve): CurveStep[] {
  return numbers.flatMap((perClass): CurveStep[] => {
    const shares = points
      .filter((point) => point.perClass === perClass)
      .map(({ right }) => right / heldOut);
    if (shares.length === 0) return [];
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    const [low, high] = [Math.min(...shares), Math.max(...shares)];
    return [{ perClass, mean, low, high, draws: shares.length }];
  });
}

/** How many pictures scratch needs for what transfer has with few. */
export interface CurveAnswer {
  /** Transfer's pictures a class, 5 where there are as many, and its mean accuracy with them. */
  few: number;
  share: number;
  /** The first number with which scratch has as much; absent where none has. */
  needs?: number;
  /** The most that scratch was measured with. */
  most: number;
  /** Whether there are more pictures here that scratch was not measured with yet. */
  unfinished: boolean;
}

const FEW = 5;

/** Undefined until both have been measured somewhere. */
export function curveAnswer(transfer?: Curve, scratch?: Curve): CurveAnswer | undefined {
  if (!transfer || !scratch) return undefined;
  const start = curveSteps(transfer).findLast(({ perClass }) => perClass <= FEW);
  const steps = curveSteps(scratch);
  const most = steps.at(-1)?.perClass;
  if (!start || most === undefined) return undefined;
  const needs = steps.find(({ mean }) => mean >= start.mean)?.perClass;
  return {
    few: start.perClass,
    share: start.mean,
    ...(needs !== undefined && { needs }),
    most,
    unfinished: most < (scratch.numbers.at(-1) ?? most),
  };
}
