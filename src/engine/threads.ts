const MOST_THREADS = 4;

/**
 * Threads that wasm is asked for. Half of what a machine calls its cores are real ones; beyond a
 * few the network does not scale.
 */
export function threadsWanted(singleThread = false): number {
  // Memory is shared with threads only where the page is isolated.
  if (singleThread || !globalThis.crossOriginIsolated) return 1;
  return Math.min(MOST_THREADS, Math.floor((navigator.hardwareConcurrency || 2) / 2));
}
