// How long computations let the worker's other calls (live predictions) in between.
import { EngineError } from '../model/engine-error';

/** Resolves in a new task, after what already waits in the event loop; no 4 ms clamp, unlike setTimeout. */
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

/** Await the returned function often: it yields to the event loop once `ms` have passed since it last did. */
export function breather(ms = 30): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < ms) return undefined;
    return yieldToLoop().then(() => {
      last = performance.now();
    });
  };
}

/**
 * Works on a list `size` at a time. Between two batches other calls get in, and so does an abort:
 * wasm and cpu would otherwise answer within one task.
 *
 * @throws EngineError 'aborted'
 */
export async function inBatches<T>(
  list: readonly T[],
  size: number,
  signal: AbortSignal,
  work: (batch: T[], from: number) => Promise<void>,
): Promise<void> {
  const breathe = breather(0);
  for (let from = 0; from < list.length; from += size) {
    await breathe();
    if (signal.aborted) throw new EngineError('aborted', 'cancelled between two batches');
    await work(list.slice(from, from + size), from);
  }
}
