// The worker's side of a link.
import { type Endpoint, expose } from 'comlink';
import { webLocks } from '../model/web-locks';
import { handedOver } from './bitmaps';
import { ALIVE, type Calls, LOCKED, type PicturesOf, type Remote, type Told } from './calls';

let holdsLock = false;

/**
 * Answers the page's calls, and holds a lock as long as the worker lives, if there are locks. This
 * is how the page learns of its death.
 */
export function serve(calls: Calls, context?: object): void {
  answerCalls(calls, context, (message) => self.postMessage(message));
  self.postMessage(ALIVE);
  void holdLock();
}

async function holdLock(): Promise<void> {
  const locks = await webLocks();
  await locks?.request(self.name, () => {
    holdsLock = true;
    self.postMessage(LOCKED);
    return new Promise<never>(() => {});
  });
}

/** Ends this worker in a way that the page learns of: by the lock, or else by an error. */
export function endWorker(why: string): void {
  if (holdsLock) self.close();
  else setTimeout(() => reportError(new Error(why)));
}

/** Answers calls that come through an endpoint, by default the worker's own. */
export function answerCalls(
  calls: Calls,
  context: object | undefined,
  post: (message: Told) => void,
  endpoint?: Endpoint,
): void {
  const jobs = new Map<number, AbortController>();
  const remote: Remote = {
    async call(name, job, request, picturesOf: PicturesOf = async () => []) {
      const handler = calls[name];
      if (!handler) throw new Error(`there is no call ${name}`);
      const controller = new AbortController();
      jobs.set(job, controller);
      const { signal } = controller;
      // Events take the same way as the result, so the result comes after all of them.
      const tell = (event: unknown) => post({ job, event });
      try {
        return handedOver(
          await handler(context as never, request as never, { signal, tell, picturesOf } as never),
        );
      } finally {
        jobs.delete(job);
      }
    },
    abort(job) {
      jobs.get(job)?.abort();
    },
  };
  expose(remote, endpoint);
}
