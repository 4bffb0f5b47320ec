// The worker's side. It owns every live tensor, the features that training needs, and the one live
// head.
import { serve } from '../../worker-link/serve';
import { placeInWorker } from '../inspect/map-in-worker';
import { createPixelReader } from '../pixels';
import { EngineState } from '../state';
import { engineCalls } from './calls';

const engine = new EngineState({
  onLost(why) {
    // The page learns about it from the released lock, or else from the error, and starts a new
    // worker.
    if (navigator.locks) self.close();
    else setTimeout(() => reportError(new Error(why)));
  },
  fetchFile: fetch,
  readPixels: createPixelReader(),
  placeAll: placeInWorker,
});

serve(engineCalls, engine);
