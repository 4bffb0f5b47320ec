// The contract between page and worker: calls by name, each with a request, a result, and events
// along the way.
import type { PictureToEmbed } from '../model/embedding';

/** Asks the page for samples' pictures. The worker closes their bitmaps. */
export type PicturesOf = (ids: string[]) => Promise<PictureToEmbed[]>;

/** What a call gets in addition to its request. */
export interface Job<Event = never> {
  /** Aborted when the page no longer wants the call. */
  readonly signal: AbortSignal;
  /** Tells the page something. The page hears all of it before the result. */
  readonly tell: (event: Event) => void;
  /** Returns no pictures if the caller brought none. */
  readonly picturesOf: PicturesOf;
}

/**
 * A worker's calls by name. Each takes the state that lives between calls, the request and the job.
 */
export interface Calls {
  [name: string]: (context: never, request: never, job: never) => unknown;
}

export type RequestOf<Call> = Call extends (context: never, request: infer R, job: never) => unknown
  ? R
  : never;

export type ResultOf<Call> = Call extends (...given: never) => infer R ? Awaited<R> : never;

export type EventOf<Call> = Call extends (
  context: never,
  request: never,
  job: Job<infer E>,
) => unknown
  ? E
  : never;

export interface CallOptions<Event = unknown> {
  /** Tells the worker to stop. The worker decides how the call then ends. */
  signal?: AbortSignal | undefined;
  /** If this throws, the call rejects with that error. */
  onEvent?: ((event: Event) => void) | undefined;
  picturesOf?: PicturesOf | undefined;
}

/** What a worker offers through Comlink. */
export interface Remote {
  call(name: string, job: number, request: unknown, picturesOf?: PicturesOf): Promise<unknown>;
  abort(job: number): void;
}

/** The worker's first message: its code runs. */
export const ALIVE = 'alive';
/** From now on, the worker holds the lock with its name. This never comes if there are no locks. */
export const LOCKED = 'locked';

/** A message from the worker that belongs to a running call. */
export interface Told {
  job: number;
  event: unknown;
}

export function isTold(message: unknown): message is Told {
  return typeof message === 'object' && message !== null && 'event' in message;
}
