import * as Comlink from 'comlink';
import { EngineError } from '../../model/engine-error';
import type { MapEvent, MapPlaces } from '../../model/map';
import type { MapData } from './map';
import type { MapWorkerApi } from './map-worker';

/** The type of `placesOf` in map.ts. */
export type PlaceAll = (
  data: MapData,
  onUpdate: (event: MapEvent) => void,
  signal: AbortSignal,
) => Promise<MapPlaces>;

/**
 * Runs `placesOf` in a worker that lives only for this map, so a cancelled map is gone at once.
 * Some browsers do not let a worker start another (Safari before 15.5), and there it runs here. It
 * takes over the data's arrays.
 */
export const placeInWorker: PlaceAll = async (data, onUpdate, signal) => {
  if (typeof Worker === 'undefined') {
    const { placesOf } = await import('./map');
    return placesOf(data, onUpdate, signal);
  }
  const worker = new Worker(new URL('./map-worker.ts', import.meta.url), { type: 'module' });
  const api = Comlink.wrap<MapWorkerApi>(worker);
  let abort = () => {};
  const broken = new Promise<never>((_, reject) => {
    abort = () => reject(new EngineError('aborted', 'the map was cancelled'));
    worker.addEventListener('error', (event) => {
      reject(new EngineError('engine-crashed', event.message || "the map's worker did not load"));
    });
  });
  signal.addEventListener('abort', abort, { once: true });
  try {
    if (signal.aborted) abort();
    const arrays = [data.features.buffer, ...(data.logits ? [data.logits.values.buffer] : [])];
    const places = api(Comlink.transfer(data, arrays), Comlink.proxy(onUpdate));
    return await Promise.race([places, broken]);
  } catch (error) {
    throw EngineError.revive(error);
  } finally {
    signal.removeEventListener('abort', abort);
    worker.terminate();
  }
};
