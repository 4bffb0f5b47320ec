import type * as Comlink from 'comlink';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BackboneInfo } from '../../model/backbone';
import type { BackendReport, StartOptions } from '../../model/backend';
import { EngineError } from '../../model/engine-error';
import { Engine, type EngineWorker } from './client';
import type { EngineWorkerApi } from './worker';

const MINUTE = 60_000;

interface FakeWorker {
  asked: StartOptions[];
  ended: boolean;
  alive(): void;
  die(why: string): void;
  /** These answer `start`. */
  started(): void;
  fail(error: Error): void;
}

const wasm: BackendReport = { name: 'wasm', forced: false, trials: [] };

/** An engine over workers that live, start and die when the test says so. */
function setUp() {
  const workers: FakeWorker[] = [];
  const engine = new Engine(
    {
      backbonesUrl: '',
      spec: { backbone: 'mobilenet-v2', inputSize: 224 },
      onStatus() {},
      onReplaced() {},
    },
    (alive, die): EngineWorker => {
      const fake = { asked: [], ended: false, alive, die } as unknown as FakeWorker;
      const start = new Promise<BackendReport>((resolve, reject) => {
        fake.started = () => resolve(wasm);
        fake.fail = reject;
      });
      workers.push(fake);
      const api = {
        start: (options: StartOptions) => {
          fake.asked.push(options);
          return start;
        },
        loadBackbone: async () => ({ key: 'mobilenet-v2@1/224' }) as BackboneInfo,
      };
      return {
        api: api as unknown as Comlink.Remote<EngineWorkerApi>,
        end() {
          fake.ended = true;
        },
      };
    },
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
    expect(workers[0]?.asked).toMatchObject([{ singleThread: false }]);
    await vi.advanceTimersByTimeAsync(MINUTE / 2);
    expect(workers[0]?.ended).toBe(true);
    expect(workers).toHaveLength(2);
    expect(workers[1]?.asked).toMatchObject([{ singleThread: true }]);
    expect(engine.status.phase).toBe('restarting');
    workers[1]?.alive();
    // What takes its time is not dead: a slow network loads the backend.
    await vi.advanceTimersByTimeAsync(MINUTE / 2);
    expect(workers).toHaveLength(2);
    workers[1]?.started();
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
    await expect(engine.memory()).rejects.toMatchObject({ kind: 'engine-crashed' });
  });

  it('counts from when it is alive: before, its code is being loaded, but not for ever', async () => {
    const { engine, workers } = setUp();
    await vi.advanceTimersByTimeAsync(MINUTE);
    workers[0]?.alive();
    await vi.advanceTimersByTimeAsync(MINUTE / 6);
    expect(workers).toHaveLength(1);
    workers[0]?.started();
    await vi.advanceTimersByTimeAsync(0);
    expect(engine.status.phase).toBe('ready');

    const other = setUp();
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    expect(other.engine.status.phase).toBe('failed');
  });

  it('after one that had started is asked for a single thread as well', async () => {
    const { workers } = setUp();
    workers[0]?.alive();
    workers[0]?.started();
    await vi.advanceTimersByTimeAsync(0);
    workers[0]?.die('out of memory');
    expect(workers[1]?.asked).toMatchObject([{ singleThread: false }]);
    workers[1]?.alive();
    await vi.advanceTimersByTimeAsync(MINUTE / 2);
    expect(workers[2]?.asked).toMatchObject([{ singleThread: true }]);
  });
});

it('an engine that no backend works for has answered, and is not started again', async () => {
  const { engine, workers } = setUp();
  workers[0]?.alive();
  workers[0]?.fail(new EngineError('no-backend', 'none'));
  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect(workers).toHaveLength(1);
  expect(engine.status).toMatchObject({ phase: 'failed', error: { kind: 'no-backend' } });
});

it('workers that die after they were ready, hours apart, are replaced each time', async () => {
  const { engine, workers } = setUp();
  for (let n = 0; n < 6; n++) {
    workers[n]?.alive();
    workers[n]?.started();
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    workers[n]?.die('out of memory');
  }
  expect(workers).toHaveLength(7);
  expect(engine.status.phase).toBe('restarting');
});
