import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { create } from 'zustand';
import { EngineError } from '../model/engine-error';
import type { TwoQuestionsRecord } from '../model/two-questions';
import { database } from '../storage/database';
import { loadMeasurement, saveMeasurement } from '../storage/measurements';
import { StorageError } from '../storage/storage-error';
import { useApp } from './app-store';
import { createMeasurement, isMeasuring, type Job, type Measuring, onMeasuring } from './measuring';

const initial = useApp.getState();
const open = (id: string | undefined) =>
  useApp.setState({ project: id === undefined ? undefined : ({ id } as never) });

interface Step {
  done: number;
}
type Value = TwoQuestionsRecord | undefined;
interface Store extends Measuring<Value, Step> {
  begin<Result>(work: (job: Job<Value, Step>) => Promise<Result>): Promise<Result | undefined>;
}

const storeOf = (way?: 'background' | 'latest') =>
  create<Store>()((set, get) => {
    const { initial: empty, run } = createMeasurement<Value, Step>({
      set,
      get,
      nothing: undefined,
      load: (project) => loadMeasurement(project, 'two-questions'),
      save: (project, value) => saveMeasurement(project, 'two-questions', value),
      ...(way && { way }),
    });
    return { ...empty, begin: (work) => run({ done: 0 }, work) };
  });

const value = (weight: number) => ({ weight, fingerprint: 'f' }) as TwoQuestionsRecord;

/** Work that runs until it is ended. */
const patient = ({ signal }: Job<Value, Step>) =>
  new Promise<string>((_, reject) => {
    const end = () => reject(new EngineError('aborted', 'ended'));
    if (signal.aborted) end();
    signal.addEventListener('abort', end);
  });

beforeEach(async () => {
  await database.measurements.clear();
  useApp.setState(initial, true);
  open('p');
});

describe('one at a time', () => {
  it('of all that measure, until it ends', async () => {
    const [one, other] = [storeOf(), storeOf()];
    const first = one.getState().begin(patient);
    expect(isMeasuring()).toBe(true);
    expect(await other.getState().begin(async () => 'done')).toBeUndefined();
    one.getState().stop();
    await first;
    expect(isMeasuring()).toBe(false);
    expect(one.getState()).toMatchObject({ running: undefined, error: undefined });
    expect(await other.getState().begin(async () => 'done')).toBe('done');
  });

  it('what began by itself gives way, and has ended before the other begins', async () => {
    const [person, background] = [storeOf(), storeOf('background')];
    const changed = vi.fn();
    const leave = onMeasuring(changed);
    let released = false;
    const first = background.getState().begin(async (job) => {
      try {
        return await patient(job);
      } finally {
        released = true;
      }
    });
    expect(isMeasuring()).toBe(false);
    expect(changed).not.toHaveBeenCalled();
    expect(await person.getState().begin(async () => released)).toBe(true);
    await first;
    expect(changed).toHaveBeenCalledTimes(2);
    // It does not end what is already running.
    const second = person.getState().begin(patient);
    expect(await background.getState().begin(async () => 'done')).toBeUndefined();
    person.getState().stop();
    await second;
    leave();
  });

  it('the latest of its own takes the place of the one before', async () => {
    const store = storeOf('latest');
    const first = store.getState().begin(patient);
    expect(await store.getState().begin(async () => 'second')).toBe('second');
    expect(await first).toBeUndefined();
    expect(store.getState().running).toBeUndefined();
  });
});

describe('what was measured', () => {
  it('is kept with its project, and comes back with it', async () => {
    useApp.setState({ role: 'leads' });
    const store = storeOf();
    await store.getState().begin(async ({ take }) => await take(value(0.3)));
    expect(store.getState().measured).toEqual(value(0.3));
    open('q');
    expect(store.getState()).toMatchObject({ project: 'q', measured: undefined });
    open('p');
    await vi.waitFor(() => expect(store.getState().measured).toEqual(value(0.3)));
    // This is what happens after a reload.
    const again = storeOf();
    await vi.waitFor(() => expect(again.getState().measured).toEqual(value(0.3)));
  });

  it('is there before the next one begins', async () => {
    await saveMeasurement('p', 'two-questions', value(0.7));
    const store = storeOf();
    expect(await store.getState().begin(async () => store.getState().measured)).toEqual(value(0.7));
  });

  it('is shown alone where another tab works on the project', async () => {
    useApp.setState({ role: 'follows' });
    const store = storeOf();
    await store.getState().begin(async ({ take }) => await take(value(0.3)));
    expect(store.getState().measured).toEqual(value(0.3));
    expect(await loadMeasurement('p', 'two-questions')).toBeUndefined();
  });

  it('shows nothing in another project, and is not kept with it', async () => {
    useApp.setState({ role: 'leads' });
    const store = storeOf();
    const measuring = store.getState().begin(async ({ signal, tell, take }) => {
      open('q');
      expect(signal.aborted).toBe(true);
      tell({ done: 7 });
      await take(value(0.3));
    });
    await measuring;
    expect(store.getState()).toMatchObject({ measured: undefined, running: undefined });
    expect(await loadMeasurement('p', 'two-questions')).toBeUndefined();
    expect(await loadMeasurement('q', 'two-questions')).toBeUndefined();
  });
});

it('tells what went wrong until the next one begins', async () => {
  const store = storeOf();
  await store.getState().begin(() => Promise.reject(new EngineError('too-few-samples', 'one')));
  expect(store.getState()).toMatchObject({ error: 'too-few-samples', running: undefined });
  await store.getState().begin(() => Promise.reject(new StorageError('quota', 'full')));
  expect(store.getState().error).toBeUndefined();
  expect(useApp.getState().saveError).toBe('quota');
  // Anything else is a bug of ours, and it does not stop anybody from measuring.
  await expect(store.getState().begin(() => Promise.reject(new Error('bug')))).rejects.toThrow();
  expect(isMeasuring()).toBe(false);
});
