// The worker's side: owns every live tensor, the features that training needs, and the one live head.
import { serve } from '../../worker-link/serve';
import { placeInWorker } from '../inspect/map-in-worker';
import { createPixelReader } from '../pixels';
import { EngineState } from '../state';
import { engineCalls } from './calls';

const engine = new EngineState({
  onLost(why) {
    // The page learns of it by the lock, or else by the error, and makes a new worker.
    if (navigator.locks) self.close();
    else setTimeout(() => reportError(new Error(why)));
  },
  fetchFile: fetch,
  readPixels: createPixelReader(),
  placeAll: placeInWorker,
});

serve(engineCalls, engine);
