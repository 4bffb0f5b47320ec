// The built folder as others would publish it: under a sub-path, on a server that adds no headers.
import { cpSync } from 'node:fs';
import { serve } from '../bench/server';
import { test as inAll } from './test';

const PATH = '/some/sub/path/';

/** The page is at `baseURL`. All of it is a copy in `folder`, which a test may change. */
export const test = inAll.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: a fixture that needs no other
  folder: async ({}, use, info) => {
    const folder = info.outputPath('published');
    cpSync('dist', folder, { recursive: true });
    await use(folder);
  },
  baseURL: async ({ folder }, use) => {
    const server = await serve({ [PATH]: folder }, {});
    await use(`${server.url.slice(0, -1)}${PATH}`);
    server.close();
  },
});
