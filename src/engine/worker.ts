// The worker's side: owns every live tensor, the features that training needs, and the one live head.
import * as Comlink from 'comlink';
import { EngineSession } from './session';

export type EngineWorkerApi = EngineSession;

const session = new EngineSession((why) => {
  // A lost GPU took all tensors with it. The page sees the lock go and makes a new worker.
  console.info(`engine: ${why}`);
  self.close();
});

// Held while this worker lives: whoever waits for it learns at once that the worker is gone.
const lockName = self.name;
if (navigator.locks) {
  void navigator.locks.request(lockName, () => new Promise<never>(() => {}));
}

Comlink.expose(session);
