// The page that `npm run bench` drives: our engine, and Teachable Machine's recipe next to it.

import type { FeatureSpec } from '../../src/model/backbone';
import type { BackendName } from '../../src/model/backend';
import { DEFAULT_SPEC } from '../../src/model/settings';
import type { Contestant } from './contestant';
import { type Ours, openOurs } from './ours';
import { openRecipe } from './recipe';

/** The input size at which the backbone is compared with the peer's, besides the app's own. */
const SMALL: FeatureSpec = { backbone: 'mobilenet-v2', inputSize: 160 };

interface Bench {
  ours: Ours;
  oursAt160: Ours;
  recipe: Contestant;
}

declare global {
  interface Window {
    openBench: typeof openBench;
    bench: Bench;
  }
}

/** Opens all contestants. Returns what they run on. */
async function openBench(backend: BackendName | undefined, peerUrl: string | undefined) {
  const ours = await openOurs(DEFAULT_SPEC, backend);
  const oursAt160 = await openOurs(SMALL, ours.backend);
  window.bench = { ours, oursAt160, recipe: await openRecipe(ours.backend, peerUrl) };
  return { backend: ours.backend, backbone: ours.backbone };
}

window.openBench = openBench;
