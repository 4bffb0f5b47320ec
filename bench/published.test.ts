// How others publish the app: nginx's headers must equal the app's own, and no server lets a file
// that is missing for a moment be remembered as missing.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { headers } from '../tools/page-security';
import { serve } from './server';

const conf = readFileSync('tools/nginx.conf', 'utf8');

it('nginx adds the headers that the app wants', () => {
  const lines = conf.matchAll(/add_header (\S+) "(.*)" always;/g);
  expect(Object.fromEntries(Array.from(lines, ([, name, value]) => [name, value]))).toEqual(
    headers,
  );
});

/** How long nginx lets a response be kept, by the map in its configuration. */
function keptByNginx(status: number, uri: string): string | undefined {
  const [, rules = ''] = /map \$status:\$uri \$kept \{(.*?)\n\}/s.exec(conf) ?? [];
  const lines = rules.matchAll(/^ {2}(\S+) "?([^"\n]*?)"?;$/gm);
  const all = Array.from(lines, ([, pattern = '', value]) => ({ pattern, value }));
  const matched = all.find(
    ({ pattern }) =>
      pattern.startsWith('~') && new RegExp(pattern.slice(1)).test(`${status}:${uri}`),
  );
  return (matched ?? all.find(({ pattern }) => pattern === 'default'))?.value;
}

it('nginx lets no failure be kept, and what never changes for ever', () => {
  expect(keptByNginx(404, '/assets/none.js')).toBe('no-store');
  expect(keptByNginx(503, '/index.html')).toBe('no-store');
  expect(keptByNginx(200, '/assets/some.js')).toContain('immutable');
  expect(keptByNginx(304, '/assets/some.js')).toContain('immutable');
  expect(keptByNginx(200, '/index.html')).toBe('no-cache');
  expect(keptByNginx(200, '/backbones/assets/card.json')).toBe('no-cache');
});

it('the server of the tests lets no failure be kept', async () => {
  const server = await serve({ '/': 'public' });
  try {
    const { status, headers: sent } = await fetch(`${server.url}assets/none.js`);
    expect(status).toBe(404);
    expect(sent.get('Cache-Control')).toBe('no-store');
  } finally {
    server.close();
  }
});
