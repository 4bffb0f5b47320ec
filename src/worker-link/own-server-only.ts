// The first import of every worker: its code speaks with this page's own server and nobody else.
//
// A worker has the policy of its own response, not the page's. On a server that sends no headers it
// has none until the service worker adds them, at the second visit. A worker made from a blob would
// have the page's policy, but the page's would then have to allow blobs and WebAssembly. So what
// could connect is replaced here. `import()` cannot be.

/** @throws TypeError for another origin's address, as a policy does. */
function check(address: string): void {
  const { protocol, origin } = new URL(address, self.location.href);
  if (origin === self.location.origin || protocol === 'blob:' || protocol === 'data:') return;
  throw new TypeError(`a worker speaks with nobody but its own server: ${origin}`);
}

/** Puts something in place of a global, for good. */
function replace(owner: object, name: string, value: unknown): void {
  if (name in owner) Object.defineProperty(owner, name, { value, writable: false });
}

const { fetch: load } = self;
replace(self, 'fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
  check(input instanceof Request ? input.url : String(input));
  return load(input, init);
});

const { open } = XMLHttpRequest.prototype;
replace(XMLHttpRequest.prototype, 'open', function (this: XMLHttpRequest, ...given: unknown[]) {
  check(String(given[1]));
  return Reflect.apply(open, this, given);
});

// No worker needs these. A worker that is a module has no `importScripts`.
for (const name of ['WebSocket', 'WebSocketStream', 'WebTransport', 'EventSource']) {
  replace(self, name, undefined);
}
for (const name of ['add', 'addAll']) {
  if (globalThis.Cache) replace(Cache.prototype, name, undefined);
}

export {};
