// The page's way to a real worker.
import { type Endpoint, proxy, wrap } from 'comlink';
import { handedOver } from './bitmaps';
import { ALIVE, isTold, type Remote } from './calls';

/** What a link needs of its worker; a test brings its own. */
export interface LinkedWorker extends Remote {
  end(): void;
}

export interface WorkerEvents {
  /** Its code runs. */
  alive(): void;
  died(why: string): void;
  told(job: number, event: unknown): void;
}

export type Spawn = (events: WorkerEvents) => LinkedWorker;

/** Workers that `create` makes. Their name is also that of the lock by which a death is learned. */
export function spawning(what: string, create: (name: string) => Worker): Spawn {
  return ({ alive, died, told }) => {
    const lock = `apprentice-${what}-${Date.now()}-${Math.random()}`;
    const worker = create(lock);
    worker.addEventListener('error', ({ message }) => died(message || 'the worker did not load'));
    worker.addEventListener('messageerror', () => died('a message could not be read'));
    worker.addEventListener('message', ({ data }) => {
      if (isTold(data)) told(data.job, data.event);
      if (data !== ALIVE) return;
      alive();
      // No event tells that a worker died for lack of memory, but the lock that it held becomes free.
      // There are no locks where the page is not secure.
      if (navigator.locks) void navigator.locks.request(lock, () => died('the worker is gone'));
    });
    return { ...remoteThrough(worker), end: () => worker.terminate() };
  };
}

/** Calls to where `answerCalls` listens. */
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
