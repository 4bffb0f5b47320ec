import { expect, test } from 'vitest';
import { mayKeep } from './may-keep';

const HTML = 'text/html; charset=utf-8';

test.each<[name: string, type: string | undefined, status: number, kept: boolean]>([
  ['index.html', HTML, 200, true],
  ['', HTML, 200, true],
  ['assets/page.js', 'text/javascript', 200, true],
  ['backbones/a/weights.bin', 'application/octet-stream', 200, true],
  ['backbones/a/LICENSE.txt', 'text/plain', 200, true],
  ['backbones/a/weights.bin', undefined, 200, true],
  ['backbones/a/weights.bin', HTML, 200, false],
  ['backbones/a/card.json', HTML, 200, false],
  ['assets/page.js', 'TEXT/HTML', 200, false],
  ['index.html', 'application/json', 200, false],
  ['assets/page.js', 'text/javascript', 404, false],
  ['assets/page.js', 'text/javascript', 206, false],
])('%s as %s with %i: %s', (name, type, status, kept) => {
  const response = new Response(new Uint8Array(1), {
    status,
    headers: type ? { 'Content-Type': type } : {},
  });
  expect(mayKeep(`https://example.org/app/${name}?__WB_REVISION__=1`, response)).toBe(kept);
});
