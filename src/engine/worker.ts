// The worker's side: owns every live tensor, the features that training needs, and the one live head.
import * as Comlink from 'comlink';
import { createPixelReader } from './pixels';
import { EngineSession } from './session';

export type EngineWorkerApi = EngineSession;

const session = new EngineSession({
  onLost(why) {
    // The page sees the lock go and makes a new worker.
    console.info(`engine: ${why}`);
    self.close();
  },
  fetchFile: fetch,
  readPixels: createPixelReader(),
});

// Held while this worker lives: whoever waits for it learns at once that the worker is gone.
if (navigator.locks) {
  void navigator.locks.request(self.name, () => new Promise<never>(() => {}));
}

Comlink.expose(session);
