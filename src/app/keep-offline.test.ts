import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useOffline } from './offline';

/** A service worker that becomes active, or whose files do not arrive. */
function workerThat(ends: ServiceWorkerState) {
  const worker = Object.assign(new EventTarget(), { state: 'installing' });
  const registration = Object.assign(new EventTarget(), { installing: worker, active: null });
  setTimeout(() => {
    worker.state = ends;
    worker.dispatchEvent(new Event('statechange'));
  }, 10);
  return registration;
}

const register = vi.fn();
const page = new EventTarget();

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers();
  register.mockReset();
  vi.stubGlobal('navigator', { serviceWorker: { register } });
  vi.stubGlobal('document', { baseURI: 'http://localhost/', hidden: false });
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  useOffline.setState({ kept: 'preparing' });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The page's side anew, and what it says of itself. */
async function start() {
  const [{ keepOffline }, offline] = await Promise.all([
    import('./keep-offline'),
    import('./offline'),
  ]);
  void keepOffline();
  return () => offline.useOffline.getState().kept;
}

it('says that it is kept once the service worker is active', async () => {
  register.mockImplementation(async () => workerThat('activated'));
  const kept = await start();
  expect(kept()).toBe('preparing');
  await vi.advanceTimersByTimeAsync(20);
  expect(kept()).toBe('kept');
});

it.each([
  ['after a while', () => vi.advanceTimersByTimeAsync(60_000)],
  ['when there is a network again', async () => void page.dispatchEvent(new Event('online'))],
])('says that a file did not arrive, and tries again %s', async (_, wait) => {
  register.mockImplementationOnce(async () => workerThat('redundant'));
  register.mockImplementationOnce(async () => workerThat('activated'));
  const kept = await start();
  await vi.advanceTimersByTimeAsync(20);
  expect(kept()).toBe('failed');
  expect(register).toHaveBeenCalledOnce();
  await wait();
  await vi.advanceTimersByTimeAsync(20);
  expect(kept()).toBe('kept');
});
