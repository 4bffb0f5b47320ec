// Serves folders to the browser of a bench or a test, on this machine only.
import { createReadStream, statSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { createGzip } from 'node:zlib';
import { isolation } from '../tools/page-security';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

export interface StaticServer {
  /** `http://127.0.0.1:PORT/` */
  url: string;
  close(): void;
}

/**
 * Serves each folder under its prefix, which begins and ends with a slash. The first matching
 * prefix counts. The pages are cross-origin isolated like the app's, unless other headers are
 * given. `compress` gzips responses, as a good server does.
 */
export async function serve(
  folders: Record<string, string>,
  headers: Record<string, string> = isolation,
  { compress = false } = {},
): Promise<StaticServer> {
  const server = createServer((request, response) => {
    // Nothing is kept, whatever its status, because a test may change it.
    response.setHeader('Cache-Control', 'no-store');
    const path = fileOf(folders, request.url ?? '/');
    if (path === undefined) {
      response.writeHead(404).end();
      return;
    }
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.setHeader('Content-Type', TYPES[extname(path)] ?? 'application/octet-stream');
    send(path, response, compress && /\.(html|js|css|json|svg|wasm)$/.test(path));
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', listening);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function send(path: string, response: ServerResponse, compress: boolean): void {
  const file = createReadStream(path).on('error', () => response.destroy());
  if (!compress) {
    file.pipe(response);
    return;
  }
  response.setHeader('Content-Encoding', 'gzip');
  file.pipe(createGzip()).pipe(response);
}

function fileOf(folders: Record<string, string>, url: string): string | undefined {
  const { pathname } = new URL(url, 'http://localhost');
  const prefix = Object.keys(folders).find((each) => pathname.startsWith(each));
  if (prefix === undefined) return undefined;
  let inside: string;
  try {
    inside = normalize(decodeURIComponent(pathname.slice(prefix.length)));
  } catch {
    return undefined;
  }
  if (inside.startsWith('..')) return undefined;
  const path = join(folders[prefix] ?? '', inside, pathname.endsWith('/') ? 'index.html' : '');
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? path : undefined;
}
