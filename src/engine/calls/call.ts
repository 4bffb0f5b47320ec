// Makes an engine call. It closes its request's bitmaps, whatever happens.
import { closingBitmaps } from '../../worker-link/bitmaps';
import type { Job } from '../../worker-link/calls';
import type { EngineState } from '../state';

/** The progress that a call may report. */
export interface Progress {
  done: number;
  total: number;
}

/** What a call may report while it loads something. */
export interface Loaded {
  bytes: number;
  total: number;
}

export function call<Request, Result, Event = never>(
  answer: (engine: EngineState, request: Request, job: Job<Event>) => Promise<Result> | Result,
): (engine: EngineState, request: Request, job: Job<Event>) => Promise<Result> {
  return (engine, request, job) =>
    closingBitmaps(request, async () => answer(engine, request, job));
}

/** Turns the computations' progress callback into events. */
export function counting(tell: (progress: Progress) => void) {
  return (done: number, total: number) => tell({ done, total });
}

export function loading(tell: (loaded: Loaded) => void) {
  return (bytes: number, total: number) => tell({ bytes, total });
}
