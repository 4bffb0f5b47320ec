import { describe, expect, it, vi } from 'vitest';
import { EngineError } from '../model/engine-error';
import type { Job } from './calls';
import { fakeWorkers } from './fake-workers';
import { Link } from './link';
import { answerCalls } from './serve';
import { remoteThrough } from './spawn';

const calls = {
  /** Counts to a number, a step each; gives the sum. */
  async count(_: unknown, most: number, { tell, signal }: Job<number>): Promise<number> {
    let sum = 0;
    for (let step = 1; step <= most && !signal.aborted; step++) {
      tell(step);
      sum += step;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return sum;
  },
  fail(_: unknown, kind: 'no-head' | 'bug'): Promise<never> {
    throw kind === 'bug' ? new TypeError('a bug') : new EngineError(kind, 'none');
  },
  async ask(_: unknown, ids: string[], { picturesOf }: Job): Promise<(string | undefined)[]> {
    return (await picturesOf(ids)).map(({ id }) => id);
  },
  square: async (): Promise<ImageBitmap> => bitmap(),
};

const bitmap = () => ({ close: vi.fn() }) as unknown as ImageBitmap;

function setUp() {
  const { workers, spawn } = fakeWorkers();
  const onDeath = vi.fn();
  const link = new Link<typeof calls>(spawn, { errorOf: (why) => new Error(why), onDeath });
  const [worker] = workers;
  if (!worker) throw new Error('no worker was spawned');
  return { link, worker, onDeath };
}

/** A link to calls that are answered at the other end of a real channel. */
function connect() {
  const { port1, port2 } = new MessageChannel();
  const link = new Link<typeof calls>(
    ({ told }) => {
      port1.addEventListener('message', ({ data }) => {
        if ('event' in data) told(data.job, data.event);
      });
      return { ...remoteThrough(port1), end: () => port1.close() };
    },
    { errorOf: (why) => new Error(why), revive: EngineError.revive },
  );
  answerCalls(calls, undefined, (message) => port2.postMessage(message), port2);
  for (const port of [port1, port2]) port.start();
  return link;
}

describe('through a real channel', () => {
  it('all events are heard in order before the result', async () => {
    const link = connect();
    const heard: unknown[] = [];
    const onEvent = (step: number) => heard.push(step);
    heard.push(['sum', await link.call('count', 4, { onEvent })]);
    expect(heard).toEqual([1, 2, 3, 4, ['sum', 10]]);
    link.end();
  });

  it('events go to the call that they are of', async () => {
    const link = connect();
    const [one, other]: number[][] = [[], []];
    await Promise.all([
      link.call('count', 2, { onEvent: (step) => one?.push(step) }),
      link.call('count', 3, { onEvent: (step) => other?.push(step) }),
    ]);
    expect([one, other]).toEqual([
      [1, 2],
      [1, 2, 3],
    ]);
    link.end();
  });

  it('an abort reaches the worker, and the call ends with what that makes of it', async () => {
    const link = connect();
    const stop = new AbortController();
    const onEvent = (step: number) => {
      if (step === 2) stop.abort();
    };
    expect(await link.call('count', 1_000_000, { signal: stop.signal, onEvent })).toBeLessThan(1e6);
    link.end();
  });

  it('typed errors come as they were, and others with their message', async () => {
    const link = connect();
    const typed = link.call('fail', 'no-head');
    await expect(typed).rejects.toBeInstanceOf(EngineError);
    await expect(typed).rejects.toMatchObject({ kind: 'no-head', message: 'none' });
    await expect(link.call('fail', 'bug')).rejects.toThrow('a bug');
    link.end();
  });

  it('the worker can ask the page for pictures, and gets none from who has none', async () => {
    const link = connect();
    const none: never[] = [];
    expect(await link.call('ask', ['a'], { picturesOf: async () => none })).toEqual([]);
    expect(await link.call('ask', ['a'])).toEqual([]);
    link.end();
  });
});

describe('a call', () => {
  it('that was aborted before never reaches the worker', async () => {
    const { link, worker } = setUp();
    const signal = AbortSignal.abort(new Error('not wanted'));
    await expect(link.call('count', 1, { signal })).rejects.toThrow('not wanted');
    expect(worker.calls).toEqual([]);
  });

  it('that is over is not aborted any more', async () => {
    const { link, worker } = setUp();
    const stop = new AbortController();
    const counted = link.call('count', 1, { signal: stop.signal });
    worker.calls[0]?.answer(1);
    expect(await counted).toBe(1);
    stop.abort();
    expect(worker.aborted).toEqual([]);
  });

  it('rejects with what its listener throws, and is aborted', async () => {
    const { link, worker } = setUp();
    const onEvent = () => {
      throw new Error('a bug of the page');
    };
    const counted = link.call('count', 2, { onEvent });
    worker.told(0, 1);
    await expect(counted).rejects.toThrow('a bug of the page');
    expect(worker.aborted).toEqual([0]);
  });
});

describe('a worker that dies', () => {
  it('rejects what waits and what is asked later, ends, and is mourned once', async () => {
    const { link, worker, onDeath } = setUp();
    const counted = link.call('count', 2);
    worker.died('out of memory');
    worker.died('again');
    await expect(counted).rejects.toThrow('out of memory');
    await expect(link.call('count', 1)).rejects.toThrow('out of memory');
    expect(link.dead?.message).toBe('out of memory');
    expect(worker.ended).toBe(true);
    expect(onDeath).toHaveBeenCalledOnce();
  });

  it('is not heard any more: events are dropped, and late bitmaps closed', async () => {
    const { link, worker } = setUp();
    const onEvent = vi.fn();
    const square = link.call('square', undefined);
    const counted = link.call('count', 2, { onEvent });
    worker.died('out of memory');
    worker.told(1, 1);
    const late = bitmap();
    worker.calls[0]?.answer(late);
    await expect(square).rejects.toThrow('out of memory');
    await expect(counted).rejects.toThrow('out of memory');
    expect(onEvent).not.toHaveBeenCalled();
    expect(late.close).toHaveBeenCalledOnce();
  });

  it('after its end nobody is told', () => {
    const { link, worker, onDeath } = setUp();
    const never = vi.fn();
    link.call('count', 1).then(never, never);
    link.end();
    worker.died('ended');
    expect(worker.ended).toBe(true);
    expect(onDeath).not.toHaveBeenCalled();
    expect(link.isIdle).toBe(true);
  });
});
