// Learning: when it begins, what it shows while it runs, and what is kept of it.
import type { StateCreator } from 'zustand';
import type { EngineErrorKind } from '../../model/engine-error';
import { EngineError } from '../../model/engine-error';
import type { Signatures } from '../../model/fingerprint';
import { fingerprint } from '../../model/fingerprint';
import { HEAD_KINDS } from '../../model/head-kinds/head-kinds';
import { newId } from '../../model/new-id';
import type { ClassRow, SampleRow } from '../../model/project';
import type { StoredRun } from '../../model/run';
import { DEFAULT_SETTINGS } from '../../model/settings';
import type {
  PassReport,
  TrainEvent,
  TrainRequest,
  TrainResult,
  TrainSettings,
} from '../../model/training';
import { services } from '../../runtime/services';
import { tell } from '../../runtime/tabs';
import { deleteRun, loadRun, loadStandIn, saveRun } from '../../storage/runs';
import { StorageError } from '../../storage/storage-error';
import type { AppState } from '../app-store';
import { learnable } from '../project/project-slice';
import { testSamplesOf } from '../project/samples-by-class';

/** Learning begins by itself with two classes of this many pictures. */
export const ENOUGH_PICTURES = 5;
/** Pictures arrive in bursts: learn when they pause, or at the latest after a while. */
const PAUSE_MS = 300;
const LATEST_MS = 1000;
/** The chart need not be drawn more often than this. */
const SHOW_EVERY_MS = 40;

export interface Running {
  unit: 'pass' | 'epoch';
  mostPasses: number;
  /** Held-out pictures of the run. */
  heldOut: number;
  startedAt: number;
  /** The measured passes are over; it learns once more from all pictures. */
  refitting?: true;
}

export interface TrainingSlice {
  /** Learn as pictures arrive. */
  live: boolean;
  settings: TrainSettings;
  phase: 'idle' | 'training' | 'stopped';
  running: Running | undefined;
  /** Passes of the run that is shown, the one under way included. */
  history: PassReport[];
  /** The last run that ended or was stopped; its head answers. */
  learned: StoredRun | undefined;
  trainingError: EngineErrorKind | undefined;

  /** Shows the last run of the open project, or none. */
  restoreTraining(): Promise<void>;
  setLive(live: boolean): void;
  changeSettings(change: Partial<TrainSettings>): void;
  resetSettings(): void;
  /** Called after every change of classes and samples. */
  samplesChanged(): void;
  learn(): Promise<void>;
  /** Resolves when the training that ran has ended. */
  stopLearning(): Promise<void>;
  resumeLearning(): Promise<void>;
  /** Forgets the head and its charts; samples stay. */
  resetLearning(): Promise<void>;
}

export const createTrainingSlice: StateCreator<AppState, [], [], TrainingSlice> = (set, get) => {
  let stop = new AbortController();
  let again = false;
  let underWay: Promise<void> = Promise.resolve();
  let dueTimer: ReturnType<typeof setTimeout> | undefined;
  let firstChangeAt: number | undefined;
  /** What the run under way began with: pictures and settings may change meanwhile. */
  let begun: Pick<StoredRun, 'signature' | 'settings'> & { project: string | undefined } = {
    project: undefined,
    signature: '',
    settings: DEFAULT_SETTINGS,
  };

  /** Gathers passes and shows them a few times a second. */
  const passGatherer = () => {
    let gathered: PassReport[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      clearTimeout(timer);
      timer = undefined;
      const passes = gathered;
      gathered = [];
      if (passes.length > 0) set(({ history }) => ({ history: [...history, ...passes] }));
    };
    const onEvent = (event: TrainEvent) => {
      if (event.type === 'started') {
        const { unit, mostPasses, split } = event;
        const heldOut = split.validation.length;
        set({ history: [], running: { unit, mostPasses, heldOut, startedAt: Date.now() } });
      } else if (event.type === 'refitting') {
        set(({ running }) =>
          running ? { running: { ...running, refitting: true as const } } : {},
        );
      } else {
        gathered.push(event.report);
        timer ??= setTimeout(show, SHOW_EVERY_MS);
      }
    };
    return { onEvent, show };
  };

  /** Runs a training to its end or stop; once more after a crash of the worker or missing features. */
  const run = async (begin: Begin) => {
    set({ phase: 'training', trainingError: undefined });
    for (let attempt = 0; ; attempt++) {
      const passes = passGatherer();
      try {
        const result = await begin(passes.onEvent);
        passes.show();
        await keep(result);
        return;
      } catch (error) {
        passes.show();
        if (!(error instanceof EngineError)) {
          set({ phase: 'idle', running: undefined });
          throw error;
        }
        // 'no-head': a new worker does not know the run that was to go on.
        const mendable = ['engine-crashed', 'features-missing', 'no-head'].includes(error.kind);
        if (mendable && attempt === 0) {
          begin = beginAnew;
          try {
            await get().syncEngine();
          } catch (failure) {
            set({ phase: 'idle', running: undefined });
            throw failure;
          }
          continue;
        }
        set({ phase: 'idle', running: undefined });
        if (error.kind !== 'aborted') set({ trainingError: error.kind });
        return;
      }
    }
  };

  /** Runs a training, and another after it where pictures came or settings changed meanwhile. */
  const runUntilCurrent = (begin: Begin) => {
    const runs = runAllUntilCurrent(begin);
    underWay = runs.catch(() => {}); // Whoever began it gets the error.
    return runs;
  };

  const runAllUntilCurrent = async (begin: Begin) => {
    do {
      again = false;
      stop = new AbortController();
      await run(begin);
      begin = beginAnew;
    } while (again && get().phase === 'idle' && readiness(get()).can);
  };

  const beginAnew: Begin = async (onEvent) => {
    const { engine } = services();
    const { key } = await engine.ready();
    begun = {
      project: get().project?.id,
      signature: signatureOf(get()),
      settings: get().settings,
    };
    return engine.call('train', requestOf(get(), key), { onEvent, signal: stop.signal });
  };

  const keep = async (result: TrainResult) => {
    const { history, classes, project, role } = get();
    // Another tab works on the project now, or another project is open: it is of no use here.
    if (role !== 'leads' || project?.id !== begun.project)
      return set({ running: undefined, phase: 'idle' });
    const learned: StoredRun = {
      id: newId(),
      result,
      history,
      signature: begun.signature,
      settings: begun.settings,
      at: Date.now(),
      classNames: Object.fromEntries(classes.map(({ id, name }) => [id, name])),
    };
    set({ learned, running: undefined, phase: result.ended === 'stopped' ? 'stopped' : 'idle' });
    if (!project) return;
    await kept(() => get().asSaving(1, () => saveRun(project.id, learned)));
    tell({ kind: 'learned', project: project.id });
  };

  return {
    live: true,
    settings: DEFAULT_SETTINGS,
    phase: 'idle',
    running: undefined,
    history: [],
    learned: undefined,
    trainingError: undefined,

    async restoreTraining() {
      const { project } = get();
      if (!project) return;
      clearTimeout(dueTimer);
      await kept(async () => {
        const [learned, standIn] = await Promise.all([
          loadRun(project.id),
          loadStandIn(project.id),
        ]);
        if (get().project?.id !== project.id) return;
        set({
          learned,
          standIn,
          history: learned?.history ?? [],
          running: undefined,
          phase: 'idle',
          trainingError: undefined,
        });
        if (get().role !== 'follows') return;
        const { engine } = services();
        await Promise.all([
          engine.call('setHead', learned?.result.head),
          get().takeStandInToEngine(),
        ]);
      });
    },

    setLive(live) {
      void get().changeProjectSettings({ live }); // Shows a disk that refuses; learns where that is due.
    },

    changeSettings(change) {
      void get().changeProjectSettings({ train: { ...get().settings, ...change } }); // As above.
    },

    resetSettings() {
      get().changeSettings(DEFAULT_SETTINGS);
    },

    samplesChanged() {
      clearTimeout(dueTimer);
      const { live, phase, role, refused } = get();
      // What was learned with one's own backbone stays until somebody says what to use in its place.
      if (role !== 'leads' || refused) return;
      // What it learns from is gone.
      if (phase === 'training' && !readiness(get()).can) void get().stopLearning();
      if (!live || !readiness(get()).enough) return;
      firstChangeAt ??= Date.now();
      const wait = Math.min(PAUSE_MS, Math.max(0, firstChangeAt + LATEST_MS - Date.now()));
      dueTimer = setTimeout(() => {
        firstChangeAt = undefined;
        // A new name or colour changes nothing for the head.
        if (!get().learned || isStale(get())) void get().learn();
      }, wait);
    },

    async learn() {
      if (get().role !== 'leads') return;
      if (get().phase === 'training') {
        again = true;
        return;
      }
      await runUntilCurrent(beginAnew);
    },

    async stopLearning() {
      again = false;
      stop.abort();
      await underWay;
    },

    async resumeLearning() {
      const { phase, learned } = get();
      if (phase !== 'stopped' || !learned) return;
      set({ running: runningAgain(learned) }); // The worker says 'started' once a run.
      const { engine } = services();
      await runUntilCurrent((onEvent) =>
        engine.call('resume', undefined, { onEvent, signal: stop.signal }),
      );
    },

    async resetLearning() {
      await get().stopLearning();
      set({
        learned: undefined,
        history: [],
        running: undefined,
        phase: 'idle',
        prediction: undefined,
      });
      const { project } = get();
      await services().engine.call('setHead', undefined);
      if (get().standIn) await get().putToUse(undefined);
      if (!project) return;
      await kept(() => get().asSaving(1, () => deleteRun(project.id)));
      tell({ kind: 'learned', project: project.id });
    },
  };
};

type Begin = (onEvent: (event: TrainEvent) => void) => Promise<TrainResult>;

/** A stopped run that goes on, as if it had not paused. */
function runningAgain({ settings, result }: StoredRun): Running {
  return {
    unit: HEAD_KINDS[settings.head].unit,
    mostPasses: settings.epochs,
    heldOut: result.split.validation.length,
    startedAt: Date.now() - result.msTrain,
  };
}

/** A write whose failure the page shows already (asSaving sets saveError). */
export async function kept(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
  }
}

/** What there is to learn from and to measure with. */
export function requestOf(state: AppState, featureKey: string): TrainRequest {
  const classes = [...learnable(state)];
  const { settings, samples } = state;
  const tests = classes.map(([{ id }]) => testSamplesOf(samples, id));
  const numbers = burstNumbers([...classes.flatMap(([, rows]) => rows), ...tests.flat()]);
  const labelled = (rows: readonly SampleRow[], label: number) =>
    rows.map(({ id, group }) => ({ id, label, group: numbers.get(group) ?? group }));
  return {
    featureKey,
    classes: classes.map(([{ id }]) => id),
    samples: classes.flatMap(([, rows], label) => labelled(rows, label)),
    test: tests.flatMap(labelled),
    settings,
  };
}

/**
 * Bursts named by when they began instead of by their random ids, so that the same pictures in the
 * same order are split alike by the same seed, in any browser.
 */
function burstNumbers(rows: readonly SampleRow[]): Map<string, string> {
  const began = new Map<string, number>();
  for (const { group, seq } of rows) began.set(group, Math.min(seq, began.get(group) ?? seq));
  return new Map([...began].map(([group, seq]) => [group, String(seq)]));
}

const signatures = new WeakMap<AppState['samples'], Signatures & Pick<AppState, 'classes'>>();

/** What the samples and classes look like: equal for equal training data and test sets (FNV-1a over ids and labels). */
export const signatureOf = (state: Pick<AppState, 'classes' | 'samples'>) =>
  signaturesOf(state).all;

/** The same of what is learned from alone. */
export const learntSignatureOf = (state: Pick<AppState, 'classes' | 'samples'>) =>
  signaturesOf(state).learnt;

/** The same of a project that is not open. */
export function signaturesOfRows(
  classes: readonly ClassRow[],
  samples: readonly SampleRow[],
): Signatures {
  return signaturesOf({
    classes: [...classes],
    samples: Object.fromEntries(samples.map((row) => [row.id, row])),
  });
}

function signaturesOf(state: Pick<AppState, 'classes' | 'samples'>): Signatures {
  const { samples, classes } = state;
  const known = signatures.get(samples);
  if (known?.classes === classes) return known;
  const rows = [...learnable(state)].map(([row, own]) => ({ row, own }));
  const learnt = fingerprintOf(rows.map(({ row, own }) => [row.id, own]));
  const all = fingerprintOf(
    rows.map(({ row: { id }, own }) => [id, [...own, ...testSamplesOf(samples, id)]]),
  );
  const found = { classes, all, learnt };
  signatures.set(samples, found);
  return found;
}

function fingerprintOf(classes: readonly (readonly [string, readonly SampleRow[]])[]): string {
  const texts = classes.flatMap(([classId, rows]) =>
    rows.flatMap(({ id, test }) => [classId, id, test ? 'test' : '']),
  );
  return `${texts.length / 3}-${fingerprint(texts)}`;
}

/** True where pictures or settings changed since the run that is shown. */
export function isStale(state: AppState): boolean {
  const { learned, settings, spec } = state;
  if (!learned) return false;
  const sameSettings = (Object.keys(settings) as (keyof TrainSettings)[]).every(
    (name) => settings[name] === learned.settings[name],
  );
  const sameBackbone = learned.result.head.featureKey === state.engine.backbone?.key;
  return (
    !sameSettings ||
    (state.engine.backbone?.id === spec.backbone && !sameBackbone) ||
    learned.signature !== signatureOf(state)
  );
}

/** Ids of classes that what was learned still answers with, though they are gone. */
export function deletedSince({
  learned,
  classes,
}: Pick<AppState, 'learned' | 'classes'>): string[] {
  return (learned?.result.head.classes ?? []).filter((id) => !classes.some((row) => row.id === id));
}

/** True where what is shown is of an earlier state and no new training is about to replace it. */
export function isOutdated(state: AppState): boolean {
  const { phase, live, trainingError } = state;
  const comes = phase === 'idle' && live && !trainingError && readiness(state).enough;
  return phase !== 'training' && !comes && isStale(state);
}

export interface Readiness {
  /** Enough to begin by itself. */
  enough: boolean;
  /** Enough for the button: two classes, two pictures in each. */
  can: boolean;
  why?: 'no-pictures' | 'one-class' | 'too-few';
  classesWithPictures: number;
  /** Pictures in the smallest of them. */
  fewest: number;
}

export function readiness(state: Pick<AppState, 'classes' | 'samples'>): Readiness {
  const counts = [...learnable(state).values()].map((rows) => rows.length);
  const classesWithPictures = counts.length;
  const fewest = counts.length > 0 ? Math.min(...counts) : 0;
  const why =
    classesWithPictures === 0
      ? 'no-pictures'
      : classesWithPictures === 1
        ? 'one-class'
        : fewest < 2
          ? 'too-few'
          : undefined;
  return {
    enough: classesWithPictures >= 2 && fewest >= ENOUGH_PICTURES,
    can: why === undefined,
    ...(why ? { why } : {}),
    classesWithPictures,
    fewest,
  };
}
