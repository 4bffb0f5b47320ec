// The worker's side of a link.
import { type Endpoint, expose } from 'comlink';
import { handedOver } from './bitmaps';
import { ALIVE, type Calls, type PicturesOf, type Remote, type Told } from './calls';

/**
 * Answers the page's calls, and holds a lock as long as the worker lives. This is how the page
 * learns of its death.
 */
export function serve(calls: Calls, context?: object): void {
  answerCalls(calls, context, (message) => self.postMessage(message));
  if (!navigator.locks) self.postMessage(ALIVE);
  else {
    void navigator.locks.request(self.name, () => {
      self.postMessage(ALIVE);
      return new Promise<never>(() => {});
    });
  }
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
