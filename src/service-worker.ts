// Keeps the page, the engine and the default backbone on this device, so that a later visit needs
// no network. It also adds the headers that the server may not send, and accepts what the system
// shares with the app.
import type { WorkboxPlugin } from 'workbox-core';
import { addPlugins, type PrecacheEntry, precacheAndRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';
import { headers } from '../tools/page-security';
import { putIntoInbox, SHARED_FIELD, type WorkerNews } from './app/inbox';

declare const self: ServiceWorkerGlobalScope;

/** An isolated page may use threads, whatever headers its server sends. */
const withHeaders: WorkboxPlugin = {
  async handlerWillRespond({ response }) {
    const all = new Headers(response.headers);
    for (const [name, value] of Object.entries(headers)) all.set(name, value);
    const { status, statusText } = response;
    return new Response(response.body, { status, statusText, headers: all });
  },
};

/**
 * What the page has just loaded is revalidated and not loaded again, because it is still good in
 * the browser's cache.
 */
const askOnly: WorkboxPlugin = {
  requestWillFetch: async ({ request }) =>
    request.cache === 'reload' ? new Request(request, { cache: 'no-cache' }) : request,
};

/**
 * A school's filter may answer with a page of its own in place of any file. That is not kept. A
 * backbone's file that the engine found wrong is asked for again.
 */
const onlyTheFile: WorkboxPlugin = {
  async cacheWillUpdate({ request, response }) {
    const isPage = response.headers.get('content-type')?.startsWith('text/html');
    const isWanted = !isPage || new URL(request.url).pathname.endsWith('.html');
    return response.status === 200 && isWanted ? response : null;
  },
  async cachedResponseWillBeUsed({ request, cachedResponse, event }) {
    const isAnew = event instanceof FetchEvent && request.cache === 'reload';
    return isAnew && request.url.startsWith(`${scope}backbones/`) ? null : cachedResponse;
  },
};

const scope = self.registration.scope;
const entries = self.__WB_MANIFEST.filter((entry) => typeof entry !== 'string');
const isLater = ({ url }: PrecacheEntry) => /^backbones\/(?!mobilenet-v2\/)/.test(url);

addPlugins([withHeaders, askOnly, onlyTheFile]);
precacheAndRoute(
  entries.filter((entry) => !isLater(entry)),
  // `?backend=wasm` is still the same page.
  { ignoreURLParametersMatching: [/./] },
);

/**
 * Holds what is kept when it is first used, by its address and its content at the time of this
 * build.
 */
const LATER = `apprentice-used-later-${scope}`;
const later = new Map(
  entries
    .filter(isLater)
    .map(({ url, revision }) => [new URL(url, scope).href, `${scope}${url}?${revision}`]),
);

registerRoute(
  ({ url }) => later.has(url.href),
  new CacheFirst({
    cacheName: LATER,
    plugins: [
      withHeaders,
      onlyTheFile,
      { cacheKeyWillBeUsed: async ({ request }) => later.get(request.url) ?? request },
    ],
  }),
);

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([dropStale(), self.clients.claim()]));
});

async function dropStale(): Promise<void> {
  const known = new Set(later.values());
  const cache = await caches.open(LATER);
  for (const { url } of await cache.keys()) if (!known.has(url)) await cache.delete(url);
}

/** The windows of this app. Others of the same origin are none of its business. */
async function windows(): Promise<readonly WindowClient[]> {
  const all = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  return all.filter(({ url }) => url.startsWith(scope));
}

self.addEventListener('message', (event) => {
  if (event.data !== 'take-over') return;
  event.waitUntil(takeOver(event.source as WindowClient));
});

/**
 * A new version takes over if a single page is open, because other pages would lose the files of
 * the old one.
 */
async function takeOver(asker: WindowClient): Promise<void> {
  if ((await windows()).some(({ id }) => id !== asker.id)) {
    asker.postMessage('others-are-open' satisfies WorkerNews);
    return;
  }
  await self.skipWaiting();
}

registerRoute(({ url }) => url.href === `${scope}share`, takeShared, 'POST');

async function takeShared({ request }: { request: Request }): Promise<Response> {
  const form = await request.formData();
  await putIntoInbox(form.getAll(SHARED_FIELD).filter((each) => each instanceof File));
  for (const window of await windows()) window.postMessage('inbox' satisfies WorkerNews);
  return Response.redirect(scope, 303);
}
