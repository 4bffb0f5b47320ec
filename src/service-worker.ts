// Keeps the page, the engine and the default backbone on this device, so that a later visit needs
// no network. It also adds the headers that the server may not send, and accepts what the system
// shares with the app.
import type { WorkboxPlugin } from 'workbox-core';
import { addPlugins, type PrecacheEntry, precacheAndRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';
import { headers } from '../tools/page-security';
import {
  putIntoInbox,
  refuseAsTooMuch,
  roomInInbox,
  SHARED_FIELD,
  type WorkerNews,
} from './app/inbox';
import { mayKeep } from './app/may-keep';

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

/** If something else comes while a version is installed, the whole version is not. */
const onlyWhatWasAsked: WorkboxPlugin = {
  cacheWillUpdate: async ({ request, response }) =>
    mayKeep(request.url, response) ? response : null,
};

/** The engine asks again past every cache for a file that it could not use. */
const askedAgain: WorkboxPlugin = {
  async cachedResponseWillBeUsed({ event, cachedResponse }) {
    const again = event instanceof FetchEvent && event.request.cache === 'reload';
    return again ? null : cachedResponse;
  },
};

const scope = self.registration.scope;
const entries = self.__WB_MANIFEST.filter((entry) => typeof entry !== 'string');
const isLater = ({ url }: PrecacheEntry) => /^backbones\/(?!mobilenet-v2\/)/.test(url);

addPlugins([withHeaders, askOnly, onlyWhatWasAsked, askedAgain]);
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
      onlyWhatWasAsked,
      askedAgain,
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

/** Puts shared files where the page finds them. The page asks before it takes them. */
async function takeShared({ request }: { request: Request }): Promise<Response> {
  if (maySystemSend(request)) await takeForm(request);
  for (const window of await windows()) window.postMessage('inbox' satisfies WorkerNews);
  return Response.redirect(scope, 303);
}

/**
 * False for what another site sends. Chromium gives a request that no page began the origin "null",
 * and keeps Sec-Fetch-Site from service workers. A site can hide its origin behind "null" as well,
 * which is why the page asks before it takes anything.
 */
function maySystemSend({ headers: sent }: Request): boolean {
  const origin = sent.get('Origin') ?? 'null';
  const site = sent.get('Sec-Fetch-Site') ?? 'none';
  return ['null', self.location.origin].includes(origin) && ['none', 'same-origin'].includes(site);
}

async function takeForm(request: Request): Promise<void> {
  let left = await roomInInbox();
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(part, controller) {
      left -= part.length;
      if (left < 0) controller.error(new RangeError('too much was shared'));
      else controller.enqueue(part);
    },
  });
  try {
    // Firefox does not show the body of a request as a stream.
    const body = request.body ? request.body.pipeThrough(counted) : await request.blob();
    const form = await new Response(body, {
      headers: { 'Content-Type': request.headers.get('Content-Type') ?? '' },
    }).formData();
    await putIntoInbox(form.getAll(SHARED_FIELD).filter((each) => each instanceof File));
  } catch (error) {
    if (left >= 0) throw error;
    await refuseAsTooMuch();
  }
}
