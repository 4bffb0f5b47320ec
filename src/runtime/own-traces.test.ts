import { beforeEach, expect, test, vi } from 'vitest';
import { deleteOwnTraces } from './own-traces';

const HOME = 'https://school.example/apps/apprentice/';
const OURS = [`workbox-precache-v2-${HOME}`, `apprentice-used-later-${HOME}`];
const INBOX = `apprentice-inbox-${HOME}`;
const FOREIGN = ['workbox-precache-v2-https://school.example/', `apprentice-inbox-${HOME}beta/`];

const unregister = vi.fn(async () => true);
let kept: Set<string>;

function onDevice(onLine: boolean): void {
  vi.stubGlobal('navigator', {
    onLine,
    serviceWorker: { getRegistration: async () => ({ unregister }) },
  });
}

beforeEach(() => {
  unregister.mockClear();
  const settings: Record<string, unknown> = {
    'apprentice.preferences': '{}',
    'apprentice.language': 'en',
    quiz: 'of another app',
  };
  Object.defineProperty(settings, 'removeItem', { value: (key: string) => delete settings[key] });
  vi.stubGlobal('localStorage', settings);
  vi.stubGlobal('document', { baseURI: `${HOME}index.html` });
  kept = new Set([...OURS, INBOX, ...FOREIGN]);
  vi.stubGlobal('caches', {
    keys: async () => [...kept],
    delete: async (name: string) => kept.delete(name),
  });
});

test('all that the app keeps goes, and nothing of other apps', async () => {
  onDevice(true);
  await deleteOwnTraces();
  expect(Object.keys(localStorage)).toEqual(['quiz']);
  expect([...kept]).toEqual(FOREIGN);
  expect(unregister).toHaveBeenCalledOnce();
});

test('without a network the page itself stays, because it could not be loaded again', async () => {
  onDevice(false);
  await deleteOwnTraces();
  expect(Object.keys(localStorage)).toEqual(['quiz']);
  expect([...kept]).toEqual([...OURS, ...FOREIGN]);
  expect(unregister).not.toHaveBeenCalled();
});

test('a browser that keeps nothing has nothing to delete', async () => {
  vi.stubGlobal('localStorage', undefined);
  vi.stubGlobal('caches', undefined);
  await expect(deleteOwnTraces()).resolves.toBeUndefined();
});
