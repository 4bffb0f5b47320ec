// The page's side of the service worker.
import type { WorkerNews } from './inbox';
import { useOffline } from './offline';

/** How often a page that stays open looks for a new version. */
const LOOK_EVERY_MS = 60 * 60 * 1000;
/** After how long a page that could not be kept is tried again. The last one repeats. */
const AGAIN_AFTER_MS = [60_000, 5 * 60_000, LOOK_EVERY_MS];

let registration: ServiceWorkerRegistration | undefined;

/** Keeps the page on this device if the browser can, and offers a new version when there is one. */
export async function keepOffline(): Promise<void> {
  // It is absent if the page is not secure, and in some private windows.
  const { serviceWorker } = navigator;
  if (!serviceWorker) {
    useOffline.setState({ kept: 'unavailable' });
    return;
  }
  for (let attempt = 0; !registration; attempt++) {
    registration = await install(serviceWorker);
    useOffline.setState({ kept: registration ? 'kept' : 'failed' });
    if (!registration) await again(AGAIN_AFTER_MS[attempt] ?? LOOK_EVERY_MS);
  }
  offerWaiting(registration);
  lookForUpdates(registration);
}

/** Undefined if the browser does not keep the page, or if one of its files did not arrive. */
async function install(
  serviceWorker: ServiceWorkerContainer,
): Promise<ServiceWorkerRegistration | undefined> {
  try {
    const found = await serviceWorker.register(new URL('service-worker.js', document.baseURI));
    if (found.active) return found;
    const worker = found.installing ?? found.waiting;
    return worker && (await becomesActive(worker)) ? found : undefined;
  } catch (error) {
    console.warn('not kept for a visit without a network:', error);
    return undefined;
  }
}

function becomesActive(worker: ServiceWorker): Promise<boolean> {
  return new Promise((resolve) => {
    const follow = () => {
      if (worker.state === 'activated') resolve(true);
      if (worker.state === 'redundant') resolve(false);
    };
    worker.addEventListener('statechange', follow);
    follow();
  });
}

/** Waits, but not longer than until there is a network again. */
function again(after: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, after);
    const online = () => {
      clearTimeout(timer);
      resolve();
    };
    addEventListener('online', online, { once: true });
  });
}

function offerWaiting(found: ServiceWorkerRegistration): void {
  const offer = () => {
    if (found.waiting) useOffline.setState({ update: 'offered' });
  };
  const follow = () => found.installing?.addEventListener('statechange', offer);
  found.addEventListener('updatefound', follow);
  follow();
  offer();
}

function lookForUpdates(found: ServiceWorkerRegistration): void {
  let last = performance.now();
  addEventListener('visibilitychange', () => {
    if (document.hidden || performance.now() - last < LOOK_EVERY_MS) return;
    last = performance.now();
    // Without a network, no new version can be fetched.
    found.update().catch(() => undefined);
  });
}

/**
 * Loads the new version, unless another page of the app is open. Call this when the person accepts
 * the offer.
 */
export function loadUpdate(): void {
  const { serviceWorker } = navigator;
  const end = new AbortController();
  const once = { once: true, signal: end.signal };
  serviceWorker.addEventListener('controllerchange', () => location.reload(), once);
  serviceWorker.addEventListener(
    'message',
    ({ data }: MessageEvent<WorkerNews>) => {
      if (data !== 'others-are-open') return;
      end.abort();
      useOffline.setState({ update: 'others-are-open' });
    },
    { signal: end.signal },
  );
  registration?.waiting?.postMessage('take-over');
}
