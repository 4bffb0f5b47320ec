// One way to measure something on the project's pictures: one at a time, ended by a person or by
// another project, and kept with the project that it is of.
import { create } from 'zustand';
import type { EngineErrorKind } from '../model/engine-error';
import { EngineError } from '../model/engine-error';
import type { Fingerprint } from '../model/fingerprint';
import { StorageError } from '../storage/storage-error';
import { type AppState, useApp } from './app-store';
import { kept } from './train/training-slice';

/** What a store of something measured has. */
export interface Measuring<Value, Step, Problem = never> {
  /** The project that all of it is of. */
  project: string | undefined;
  /** Kept with the project, and out of date where its fingerprint is another one than now. */
  measured: Value;
  /** How far what is under way has come. */
  running: Step | undefined;
  error: EngineErrorKind | Problem | undefined;
  /** What runs ends soon. */
  stop(): void;
}

/** What a measurement under way may do; nothing of it shows once another project is open. */
export interface Job<Value, Step> {
  signal: AbortSignal;
  tell(step: Partial<Step>): void;
  show(value: Value): void;
  /** Shows it, and keeps it with the project where this tab works on it. Shows a disk that refuses. */
  take(value: NonNullable<Value>): Promise<void>;
}

interface Options<Value, Step, Problem> {
  set(update: Partial<Measuring<Value, Step, Problem>>): void;
  get(): Measuring<Value, Step, Problem>;
  /** Before anything was measured. */
  nothing: Value;
  /** How it is kept with its project; left out, it is not. @throws {StorageError} */
  load?(project: string): Promise<Value | undefined>;
  save?(project: string, value: NonNullable<Value>): Promise<void>;
  /** Another project is open: what the store has besides of the last one goes. */
  leave?(): void;
  /** `background`: begins by itself, and gives way to any other. `latest`: gives way to the next of its own. */
  way?: 'background' | 'latest';
}

interface Holder {
  of: object;
  way: 'background' | 'latest' | undefined;
  cancel: AbortController;
  ended: Promise<void>;
}

/** What runs: another one beside it would make its times wrong. */
const useHolder = create<{ holder: Holder | undefined }>()(() => ({ holder: undefined }));

const isHeld = ({ holder }: { holder: Holder | undefined }) =>
  holder !== undefined && holder.way !== 'background';

/** Whether something is being measured that a person asked for: nothing else can be until it ends. */
export const isMeasuring = () => isHeld(useHolder.getState());
export const useMeasuring = () => useHolder(isHeld);

/** Calls whenever that changes. @returns what ends it */
export function onMeasuring(changed: () => void): () => void {
  return useHolder.subscribe((now, before) => {
    if (isHeld(now) !== isHeld(before)) changed();
  });
}

/** Whether something was measured on other pictures than there are, or in another way. */
export function useOutdated(
  measured: { fingerprint: Fingerprint } | undefined,
  fingerprintOf: (state: AppState) => Fingerprint,
): boolean {
  return useApp((state) => measured !== undefined && measured.fingerprint !== fingerprintOf(state));
}

/**
 * The part of a store that measures. It follows the open project: what belongs to the last one ends
 * and goes, and what was measured of this one comes.
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
    try {
      const value = await load(project);
      if (value !== undefined && get().project === project) set({ measured: value });
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      useApp.setState({ saveError: error.kind });
    }
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

  /** May it begin, and what has to end first? */
  const mayBegin = (holder: Holder | undefined) =>
    !holder ||
    (way !== 'background' && holder.way === 'background') ||
    (holder.way === 'latest' && holder.of === me);

  /**
   * Measures, unless something else is being measured. Shows its errors.
   * @returns what the work does; undefined where it did not begin or failed
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
    try {
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
          await kept(() => asSaving(1, () => save(project, value)));
        },
      });
    } catch (error) {
      if (error instanceof StorageError) useApp.setState({ saveError: error.kind });
      else if (!(error instanceof EngineError)) throw error;
      else if (error.kind !== 'aborted' && isShown()) set({ error: error.kind });
      return undefined;
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
    /** Resolves when what was kept with the project is there. */
    restored: () => {
      follow();
      return restored;
    },
  };
}
