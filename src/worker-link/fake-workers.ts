// For tests: workers that live, answer, tell and die when the test says so.
import type { PicturesOf } from './calls';
import type { Spawn, WorkerEvents } from './spawn';

export interface FakeCall {
  name: string;
  job: number;
  request: unknown;
  picturesOf: PicturesOf | undefined;
  answer(result: unknown): void;
  fail(error: unknown): void;
}

export interface FakeWorker extends WorkerEvents {
  calls: FakeCall[];
  /** Jobs that the page aborted. */
  aborted: number[];
  ended: boolean;
}

export function fakeWorkers(): { workers: FakeWorker[]; spawn: Spawn } {
  const workers: FakeWorker[] = [];
  const spawn: Spawn = (events) => {
    const worker: FakeWorker = { ...events, calls: [], aborted: [], ended: false };
    workers.push(worker);
    return {
      call: (name, job, request, picturesOf) =>
        new Promise((answer, fail) => {
          worker.calls.push({ name, job, request, picturesOf, answer, fail });
        }),
      abort: (job) => void worker.aborted.push(job),
      end() {
        worker.ended = true;
      },
    };
  };
  return { workers, spawn };
}
