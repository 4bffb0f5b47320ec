// What page and worker agree on: calls by name, each with a request, a result, and events meanwhile.
import type { PictureToEmbed } from '../model/embedding';

/** Asks the page for the pictures of samples, whose bitmaps are the worker's to close. */
export type PicturesOf = (ids: string[]) => Promise<PictureToEmbed[]>;

/** What a call has beside its request. */
export interface Job<Event = never> {
  /** Aborted when the page does not want the call any more. */
  readonly signal: AbortSignal;
  /** Tells the page something; it hears all of that before the result. */
  readonly tell: (event: Event) => void;
  /** Gives none where the caller brought none. */
  readonly picturesOf: PicturesOf;
}

/** A worker's calls by name; each takes what lives between calls, the request and the job. */
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
  /** Tells the worker to stop; the call ends with what the worker makes of that. */
  signal?: AbortSignal | undefined;
  /** What it throws is what the call rejects with. */
  onEvent?: ((event: Event) => void) | undefined;
  picturesOf?: PicturesOf | undefined;
}

/** What a worker answers to through Comlink. */
export interface Remote {
  call(name: string, job: number, request: unknown, picturesOf?: PicturesOf): Promise<unknown>;
  abort(job: number): void;
}

/** The worker's first message: its code runs, and it holds the lock that bears its name, if any. */
export const ALIVE = 'alive';

/** A message of the worker's that belongs to a call under way. */
export interface Told {
  job: number;
  event: unknown;
}

export function isTold(message: unknown): message is Told {
  return typeof message === 'object' && message !== null && 'event' in message;
}
