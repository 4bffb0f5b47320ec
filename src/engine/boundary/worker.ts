// The worker's side: owns every live tensor, the features that training needs, and the one live head.
import * as Comlink from 'comlink';
import { placeInWorker } from '../inspect/map-in-worker';
import { createPixelReader } from '../pixels';
import { EngineSession } from '../session';
import { ALIVE } from './alive';

export type EngineWorkerApi = EngineSession;

const session = new EngineSession({
  onLost(why) {
    // The page learns of it by the lock, or else by the error, and makes a new worker.
    if (navigator.locks) self.close();
    else setTimeout(() => reportError(new Error(why)));
  },
  fetchFile: fetch,
  readPixels: createPixelReader(),
  placeAll: placeInWorker,
});

// Held while this worker lives: whoever waits for it learns at once that the worker is gone.
if (navigator.locks) {
  void navigator.locks.request(self.name, () => {
    self.postMessage(ALIVE);
    return new Promise<never>(() => {});
  });
} else self.postMessage(ALIVE);

Comlink.expose(session);
