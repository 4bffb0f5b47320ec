const MOST_THREADS = 4;

/**
 * How many threads we ask wasm to use. Only half of what a machine calls its cores are real cores,
 * and beyond a few threads the network gets no faster.
 */
export function threadsWanted(singleThread = false): number {
  // Threads can only share memory if the page is isolated.
  if (singleThread || !globalThis.crossOriginIsolated) return 1;
  return Math.min(MOST_THREADS, Math.floor((navigator.hardwareConcurrency || 2) / 2));
}
