// Both questions of the project learned together and separately, measured on the same pictures.
// This is a store of its own, loaded with the view that shows it.
import { create } from 'zustand';
import { fingerprint } from '../../model/fingerprint';
import { LEAST_TO_HOLD_OUT } from '../../model/split-limits';
import type { TwoQuestionsRecord, TwoQuestionsRequest } from '../../model/two-questions';
import { bringFeatures } from '../../runtime/features';
import { services } from '../../runtime/services';
import { loadMeasurement, saveMeasurement } from '../../storage/measurements';
import { useApp } from '../app-store';
import { createMeasurement, type Measuring } from '../measuring';
import type { Outcome } from '../outcome';
import { learnable } from '../project/classes';
import type { AppState } from '../state';
import { requestOf } from '../train/learned-from';
import { fingerprintOf } from './fingerprint';

type Step = {
  step: 'features' | 'learning';
  done: number;
  total: number;
};

export interface TwoQuestions extends Measuring<TwoQuestionsRecord | undefined, Step> {
  /** The second question's share of the loss, from 0.1 to 0.9. */
  weight: number;
  setWeight(weight: number): void;
  measure(): Outcome;
}

const EQUAL = 0.5;

export const useTwoQuestions = create<TwoQuestions>()((set, get) => {
  const { initial, run } = createMeasurement<TwoQuestions['measured'], Step>({
    set,
    get,
    nothing: undefined,
    load: (project) => loadMeasurement(project, 'two-questions'),
    save: (project, tasks) => saveMeasurement(project, 'two-questions', tasks),
  });

  return {
    ...initial,
    weight: EQUAL,

    setWeight(weight) {
      set({ weight });
    },

    async measure() {
      const app = useApp.getState();
      const key = app.engine.backbone?.key;
      const { weight } = get();
      if (!key) return;
      await run({ step: 'features', done: 0, total: 0 }, async ({ signal, tell, take }) => {
        const fingerprint = fingerprintOfBoth(app);
        const request = requestOfBoth(app, key);
        const ids = request.samples.map(({ id }) => id);
        await bringFeatures(ids, key, (done, total) => tell({ done, total }), signal);
        const result = await services().engine.call(
          'measureTwoQuestions',
          { ...request, weight },
          { onEvent: ({ done, total }) => tell({ step: 'learning', done, total }), signal },
        );
        await take({ ...result, weight, fingerprint });
      });
    },
  };
});

/**
 * The pictures that are learned from, each with the index of its answer among the labels in use.
 * Undefined if it has no answer.
 */
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

function requestOfBoth(app: AppState, key: string): Omit<TwoQuestionsRequest, 'weight'> {
  const { labels, labelOf } = answered(app);
  const { test: _, ...request } = requestOf(app, key);
  return {
    ...request,
    secondClasses: labels.map(({ id }) => id),
    secondLabels: Int32Array.from(request.samples, ({ id }) => labelOf(id) ?? -1),
  };
}

/** Why the two cannot be measured yet. Undefined if they can. */
export type Lacking = 'classes' | 'labels' | 'few';

/**
 * What is missing, and roughly how many pictures with an answer would be held out. With fewer than
 * ten, only counts are shown.
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

const fingerprints = new WeakMap<AppState['samples'], { from: unknown[]; hash: string }>();

/** Like `fingerprintOf`, and equal only if the answers to the second question are equal too. */
export function fingerprintOfBoth(
  state: Pick<AppState, 'project' | 'classes' | 'samples' | 'settings' | 'engine'>,
): string {
  const { project, classes, samples } = state;
  const from = [project?.secondTask, classes];
  let known = fingerprints.get(samples);
  if (!known?.from.every((each, i) => each === from[i])) {
    known = { from, hash: hashOfAnswers(state) };
    fingerprints.set(samples, known);
  }
  return `${fingerprintOf(state)} ${known.hash}`;
}

/** A hash of the pictures' answers, in their order. */
function hashOfAnswers(state: Pick<AppState, 'project' | 'classes' | 'samples'>): string {
  // Labels go by their places, because a copy of the project may have them under other ids.
  const labels = state.project?.secondTask?.labels ?? [];
  const places = new Map(labels.map(({ id }, i) => [id, String(i)]));
  const { rows } = answered(state);
  return fingerprint(rows.map(({ secondLabel = '' }) => places.get(secondLabel) ?? '-'));
}
