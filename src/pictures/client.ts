// The page's side of the picture worker: two pictures at a time, the rest in a queue, and a new
// worker if a picture has crashed the old one.
import { closeBitmaps } from '../worker-link/bitmaps';
import { Link } from '../worker-link/link';
import { type Spawn, spawning } from '../worker-link/spawn';
import { PictureError } from './picture-error';
import type { PictureCalls, Prepared } from './worker';

export type { Prepared };

export interface PrepareOptions {
  signal?: AbortSignal;
}

export interface Pictures {
  /**
   * Turns a file or a camera frame into the square that is learned from, and its JPEG. A frame's
   * bitmap is transferred: from then on it belongs to the worker, whatever happens. If you have
   * many files, pass a few at a time, so that another picture need not wait for all of them.
   *
   * @throws {PictureError} why it cannot become a picture.
   * @throws the signal's reason, as soon as it is aborted.
   */
  prepare(source: Blob | ImageBitmap, options?: PrepareOptions): Promise<Prepared>;
  /**
   * The same without the JPEG, for pictures that are only looked at. The caller closes the square.
   */
  square(source: Blob | ImageBitmap, options?: PrepareOptions): Promise<ImageBitmap>;
  /** The JPEG of a square, as in `prepare`. The bitmap is transferred. */
  encode(square: ImageBitmap, options?: PrepareOptions): Promise<Blob>;
  /** Ends the worker and rejects all running work with an AbortError. */
  dispose(): void;
}

interface Job {
  source: Blob | ImageBitmap;
  /** Whether a worker died during this job. Either this picture or its neighbour is deadly. */
  suspect: boolean;
  signal: AbortSignal | undefined;
  /** Makes a worker do it. */
  run(link: Link<PictureCalls>): Promise<unknown>;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

const MOST_AT_ONCE = 2;

const spawnWorker = spawning(
  'pictures',
  (name) => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name }),
);

/** Opens the queue to the picture worker, which starts with the first picture. */
export function createPictures(spawn: Spawn = spawnWorker): Pictures {
  let link: Link<PictureCalls> | undefined;
  let waiting: Job[] = [];
  const running = new Set<Job>();

  function next(): void {
    for (let job = waiting[0]; job; job = waiting[0]) {
      // A suspect runs alone, so that it cannot take another picture down with it.
      const alone = job.suspect || [...running].some(({ suspect }) => suspect);
      if (running.size >= (alone ? 1 : MOST_AT_ONCE)) return;
      waiting.shift();
      start(job);
    }
  }

  function start(job: Job): void {
    running.add(job);
    link ??= open();
    const mine = link;
    const finish = (settle: () => void) => {
      // The jobs of a dead worker were handled when it died.
      if (mine !== link) return;
      running.delete(job);
      settle();
      next();
    };
    job.run(mine).then(
      (result) => finish(() => job.resolve(result)),
      (error: unknown) => finish(() => job.reject(error)),
    );
  }

  function open(): Link<PictureCalls> {
    let alive = false;
    return new Link<PictureCalls>(spawn, {
      errorOf: (why) => new PictureError({ kind: alive ? 'broken' : 'unloaded', detail: why }),
      revive: PictureError.revive,
      onAlive() {
        alive = true;
      },
      onDeath: (error) => (alive ? onDeath(error) : onUnloaded(error)),
    });
  }

  /** No picture is to blame, and none can be read. The next one asks for a new worker. */
  function onUnloaded(error: Error): void {
    link = undefined;
    const lost = [...running, ...waiting];
    for (const { source } of waiting) closeBitmaps(source);
    running.clear();
    waiting = [];
    for (const job of lost) job.reject(error);
  }

  function onDeath(error: Error): void {
    link = undefined;
    const lost = [...running];
    running.clear();
    // A frame was lost with the worker, but a file can be tried once more.
    const again = lost.filter(
      ({ suspect, source, signal }) => !suspect && source instanceof Blob && !signal?.aborted,
    );
    for (const job of again) job.suspect = true;
    waiting = [...again, ...waiting];
    for (const job of lost) if (!again.includes(job)) job.reject(error);
    next();
  }

  function ask<T>(
    source: Blob | ImageBitmap,
    { signal }: PrepareOptions = {},
    run: (link: Link<PictureCalls>) => Promise<T>,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const leave = () => signal?.removeEventListener('abort', abort);
      const job: Job = {
        source,
        suspect: false,
        signal,
        run,
        resolve(result) {
          leave();
          if (signal?.aborted) closeBitmaps(result);
          else resolve(result as T);
        },
        reject(error) {
          leave();
          reject(error);
        },
      };
      // A job that is already in the worker keeps its place there until it is done.
      const abort = () => {
        waiting = waiting.filter((other) => other !== job);
        if (!running.has(job)) closeBitmaps(source);
        reject(signal?.reason);
      };
      if (signal?.aborted) return abort();
      signal?.addEventListener('abort', abort, { once: true });
      waiting.push(job);
      next();
    });
  }

  return {
    prepare: (source, options) => ask(source, options, (to) => to.call('prepare', source)),
    square: (source, options) => ask(source, options, (to) => to.call('square', source)),
    encode: (square, options) => ask(square, options, (to) => to.call('encode', square)),

    dispose() {
      link?.end();
      link = undefined;
      const dropped = [...running, ...waiting];
      running.clear();
      waiting = [];
      for (const job of dropped) {
        job.reject(new DOMException('the line is closed', 'AbortError'));
      }
    },
  };
}
