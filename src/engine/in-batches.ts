import { breather } from '../model/breather';
import { EngineError } from '../model/engine-error';

/**
 * Works through a list, `size` items at a time. Between two batches, other calls get their turn,
 * and an abort can arrive. Otherwise wasm and cpu would do it all within one task.
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
