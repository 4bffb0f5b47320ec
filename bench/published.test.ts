// The configuration with which others publish the app: nginx's headers must equal the app's own.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { headers } from '../tools/page-security';

it('nginx adds the headers that the app wants', () => {
  const lines = readFileSync('tools/nginx.conf', 'utf8').matchAll(
    /add_header (\S+) "(.*)" always;/g,
  );
  expect(Object.fromEntries(Array.from(lines, ([, name, value]) => [name, value]))).toEqual(
    headers,
  );
});
