// The worker's side. It owns every live tensor, the features that training needs, and the one live
// head.
import '../../worker-link/own-server-only';
import { endWorker, serve } from '../../worker-link/serve';
import { placeInWorker } from '../inspect/map-in-worker';
import { createPixelReader } from '../pixels';
import { EngineState } from '../state';
import { engineCalls } from './calls';

const engine = new EngineState({
  // The page then starts a new worker.
  onLost: endWorker,
  fetchFile: fetch,
  readPixels: createPixelReader(),
  placeAll: placeInWorker,
});

serve(engineCalls, engine);
