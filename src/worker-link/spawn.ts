// The page's connection to a real worker.
import { type Endpoint, proxy, wrap } from 'comlink';
import { handedOver } from './bitmaps';
import { ALIVE, isTold, LOCKED, type Remote } from './calls';

/** What a link needs from its worker. A test brings its own. */
export interface LinkedWorker extends Remote {
  end(): void;
}

export interface WorkerEvents {
  /** The worker's code runs. */
  alive(): void;
  died(why: string): void;
  told(job: number, event: unknown): void;
}

export type Spawn = (events: WorkerEvents) => LinkedWorker;

/**
 * Spawns the workers that `create` makes. A worker's name is also the name of the lock that reveals
 * its death.
 */
export function spawning(what: string, create: (name: string) => Worker): Spawn {
  return ({ alive, died, told }) => {
    const lock = `apprentice-${what}-${Date.now()}-${Math.random()}`;
    const worker = create(lock);
    worker.addEventListener('error', ({ message }) => died(message || 'the worker did not load'));
    worker.addEventListener('messageerror', () => died('a message could not be read'));
    worker.addEventListener('message', ({ data }) => {
      if (isTold(data)) told(data.job, data.event);
      if (data === ALIVE) alive();
      // No event tells us that a worker died from lack of memory, but the lock that it held becomes
      // free.
      if (data === LOCKED) void navigator.locks?.request(lock, () => died('the worker is gone'));
    });
    return { ...remoteThrough(worker), end: () => worker.terminate() };
  };
}

/** Makes calls to the place where `answerCalls` listens. */
export function remoteThrough(endpoint: Endpoint): Remote {
  const remote = wrap<Remote>(endpoint);
  return {
    call: (name, job, request, picturesOf) =>
      remote.call(
        name,
        job,
        handedOver(request),
        picturesOf && proxy(async (ids: string[]) => handedOver(await picturesOf(ids))),
      ),
    abort: (job) => void remote.abort(job),
  };
}
