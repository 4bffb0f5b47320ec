// The learning curve: accuracy against pictures per class, with transfer and from scratch, on this
// project's pictures. This is a store of its own, loaded with the view that shows it.
import { create } from 'zustand';
import type { Curve, CurveEvent, CurvesRecord, CurveWay } from '../../model/curve';
import { bringFeatures } from '../../runtime/features';
import { services } from '../../runtime/services';
import { bitmapsOf } from '../../runtime/stored-bitmaps';
import { loadMeasurement, saveMeasurement } from '../../storage/measurements';
import { useApp } from '../app-store';
import { createMeasurement, type Job, type Measuring } from '../measuring';
import type { Outcome } from '../outcome';
import { requestOf } from '../train/learned-from';
import { curveNumbers, DRAWS, MOST_EPOCHS, SCRATCH_LEAST_UPDATES } from './curve-cost';
import { fingerprintOf } from './fingerprint';

export interface CurveRun {
  way: CurveWay;
  step: 'features' | 'reading' | 'learning';
  done: number;
  total: number;
  /** How far the next point has come. Only for learning from scratch. */
  next: { perClass: number; epoch: number; epochs: number } | undefined;
  /** When learning began, and how many points there were then. */
  since: number;
  before: number;
}

export interface Curves extends Measuring<CurvesRecord | undefined, CurveRun> {
  /** Measures the missing points of a curve, or all of them if the pictures have changed. */
  measure(way: CurveWay): Outcome;
}

export const useCurves = create<Curves>()((set, get) => {
  const { initial, run } = createMeasurement<Curves['measured'], CurveRun>({
    set,
    get,
    nothing: undefined,
    load: (project) => loadMeasurement(project, 'curves'),
    save: (project, curves) => saveMeasurement(project, 'curves', curves),
  });

  const hear = (way: CurveWay, job: Job<Curves['measured'], CurveRun>, event: CurveEvent) => {
    const { measured } = get();
    if (!measured) return;
    const curve = measured.curves[way];
    const withCurve = (changed: Curve) => ({
      ...measured,
      curves: { ...measured.curves, [way]: changed },
    });
    switch (event.type) {
      case 'preparing':
        return job.tell({ step: 'reading', done: event.done, total: event.total });
      case 'started': {
        const { numbers, points: total, heldOut, guessing } = event;
        const points = curve?.points ?? [];
        job.show(withCurve({ points, numbers, total, heldOut, guessing }));
        const done = points.length;
        return job.tell({ step: 'learning', done, total, since: Date.now(), before: done });
      }
      case 'learning': {
        const { perClass, epoch, epochs } = event;
        return job.tell({ step: 'learning', next: { perClass, epoch, epochs } });
      }
      case 'point': {
        if (!curve) return;
        const points = [...curve.points, event.point];
        job.take(withCurve({ ...curve, points }));
        const done = points.length;
        return job.tell({ step: 'learning', done, total: curve.total, next: undefined });
      }
    }
  };

  return {
    ...initial,

    async measure(way) {
      const app = useApp.getState();
      const key = app.engine.backbone?.key;
      if (!key) return;
      const begin: CurveRun = {
        way,
        step: 'features',
        done: 0,
        total: 0,
        next: undefined,
        since: Date.now(),
        before: 0,
      };
      await run(begin, async (job) => {
        const fingerprint = fingerprintOf(app);
        if (get().measured?.fingerprint !== fingerprint) job.show({ curves: {}, fingerprint });
        const request = requestOf(app, key);
        const ids = [...request.samples, ...(request.test ?? [])].map(({ id }) => id);
        const { signal } = job;
        await bringFeatures(ids, key, (done, total) => job.tell({ done, total }), signal);
        const points = get().measured?.curves[way]?.points ?? [];
        await services().engine.call(
          'measureCurve',
          {
            ...request,
            way,
            perClass: curveNumbers(request.samples.length),
            draws: DRAWS[way],
            epochs: MOST_EPOCHS,
            leastUpdates: SCRATCH_LEAST_UPDATES,
            measured: points.map(({ perClass, draw }) => ({ perClass, draw })),
          },
          { picturesOf: bitmapsOf, onEvent: (event) => hear(way, job, event), signal },
        );
      });
    },
  };
});

/**
 * A number of pictures per class and what its draws got right, as shares of the held-out pictures.
 */
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

/** How many pictures learning from scratch needs to match what transfer reaches with few. */
export interface CurveAnswer {
  /**
   * Transfer's number of pictures per class, 5 if there are as many, and its mean accuracy with
   * them.
   */
  few: number;
  share: number;
  /** The first number with which learning from scratch is as accurate. Absent if none is. */
  needs?: number;
  /** The largest number with which learning from scratch was measured. */
  most: number;
  /** Whether there are more pictures with which learning from scratch has not been measured yet. */
  unfinished: boolean;
}

const FEW = 5;

/** Undefined until both have been measured. */
export function curveAnswer(transfer?: Curve, scratch?: Curve): CurveAnswer | undefined {
  if (!transfer || !scratch) return undefined;
  const start = curveSteps(transfer)
    .filter(({ perClass }) => perClass <= FEW)
    .at(-1);
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
