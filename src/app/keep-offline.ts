// The page's side of the service worker.
import type { WorkerNews } from './inbox';
import { useOffline } from './offline';

/** How often a page that stays open looks for a new version. */
const LOOK_EVERY_MS = 60 * 60 * 1000;

let registration: ServiceWorkerRegistration | undefined;

/** Keeps the page on this device if the browser can, and offers a new version when there is one. */
export async function keepOffline(): Promise<void> {
  // It is absent if the page is not secure, and in some private windows.
  const { serviceWorker } = navigator;
  if (!serviceWorker) {
    useOffline.setState({ kept: 'unavailable' });
    return;
  }
  try {
    await serviceWorker.register(new URL('service-worker.js', document.baseURI));
  } catch (error) {
    console.warn('not kept for a visit without a network:', error);
    useOffline.setState({ kept: 'failed' });
    return;
  }
  registration = await serviceWorker.ready;
  useOffline.setState({ kept: 'kept' });
  offerWaiting(registration);
  lookForUpdates(registration);
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
