// Splits long work into short tasks, so that a worker's other calls (live predictions) and a page's
// clicks get their turn in between.

const IN_A_WORKER_MS = 30;
export const ON_A_PAGE_MS = 12;

/**
 * Resolves in a new task, after everything that already waits in the event loop. Unlike setTimeout,
 * it is not held back to at least 4 ms.
 */
function yieldToLoop(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/**
 * Await the returned function often. It yields to the event loop when `ms` have passed since the
 * last time.
 */
export function breather(ms = IN_A_WORKER_MS): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < ms) return undefined;
    return yieldToLoop().then(() => {
      last = performance.now();
    });
  };
}
