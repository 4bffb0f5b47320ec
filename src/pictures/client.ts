// The page's side of the picture worker: two pictures at a time, the rest in line, and a new worker
// where the old one died of a picture.
import { transfer, wrap } from 'comlink';
import { PictureError } from './picture-error';
import type { PictureAnswer, PicturesApi, Prepared } from './worker';

export type { Prepared };

export interface PrepareOptions {
  signal?: AbortSignal;
}

export interface Pictures {
  /**
   * Makes of a file, or of a camera's frame, the square that is learnt from and its JPEG. A frame's
   * bitmap is transferred: it is the worker's from then on, whatever comes of it.
   * Who feeds many files gives a few at a time, so that another picture does not wait for all of them.
   * @throws {PictureError} why it can't be one.
   * @throws the signal's reason, at once when it is aborted.
   */
  prepare(source: Blob | ImageBitmap, options?: PrepareOptions): Promise<Prepared>;
  /** Ends the worker and rejects what is under way with an AbortError. */
  dispose(): void;
}

/** What the line needs of a worker; a test brings its own. */
export interface PictureWorker {
  prepare(source: Blob | ImageBitmap): Promise<PictureAnswer>;
  end(): void;
}

interface Job {
  source: Blob | ImageBitmap;
  /** Whether a worker died while this was in it: it, or its neighbour, is deadly. */
  suspect: boolean;
  signal: AbortSignal | undefined;
  settle(outcome: { prepared: Prepared } | { error: unknown }): void;
}

const MOST_AT_ONCE = 2;

/** Opens the line to the picture worker, which starts with the first picture. */
export function createPictures(
  spawn: (onDeath: () => void) => PictureWorker = spawnWorker,
): Pictures {
  let worker: PictureWorker | undefined;
  let waiting: Job[] = [];
  const running = new Set<Job>();

  function next(): void {
    for (let job = waiting[0]; job; job = waiting[0]) {
      // A suspect goes alone, so that it takes no other picture along.
      const alone = job.suspect || [...running].some(({ suspect }) => suspect);
      if (running.size >= (alone ? 1 : MOST_AT_ONCE)) return;
      waiting.shift();
      start(job);
    }
  }

  function start(job: Job): void {
    running.add(job);
    worker ??= spawnWatched();
    const mine = worker;
    const finish = (outcome: { prepared: Prepared } | { error: unknown }) => {
      if (mine !== worker) {
        if ('prepared' in outcome) outcome.prepared.bitmap.close();
        return;
      }
      running.delete(job);
      job.settle(outcome);
      next();
    };
    mine.prepare(job.source).then(
      (answer) =>
        finish('failure' in answer ? { error: new PictureError(answer.failure) } : answer),
      (error: unknown) => finish({ error }),
    );
  }

  function spawnWatched(): PictureWorker {
    const spawned = spawn(() => {
      if (spawned !== worker) return;
      worker = undefined;
      spawned.end();
      const lost = [...running];
      running.clear();
      // A frame went with the worker; a file can be tried once more.
      const again = lost.filter(
        ({ suspect, source, signal }) => !suspect && source instanceof Blob && !signal?.aborted,
      );
      for (const job of again) job.suspect = true;
      waiting = [...again, ...waiting];
      for (const job of lost) {
        if (again.includes(job)) continue;
        job.settle({ error: new PictureError({ kind: 'broken', detail: 'the worker died' }) });
      }
      next();
    });
    return spawned;
  }

  return {
    prepare(source, { signal } = {}) {
      return new Promise((resolve, reject) => {
        const settle: Job['settle'] = (outcome) => {
          signal?.removeEventListener('abort', abort);
          if ('error' in outcome) reject(outcome.error);
          else if (signal?.aborted) outcome.prepared.bitmap.close();
          else resolve(outcome.prepared);
        };
        const job: Job = { source, suspect: false, signal, settle };
        // What is in the worker already keeps its place there until it is done.
        const abort = () => {
          waiting = waiting.filter((other) => other !== job);
          if (!running.has(job) && !(source instanceof Blob)) source.close();
          reject(signal?.reason);
        };
        if (signal?.aborted) return abort();
        signal?.addEventListener('abort', abort, { once: true });
        waiting.push(job);
        next();
      });
    },

    dispose() {
      worker?.end();
      worker = undefined;
      const dropped = [...running, ...waiting];
      running.clear();
      waiting = [];
      for (const job of dropped) {
        job.settle({ error: new DOMException('the line is closed', 'AbortError') });
      }
    },
  };
}

function spawnWorker(onDeath: () => void): PictureWorker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    type: 'module',
    name: 'pictures',
  });
  worker.addEventListener('error', onDeath);
  worker.addEventListener('messageerror', onDeath);
  const remote = wrap<PicturesApi>(worker);
  const watching = new AbortController();
  // Absent where the page is not secure; then only a worker that says so is known to be dead.
  if (navigator.locks) void watchLock(remote.hold, watching.signal, onDeath);
  return {
    prepare: (source) =>
      remote.prepare(source instanceof Blob ? source : transfer(source, [source])),
    end() {
      watching.abort();
      worker.terminate();
    },
  };
}

/** No event tells that a worker died for lack of memory, but the lock that it held becomes free. */
async function watchLock(
  hold: (lock: string) => Promise<void>,
  signal: AbortSignal,
  onDeath: () => void,
): Promise<void> {
  const lock = `pictures-${crypto.randomUUID()}`;
  await hold(lock);
  try {
    await navigator.locks.request(lock, { signal }, onDeath);
  } catch (cause) {
    if (!signal.aborted) throw cause;
  }
}
