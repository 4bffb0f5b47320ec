// Both questions of the project learned together and apart, measured on the same pictures. A store of its own, loaded with
// the view that shows it.
import { create } from 'zustand';
import type { EngineErrorKind } from '../../model/engine-error';
import { EngineError } from '../../model/engine-error';
import { fingerprint } from '../../model/fingerprint';
import { LEAST_TO_HOLD_OUT } from '../../model/split-limits';
import type { TasksRequest, TasksResult } from '../../model/tasks';
import { bringFeatures } from '../../runtime/features';
import { services } from '../../runtime/services';
import { StorageError } from '../../storage/storage-error';
import type { AppState } from '../app-store';
import { useApp } from '../app-store';
import { announce } from '../lifecycle';
import { learnable } from '../project/classes';
import { requestOf } from '../train/learned-from';
import { basisOf } from './strategy-basis';

export interface MeasuredBoth extends TasksResult {
  /** The second question's share of the loss that both learned by. */
  weight: number;
  /** See `basisOfBoth`. */
  basis: string;
}

export interface TwoQuestions {
  project: string | undefined;
  /** The second question's share of the loss, 0.1 to 0.9. */
  weight: number;
  measured: MeasuredBoth | undefined;
  running: { step: 'features' | 'learning'; done: number; total: number } | undefined;
  error: EngineErrorKind | undefined;
  setWeight(weight: number): void;
  measure(): Promise<void>;
  stop(): void;
  /** Another project is shown: what belongs to the last one goes. */
  show(project: string | undefined): void;
}

const NOTHING = { measured: undefined, running: undefined, error: undefined };
const EQUAL = 0.5;

export const useTwoQuestions = create<TwoQuestions>()((set, get) => {
  let cancel = new AbortController();

  /** Progress may arrive after the result. */
  const show = (running: TwoQuestions['running']) => {
    if (get().running) set({ running });
  };

  return {
    project: undefined,
    weight: EQUAL,
    ...NOTHING,

    setWeight(weight) {
      set({ weight });
    },

    async measure() {
      const app = useApp.getState();
      const key = app.engine.backbone?.key;
      const { project, weight } = get();
      if (!key || get().running) return;
      cancel = new AbortController();
      const { signal } = cancel;
      const basis = basisOfBoth(app);
      set({ running: { step: 'features', done: 0, total: 0 }, error: undefined });
      try {
        const request = requestOfBoth(app, key);
        const ids = request.samples.map(({ id }) => id);
        await bringFeatures(
          ids,
          key,
          (done, total) => show({ step: 'features', done, total }),
          signal,
        );
        const result = await services().engine.measureTasks(
          { ...request, weight },
          (done, total) => show({ step: 'learning', done, total }),
          signal,
        );
        if (get().project === project) set({ measured: { ...result, weight, basis } });
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
    },
  };
});

/** Pictures that are learned from, with their place among the labels in use; undefined where they have no answer. */
function answered({
  project,
  classes,
  samples,
}: Pick<AppState, 'project' | 'classes' | 'samples'>) {
  const rows = [...learnable({ classes, samples }).values()].flat();
  const used = new Set(rows.map(({ secondLabel }) => secondLabel));
  const labels = (project?.secondTask?.labels ?? []).filter(({ id }) => used.has(id));
  const numbers = new Map(labels.map(({ id }, i) => [id, i]));
  return { labels, rows, labelOf: (id: string) => numbers.get(samples[id]?.secondLabel ?? '') };
}

function requestOfBoth(app: AppState, key: string): Omit<TasksRequest, 'weight'> {
  const { labels, labelOf } = answered(app);
  const { test: _, ...request } = requestOf(app, key);
  return {
    ...request,
    secondClasses: labels.map(({ id }) => id),
    secondLabels: Int32Array.from(request.samples, ({ id }) => labelOf(id) ?? -1),
  };
}

/** Why the two cannot be measured yet: undefined where they can. */
export type Lacking = 'classes' | 'labels' | 'few';

/**
 * What is missing, and about how many pictures with an answer would be held out: under ten give counts alone.
 */
export function lackingOfBoth(
  state: Pick<AppState, 'project' | 'classes' | 'samples' | 'settings'>,
): { lacking: Lacking | undefined; heldOut: number } {
  const { labels, rows, labelOf } = answered(state);
  const counts = labels.map(() => 0);
  for (const { id } of rows) {
    const label = labelOf(id);
    if (label !== undefined) counts[label] = (counts[label] ?? 0) + 1;
  }
  const heldOut = Math.round(
    counts.reduce((sum, count) => sum + count, 0) * state.settings.validationShare,
  );
  const lacking =
    learnable(state).size < 2
      ? 'classes'
      : labels.length < 2
        ? 'labels'
        : Math.min(...counts) < LEAST_TO_HOLD_OUT
          ? 'few'
          : undefined;
  return { lacking, heldOut };
}

const bases = new WeakMap<AppState['samples'], { from: unknown[]; hash: string }>();

/** As `basisOf`, and equal only for equal answers to the second question. */
export function basisOfBoth(
  state: Pick<AppState, 'project' | 'classes' | 'samples' | 'settings' | 'engine'>,
): string {
  const { project, classes, samples } = state;
  const from = [project?.secondTask, classes];
  let known = bases.get(samples);
  if (!known?.from.every((each, i) => each === from[i])) {
    known = { from, hash: fingerprintOf(state) };
    bases.set(samples, known);
  }
  return `${basisOf(state)} ${known.hash}`;
}

/** Of the pictures' answers, in their order. */
function fingerprintOf(state: Pick<AppState, 'project' | 'classes' | 'samples'>): string {
  const { labels, rows, labelOf } = answered(state);
  return fingerprint(rows.map(({ id }) => labels[labelOf(id) ?? -1]?.id ?? '-'));
}
