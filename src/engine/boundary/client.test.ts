import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BackboneInfo } from '../../model/backbone';
import type { BackendReport, StartOptions } from '../../model/backend';
import { EngineError } from '../../model/engine-error';
import { type FakeCall, type FakeWorker, fakeWorkers } from '../../worker-link/fake-workers';
import { Engine } from './client';

const MINUTE = 60_000;

const wasm: BackendReport = { name: 'wasm', forced: false, trials: [] };
const backbone = { key: 'mobilenet-v2@1/224', msPerPicture: 5 } as BackboneInfo;

const callsOf = (worker: FakeWorker | undefined, name: string): FakeCall[] =>
  worker?.calls.filter((call) => call.name === name) ?? [];
/** Options that it was asked to start with. */
const asked = (worker: FakeWorker | undefined) =>
  callsOf(worker, 'start').map(({ request }) => request as StartOptions);

/** Answers `start`, and then `loadBackbone`. */
async function getReady(worker: FakeWorker | undefined, report = wasm): Promise<void> {
  callsOf(worker, 'start')[0]?.answer(report);
  await vi.advanceTimersByTimeAsync(0);
  callsOf(worker, 'loadBackbone')[0]?.answer(backbone);
  await vi.advanceTimersByTimeAsync(0);
}

/** An engine over workers that live, start and die when the test says so. */
function setUp(onReplaced = () => {}) {
  const { workers, spawn } = fakeWorkers();
  const engine = new Engine(
    {
      backbonesUrl: '',
      spec: { backbone: 'mobilenet-v2', inputSize: 224 },
      onStatus() {},
      onReplaced,
    },
    spawn,
  );
  return { engine, workers };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('navigator', { hardwareConcurrency: 8 });
  vi.stubGlobal('crossOriginIsolated', true);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a worker that does not start', () => {
  it('with threads is replaced by one of a single thread, which works', async () => {
    const { engine, workers } = setUp();
    workers[0]?.alive();
    expect(asked(workers[0])).toMatchObject([{ singleThread: false }]);
    await vi.advanceTimersByTimeAsync(MINUTE / 2);
    expect(workers[0]?.ended).toBe(true);
    expect(workers).toHaveLength(2);
    expect(asked(workers[1])).toMatchObject([{ singleThread: true }]);
    expect(engine.status.phase).toBe('restarting');
    workers[1]?.alive();
    // A slow worker is not dead: a slow network may still be loading the backend.
    await vi.advanceTimersByTimeAsync(MINUTE / 2);
    expect(workers).toHaveLength(2);
    await getReady(workers[1]);
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(engine.status.phase).toBe('ready');
    expect(workers).toHaveLength(2);
  });

  it('has longer where no threads are asked for', async () => {
    vi.stubGlobal('navigator', { hardwareConcurrency: 2 });
    const { workers } = setUp();
    workers[0]?.alive();
    await vi.advanceTimersByTimeAsync(MINUTE / 2);
    expect(workers).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(workers).toHaveLength(2);
  });

  it('four times in succession is the end, and every call says so', async () => {
    const { engine, workers } = setUp();
    for (let n = 0; n < 4; n++) {
      workers[n]?.alive();
      await vi.advanceTimersByTimeAsync(2 * MINUTE);
    }
    expect(workers).toHaveLength(4);
    expect(workers.every(({ ended }) => ended)).toBe(true);
    expect(engine.status).toMatchObject({ phase: 'failed', error: { kind: 'engine-crashed' } });
    await expect(engine.call('memory', undefined)).rejects.toMatchObject({
      kind: 'engine-crashed',
    });
  });

  it('counts from when it is alive: before, its code is being loaded, but not for ever', async () => {
    const { engine, workers } = setUp();
    await vi.advanceTimersByTimeAsync(MINUTE);
    workers[0]?.alive();
    await vi.advanceTimersByTimeAsync(MINUTE / 6);
    expect(workers).toHaveLength(1);
    await getReady(workers[0]);
    expect(engine.status.phase).toBe('ready');

    const other = setUp();
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    expect(other.engine.status.phase).toBe('failed');
  });

  it('after one that had started is asked for a single thread as well', async () => {
    const { workers } = setUp();
    workers[0]?.alive();
    await getReady(workers[0]);
    workers[0]?.died('out of memory');
    expect(asked(workers[1])).toMatchObject([{ singleThread: false }]);
    workers[1]?.alive();
    await vi.advanceTimersByTimeAsync(MINUTE / 2);
    expect(asked(workers[2])).toMatchObject([{ singleThread: true }]);
  });
});

it('an engine that no backend works for has answered, and is not started again', async () => {
  const { engine, workers } = setUp();
  workers[0]?.alive();
  callsOf(workers[0], 'start')[0]?.fail(new EngineError('no-backend', 'none'));
  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect(workers).toHaveLength(1);
  expect(engine.status).toMatchObject({ phase: 'failed', error: { kind: 'no-backend' } });
});

it('workers that die after they were ready, hours apart, are replaced each time', async () => {
  const { engine, workers } = setUp();
  for (let n = 0; n < 6; n++) {
    workers[n]?.alive();
    await getReady(workers[n]);
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    workers[n]?.died('out of memory');
  }
  expect(workers).toHaveLength(7);
  expect(engine.status.phase).toBe('restarting');
});

it('a call waits until the engine is ready, and rejects when the worker dies under it', async () => {
  const { engine, workers } = setUp();
  const answered = engine.call('notProbed', { spec: engine.spec, ids: ['a'] });
  const failing = expect(answered).rejects.toMatchObject({ kind: 'engine-crashed' });
  expect(callsOf(workers[0], 'notProbed')).toEqual([]);
  await getReady(workers[0]);
  expect(callsOf(workers[0], 'notProbed')).toHaveLength(1);
  workers[0]?.died('out of memory');
  await failing;

  const again = engine.call('notProbed', { spec: engine.spec, ids: ['a'] });
  await getReady(workers[1]);
  callsOf(workers[1], 'notProbed')[0]?.answer(['a']);
  expect(await again).toEqual(['a']);
});

it('a new worker is told of when it is ready, not before', async () => {
  const onReplaced = vi.fn();
  const { workers } = setUp(onReplaced);
  await getReady(workers[0]);
  workers[0]?.died('out of memory');
  expect(onReplaced).not.toHaveBeenCalled();
  await getReady(workers[1]);
  expect(onReplaced).toHaveBeenCalledOnce();
});

it('a GPU that went down twice in a minute is not asked for a third time', async () => {
  const { workers } = setUp();
  const webgl: BackendReport = { ...wasm, name: 'webgl' };
  for (const [n, exclude] of [[], [], ['webgl']].entries()) {
    expect(asked(workers[n])).toMatchObject([{ exclude }]);
    await getReady(workers[n], webgl);
    workers[n]?.died('the GPU is gone');
  }
});

it('one change of the backbone comes after the other, and a failed one leaves the old one', async () => {
  const { engine, workers } = setUp();
  await getReady(workers[0]);
  const before = engine.spec;
  const lite = { backbone: 'efficientnet-lite0', inputSize: 224 } as const;
  const small = { ...before, inputSize: 96 };
  const changes = [engine.setBackbone(lite), engine.setBackbone(small)];
  await vi.advanceTimersByTimeAsync(0);
  const loads = () => callsOf(workers[0], 'loadBackbone').slice(1);
  expect(loads()).toMatchObject([{ request: { spec: lite } }]);
  for (const n of [0, 1]) {
    loads()[n]?.answer(backbone);
    await vi.advanceTimersByTimeAsync(0);
  }
  await Promise.all(changes);
  expect(loads()).toMatchObject([{ request: { spec: lite } }, { request: { spec: small } }]);

  const failing = expect(engine.setBackbone(lite)).rejects.toMatchObject({
    kind: 'backbone-missing',
  });
  await vi.advanceTimersByTimeAsync(0);
  loads()[2]?.fail(new EngineError('backbone-missing', '404'));
  await failing;
  expect(await engine.ready()).toEqual(backbone);
  expect(engine.spec).toEqual(small);
  expect(engine.status.phase).toBe('ready');
});

it('pictures are closed where the call was aborted before, and a faster pace is noted', async () => {
  const { engine, workers } = setUp();
  await getReady(workers[0]);
  const close = vi.fn();
  const pictures = [{ bitmap: { close } as unknown as ImageBitmap }];
  const aborted = engine.call('embed', pictures, { signal: AbortSignal.abort() });
  await expect(aborted).rejects.toMatchObject({ kind: 'aborted' });
  expect(close).toHaveBeenCalledOnce();

  const embedding = engine.call('embed', pictures);
  await vi.advanceTimersByTimeAsync(0);
  const { key } = backbone;
  callsOf(workers[0], 'embed')[0]?.answer({ key, vectors: [], msPerPicture: 2 });
  await embedding;
  expect(engine.status.backbone?.msPerPicture).toBe(2);
});

describe('a worker that hangs', () => {
  it('at a quick call is replaced, and the call says that it crashed', async () => {
    const onReplaced = vi.fn();
    const { engine, workers } = setUp(onReplaced);
    workers[0]?.alive();
    await getReady(workers[0]);
    const told = expect(engine.call('setHead', undefined)).rejects.toMatchObject({
      kind: 'engine-crashed',
    });
    await vi.advanceTimersByTimeAsync(MINUTE);
    await told;
    await getReady(workers[1]);
    expect(onReplaced).toHaveBeenCalledOnce();
  });

  it('is replaced if it does not end what was aborted, and not while it works', async () => {
    const { engine, workers } = setUp();
    workers[0]?.alive();
    await getReady(workers[0]);
    const stop = new AbortController();
    const embedding = engine.call('embed', [], { signal: stop.signal });
    const told = expect(embedding).rejects.toMatchObject({ kind: 'engine-crashed' });
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(workers).toHaveLength(1);
    stop.abort();
    await vi.advanceTimersByTimeAsync(MINUTE);
    await told;
    expect(workers).toHaveLength(2);
  });
});

describe('a call aside', () => {
  async function aside(signal?: AbortSignal) {
    const { engine, workers } = setUp();
    workers[0]?.alive();
    await getReady(workers[0]);
    const call = engine.callAside('inspectOwnModel', [], signal);
    // Whoever waits for it gets the error.
    call.catch(() => {});
    await vi.advanceTimersByTimeAsync(0);
    workers[1]?.alive();
    return { engine, workers, call };
  }

  it('has a worker of its own on the same backend, which ends with it', async () => {
    const { engine, workers, call } = await aside();
    expect(asked(workers[1])).toEqual([{ backend: 'wasm', exclude: [], singleThread: true }]);
    callsOf(workers[1], 'start')[0]?.answer(wasm);
    await vi.advanceTimersByTimeAsync(0);
    // The engine answers meanwhile.
    const memory = engine.call('memory', undefined);
    await vi.advanceTimersByTimeAsync(0);
    callsOf(workers[0], 'memory')[0]?.answer('answered');
    expect(await memory).toBe('answered');
    expect(workers[1]?.ended).toBe(false);

    const report = { problem: { kind: 'no-model', details: [] } };
    callsOf(workers[1], 'inspectOwnModel')[0]?.answer(report);
    expect(await call).toEqual(report);
    expect(workers[1]?.ended).toBe(true);
    expect(workers[0]?.ended).toBe(false);
  });

  it('is ended at once when it is stopped', async () => {
    const stop = new AbortController();
    const { engine, workers, call } = await aside(stop.signal);
    stop.abort();
    await expect(call).rejects.toMatchObject({ kind: 'aborted' });
    expect(workers[1]?.ended).toBe(true);
    await expect(engine.callAside('inspectOwnModel', [], stop.signal)).rejects.toMatchObject({
      kind: 'aborted',
    });
    expect(workers.slice(1).every(({ ended }) => ended)).toBe(true);
  });

  it('is ended when it takes too long, and harms nothing when its worker dies', async () => {
    const slow = await aside();
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    await expect(slow.call).rejects.toMatchObject({ kind: 'took-too-long' });
    expect(slow.workers[1]?.ended).toBe(true);

    const { engine, workers, call } = await aside();
    workers[1]?.died('out of memory');
    await expect(call).rejects.toMatchObject({ kind: 'engine-crashed' });
    expect(engine.status).toMatchObject({ phase: 'ready', restarts: 0 });
    expect(workers).toHaveLength(2);
  });
});
