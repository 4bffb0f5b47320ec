// One way to measure something on the project's pictures. Only one measurement runs at a time, it
// is ended by a person or by opening another project, and it is kept with its project.
import { create } from 'zustand';
import type { EngineErrorKind } from '../model/engine-error';
import type { Fingerprint } from '../model/fingerprint';
import { useApp } from './app-store';
import { asAct } from './as-act';
import type { Outcome } from './outcome';
import type { AppState } from './state';

/** What every store of a measurement has. */
export interface Measuring<Value, Step, Problem = never> {
  /** The project that all of this belongs to. */
  project: string | undefined;
  /** It is kept with the project. It is outdated if its fingerprint differs from today's. */
  measured: Value;
  /** How far the current measurement has come. */
  running: Step | undefined;
  error: EngineErrorKind | Problem | undefined;
  /** Ends the measurement that is running. */
  stop(): void;
}

/** What a measurement under way may do. None of it shows once another project is open. */
export interface Job<Value, Step> {
  signal: AbortSignal;
  tell(step: Partial<Step>): void;
  show(value: Value): void;
  /**
   * Shows the value and, if this tab works on the project, keeps it there. Shows an error of the
   * disk.
   */
  take(value: NonNullable<Value>): Outcome;
}

interface Options<Value, Step, Problem> {
  set(update: Partial<Measuring<Value, Step, Problem>>): void;
  get(): Measuring<Value, Step, Problem>;
  /** The value before anything was measured. */
  nothing: Value;
  /**
   * Reads and writes the value. Without these, it is not kept with its project. @throws
   * {StorageError}
   */
  load?(project: string): Promise<Value | undefined>;
  save?(project: string, value: NonNullable<Value>): Promise<void>;
  /** Another project is open, so the store drops whatever else it has of the last one. */
  leave?(): void;
  /**
   * `background`: begins by itself, and gives way to any other. `latest`: gives way to the next one
   * of its own kind.
   */
  way?: 'background' | 'latest';
}

interface Holder {
  of: object;
  way: 'background' | 'latest' | undefined;
  cancel: AbortController;
  ended: Promise<void>;
}

/** The measurement that runs. A second one beside it would falsify its times. */
const useHolder = create<{ holder: Holder | undefined }>()(() => ({ holder: undefined }));

const isHeld = ({ holder }: { holder: Holder | undefined }) =>
  holder !== undefined && holder.way !== 'background';

/** Whether a person's measurement is running. Nothing else can be measured until it ends. */
export const isMeasuring = () => isHeld(useHolder.getState());
export const useMeasuring = () => useHolder(isHeld);

/** Calls `changed` whenever that changes. @returns a function that ends it */
export function onMeasuring(changed: () => void): () => void {
  return useHolder.subscribe((now, before) => {
    if (isHeld(now) !== isHeld(before)) changed();
  });
}

/** Whether a measurement was made on other pictures than there are now, or in another way. */
export function useOutdated(
  measured: { fingerprint: Fingerprint } | undefined,
  fingerprintOf: (state: AppState) => Fingerprint,
): boolean {
  return useApp((state) => measured !== undefined && measured.fingerprint !== fingerprintOf(state));
}

/**
 * The part of a store that measures. It follows the open project: when another one opens, what
 * belongs to the last project ends and goes, and what was measured on the new one is read.
 */
export function createMeasurement<Value, Step extends object, Problem = never>({
  set,
  get,
  nothing,
  load,
  save,
  leave,
  way,
}: Options<Value, Step, Problem>) {
  const me = {};
  let own: Holder | undefined;

  const stop = () => own?.cancel.abort();

  const restore = async (project: string | undefined) => {
    if (project === undefined || !load) return;
    await asAct(async () => {
      const value = await load(project);
      if (value !== undefined && get().project === project) set({ measured: value });
    });
  };

  const project = useApp.getState().project?.id;
  let restored = restore(project);

  const follow = () => {
    const { project } = useApp.getState();
    if (project?.id === get().project) return;
    stop();
    set({ project: project?.id, measured: nothing, running: undefined, error: undefined });
    leave?.();
    restored = restore(project?.id);
  };
  useApp.subscribe(follow);

  /** Whether it may begin, and what has to end first. */
  const mayBegin = (holder: Holder | undefined) =>
    !holder ||
    (way !== 'background' && holder.way === 'background') ||
    (holder.way === 'latest' && holder.of === me);

  /**
   * Measures, unless something else is being measured. Shows its errors.
   * @returns what the work resolves with; undefined if it did not begin or failed
   */
  const run = async <Result>(
    begin: Step,
    work: (job: Job<Value, Step>) => Promise<Result>,
  ): Promise<Result | undefined> => {
    follow();
    const { holder: last } = useHolder.getState();
    if (!mayBegin(last)) return undefined;
    last?.cancel.abort();
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const cancel = new AbortController();
    const holder: Holder = { of: me, way, cancel, ended };
    const { project } = get();
    own = holder;
    useHolder.setState({ holder });
    set({ running: begin, error: undefined });
    const isShown = () => own === holder && get().project === project;
    const show = (measured: Value) => {
      if (isShown()) set({ measured });
    };
    const doWork = async () => {
      await Promise.all([restored, last?.ended]);
      if (!isShown()) return undefined;
      return await work({
        signal: cancel.signal,
        tell(step) {
          const { running } = get();
          // Progress may arrive after the result.
          if (running && isShown()) set({ running: { ...running, ...step } });
        },
        show,
        async take(value) {
          const { role, asSaving } = useApp.getState();
          if (!isShown()) return;
          show(value);
          if (!save || project === undefined || role !== 'leads') return;
          await asAct(() => asSaving(1, () => save(project, value)));
        },
      });
    };
    try {
      return await asAct(doWork, (error) => {
        if (isShown()) set({ error });
      });
    } finally {
      if (own === holder) {
        own = undefined;
        set({ running: undefined });
      }
      if (useHolder.getState().holder === holder) useHolder.setState({ holder: undefined });
      end();
    }
  };

  return {
    initial: { project, measured: nothing, running: undefined, error: undefined, stop },
    run,
    /** Resolves when what was kept with the project has been read. */
    restored: () => {
      follow();
      return restored;
    },
  };
}
