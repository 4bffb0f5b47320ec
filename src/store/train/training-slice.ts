// Learning: when it begins, and what is shown of it. The runs themselves are in training-run.ts.
import { DEFAULT_SETTINGS } from '../../model/settings';
import type { TrainSettings } from '../../model/training';
import { services } from '../../runtime/services';
import { tell } from '../../runtime/tabs';
import { deleteRun, loadRun, loadStandIn } from '../../storage/runs';
import { asAct } from '../as-act';
import { announce, on } from '../lifecycle';
import type { Outcome } from '../outcome';
import type { Slice } from '../slice';
import { isStale, readiness } from './readiness';
import { createTrainingRuns, type Runs } from './training-run';

/**
 * Pictures arrive many at a time. Learning begins when they pause, or after a while at the latest.
 */
const PAUSE_MS = 300;
const LATEST_MS = 1000;

export interface TrainingSlice extends Runs {
  /** Shows the open project's last run, if there is one. */
  restoreTraining(): Outcome;
  setLive(live: boolean): Outcome;
  changeSettings(change: Partial<TrainSettings>): Outcome;
  resetSettings(): Outcome;
  learn(): Outcome;
  /** Resolves when the current training has ended. */
  stopLearning(): Outcome;
  resumeLearning(): Outcome;
  /** Forgets the head and its charts. Samples stay. */
  resetLearning(): Outcome;
}

declare module '../state' {
  interface AppState extends TrainingSlice {}
}

export const createTrainingSlice: Slice<TrainingSlice> = (set, get) => {
  const runs = createTrainingRuns(set, get);
  let dueTimer: ReturnType<typeof setTimeout> | undefined;
  let firstChangeAt: number | undefined;

  const cancelDue = () => {
    clearTimeout(dueTimer);
    firstChangeAt = undefined;
  };

  /** Learns when no more changes have come for a moment. */
  const learnSoon = () => {
    clearTimeout(dueTimer);
    const { live, phase, role, refused } = get();
    // What was learned with the person's own backbone stays until somebody says what to use
    // instead.
    if (role !== 'leads' || refused) return;
    // The samples that it is learning from are gone.
    if (phase === 'training' && !readiness(get()).can) get().stopLearning();
    if (!live || !readiness(get()).enough) return;
    firstChangeAt ??= Date.now();
    const wait = Math.min(PAUSE_MS, Math.max(0, firstChangeAt + LATEST_MS - Date.now()));
    dueTimer = setTimeout(() => {
      firstChangeAt = undefined;
      // A new name or colour makes no difference to the head.
      if (!get().learned || isStale(get())) get().learn();
    }, wait);
  };

  on('contentChanged', learnSoon);
  on('entering', () => get().restoreTraining());
  on('follows', () => get().stopLearning());
  on('leaving', () => {
    cancelDue();
    return get().stopLearning();
  });
  on('runChanged', async () => {
    if (get().role === 'follows') await get().restoreTraining();
  });

  return {
    phase: 'idle',
    running: undefined,
    history: [],
    learned: undefined,
    trainingError: undefined,

    async restoreTraining() {
      const { project } = get();
      if (!project) return;
      cancelDue();
      await asAct(async () => {
        const [learned, standIn] = await Promise.all([
          loadRun(project.id),
          loadStandIn(project.id),
        ]);
        if (get().project?.id !== project.id) return;
        set({
          learned,
          history: learned?.history ?? [],
          running: undefined,
          phase: 'idle',
          trainingError: undefined,
        });
        get().showStandIn(standIn);
        if (get().role !== 'follows') return;
        const { engine } = services();
        await Promise.all([
          engine.call('setHead', learned?.result.head),
          get().takeStandInToEngine(),
        ]);
      });
    },

    setLive: (live) => get().changeProjectSettings({ live }),

    changeSettings: (change) =>
      get().changeProjectSettings({ train: { ...get().settings, ...change } }),

    resetSettings: () => get().changeSettings(DEFAULT_SETTINGS),

    async learn() {
      if (get().role !== 'leads') return;
      if (get().phase === 'training') runs.again();
      else await runs.begin();
    },

    stopLearning: () => runs.stop(),

    async resumeLearning() {
      const { phase, learned } = get();
      if (phase === 'stopped' && learned) await runs.goOn(learned);
    },

    async resetLearning() {
      await get().stopLearning();
      set({ learned: undefined, history: [], running: undefined, phase: 'idle' });
      announce('answererChanged');
      const { project } = get();
      await services().engine.call('setHead', undefined);
      if (get().standIn) await get().putToUse(undefined);
      if (!project) return;
      await asAct(() => get().asSaving(1, () => deleteRun(project.id)));
      tell({ kind: 'learned', project: project.id });
    },
  };
};
