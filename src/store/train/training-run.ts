// Trainings, one after another: what they show while they run, and what is kept of them.
import { EngineError, type EngineErrorKind } from '../../model/engine-error';
import { HEAD_KINDS } from '../../model/head-kinds/head-kinds';
import { newId } from '../../model/new-id';
import type { StoredRun } from '../../model/run';
import { DEFAULT_SETTINGS } from '../../model/settings';
import type { PassReport, TrainEvent, TrainResult } from '../../model/training';
import { services } from '../../runtime/services';
import { tell } from '../../runtime/tabs';
import { saveRun } from '../../storage/runs';
import { asAct } from '../as-act';
import type { Read, Write } from '../slice';
import { requestOf, signatureOf } from './learned-from';
import { readiness } from './readiness';

/** The chart need not be drawn more often than this. */
const SHOW_EVERY_MS = 40;

export interface Running {
  unit: 'pass' | 'epoch';
  mostPasses: number;
  /** The number of held-out pictures in the run. */
  heldOut: number;
  startedAt: number;
  /** The measured passes are over, and it is learning once more from all pictures. */
  refitting?: true;
}

/** What is shown of the runs. */
export interface Runs {
  phase: 'idle' | 'training' | 'stopped';
  running: Running | undefined;
  /** The passes of the run on show, including one that is still running. */
  history: PassReport[];
  /** The last run that ended or was stopped. Its head answers. */
  learned: StoredRun | undefined;
  trainingError: EngineErrorKind | undefined;
}

/** Begins a training, or resumes one. */
type Begin = (onEvent: (event: TrainEvent) => void) => Promise<TrainResult>;

export interface TrainingRuns {
  /** Trains again after the current training. */
  again(): void;
  /** Trains from the start, and again if pictures came or settings changed meanwhile. */
  begin(): Promise<void>;
  /** Resumes a training that was stopped. */
  goOn(stopped: StoredRun): Promise<void>;
  /** Resolves when the current training has ended. */
  stop(): Promise<void>;
}

export function createTrainingRuns(set: Write<Runs>, get: Read): TrainingRuns {
  let stop = new AbortController();
  let again = false;
  let underWay: Promise<void> = Promise.resolve();
  /** What the current run began with. Pictures and settings may change meanwhile. */
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

  /**
   * Runs a training until it ends or is stopped. Tries once more after a crash of the worker or if
   * features are missing.
   */
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
        // `no-head`: a new worker does not know the run that was to be resumed.
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

  /** Runs a training, and another one after it if pictures came or settings changed meanwhile. */
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
    // Another tab works on the project now, or another project is open, so the result is of no use
    // here.
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
    await asAct(() => get().asSaving(1, () => saveRun(project.id, learned)));
    tell({ kind: 'learned', project: project.id });
  };

  return {
    again() {
      again = true;
    },

    begin: () => runUntilCurrent(beginAnew),

    goOn(stopped) {
      set({ running: runningAgain(stopped) }); // The worker says `started` only once for each run.
      const { engine } = services();
      return runUntilCurrent((onEvent) =>
        engine.call('resume', undefined, { onEvent, signal: stop.signal }),
      );
    },

    async stop() {
      again = false;
      stop.abort();
      await underWay;
    },
  };
}

/** A stopped run that is resumed, as if it had not paused. */
function runningAgain({ settings, result }: StoredRun): Running {
  return {
    unit: HEAD_KINDS[settings.head].unit,
    mostPasses: settings.epochs,
    heldOut: result.split.validation.length,
    startedAt: Date.now() - result.msTrain,
  };
}
