// The page's side of one worker: typed calls, ordered events, abort, and the worker's death.
import { closeBitmaps } from './bitmaps';
import type { CallOptions, Calls, EventOf, RequestOf, ResultOf } from './calls';
import type { LinkedWorker, Spawn } from './spawn';

export interface LinkOptions {
  /** What calls reject with when the worker is gone. */
  errorOf(why: string): Error;
  /** Restores the worker's error, because Comlink only keeps name, message and stack. */
  revive?(error: unknown): unknown;
  /** The worker's code runs. */
  onAlive?(): void;
  /** Called after all waiting calls have been rejected. */
  onDeath?(error: Error): void;
}

interface Waiting {
  reject(error: unknown): void;
  onEvent: ((event: never) => void) | undefined;
  signal: AbortSignal | undefined;
  abort(): void;
}

/** One worker from its start to its end. For another worker, open another link. */
export class Link<C extends Calls> {
  readonly #options: LinkOptions;
  readonly #worker: LinkedWorker;
  readonly #waiting = new Map<number, Waiting>();
  #jobs = 0;
  #ended = false;
  #dead: Error | undefined;

  constructor(spawn: Spawn, options: LinkOptions) {
    this.#options = options;
    this.#worker = spawn({
      alive: () => this.#ended || options.onAlive?.(),
      died: (why) => this.die(why),
      told: (job, event) => this.#hear(job, event),
    });
  }

  /** Why the worker is gone; undefined while it lives. */
  get dead(): Error | undefined {
    return this.#dead;
  }

  get isIdle(): boolean {
    return this.#waiting.size === 0;
  }

  /**
   * Makes a call. Bitmaps in the request belong to the worker from then on. It rejects with the
   * worker's error, with the signal's reason if that was already aborted, and with `errorOf` if the
   * worker is gone.
   */
  call<N extends keyof C & string>(
    name: N,
    request: RequestOf<C[N]>,
    { signal, onEvent, picturesOf }: CallOptions<EventOf<C[N]>> = {},
  ): Promise<ResultOf<C[N]>> {
    return new Promise((resolve, reject) => {
      if (this.#dead) throw this.#dead;
      signal?.throwIfAborted();
      const job = this.#jobs++;
      const abort = () => this.#worker.abort(job);
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiting.set(job, { reject, onEvent, signal, abort });
      this.#worker.call(name, job, request, picturesOf).then(
        (result) => {
          // Nobody waits for results that arrive after the worker's death.
          if (this.#settled(job)) resolve(result as ResultOf<C[N]>);
          else closeBitmaps(result);
        },
        (error: unknown) => this.#settled(job)?.reject(this.#options.revive?.(error) ?? error),
      );
    });
  }

  /** Gives the worker up. Waiting calls reject as if it had died. */
  die(why: string): void {
    if (this.#dead || this.#ended) return;
    this.#dead = this.#options.errorOf(why);
    this.#worker.end();
    for (const job of [...this.#waiting.keys()]) this.#settled(job)?.reject(this.#dead);
    this.#options.onDeath?.(this.#dead);
  }

  /** Ends the worker silently. Waiting calls never get an answer. */
  end(): void {
    this.#ended = true;
    for (const job of [...this.#waiting.keys()]) this.#settled(job);
    this.#worker.end();
  }

  #hear(job: number, event: unknown): void {
    try {
      this.#waiting.get(job)?.onEvent?.(event as never);
    } catch (error) {
      const waiting = this.#settled(job);
      waiting?.abort();
      waiting?.reject(error);
    }
  }

  /** Removes a waiting call and returns it. Undefined if nobody waited. */
  #settled(job: number): Waiting | undefined {
    const waiting = this.#waiting.get(job);
    this.#waiting.delete(job);
    waiting?.signal?.removeEventListener('abort', waiting.abort);
    return waiting;
  }
}
