// What happens once, after the page has been painted.
import { loadAllLanguages } from '../i18n/i18n';
import type { BackendName } from '../model/backend';
import { openApp, useApp } from '../store/app-store';
import { on } from '../store/lifecycle';
import { keepAwakeDuringWork } from './awake';
import { rememberBegun } from './begun';
import { guardLeaving } from './leaving';
import { keepInstallOffer } from './offline';

const backends: readonly BackendName[] = ['webgpu', 'webgl', 'wasm', 'cpu'];

/** The backend that the address asks for: `?backend=wasm`. */
export function backendFrom(search: string): BackendName | undefined {
  const asked = new URLSearchParams(search).get('backend');
  return backends.find((name) => name === asked);
}

let started = false;

/** Opens the project and starts the engine after the first paint. Call this once in a page. */
export function startAfterPaint(): void {
  if (started) return;
  started = true;
  keepInstallOffer();
  rememberBegun();
  guardLeaving();
  keepAwakeDuringWork();
  on('entered', () => {
    // Nobody waits for it, because the project can be worked on meanwhile.
    if (useApp.getState().project?.comingExample !== undefined) void finishExample();
  });
  requestAnimationFrame(() => {
    // A failure is a bug: it reaches the page as an unhandled rejection.
    setTimeout(() => {
      void openApp(backendFrom(location.search)).then(takeHandedOver);
      void loadAllLanguages();
      whenEngineHasLoaded(() => keepOffline());
    });
  });
}

/** Draws the rest of an example whose pictures were cut off when it was left. */
async function finishExample(): Promise<void> {
  const examples = await import('../store/examples/example-project');
  await examples.finishExample();
}

async function takeHandedOver(): Promise<void> {
  const hands = await import('./hand-over');
  await hands.takeHandedOver();
}

async function keepOffline(): Promise<void> {
  // In development, every edit would count as a new version.
  if (!import.meta.env.PROD) return;
  const keeping = await import('./keep-offline');
  await keeping.keepOffline();
}

/** Until then, the engine should have the network to itself. */
function whenEngineHasLoaded(act: () => void): void {
  const end = useApp.subscribe(({ engine }) => {
    if (engine.phase !== 'ready' && engine.phase !== 'failed') return;
    end();
    act();
  });
}
