// The app as one script that can be run again and again, each time as another page.

import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import { build } from 'vite';

export type App = typeof import('./app');

/** Runs the app's code in a world: an object with everything that a page finds around itself. */
export type Page = (world: object) => App;

export async function buildPage(): Promise<Page> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('../..', import.meta.url)),
    define: { 'import.meta.url': '"http://localhost/page.js"' },
    ssr: { noExternal: true, target: 'webworker' },
    build: {
      write: false,
      ssr: fileURLToPath(new URL('app.ts', import.meta.url)),
      minify: false,
      target: 'esnext',
      rolldownOptions: { output: { format: 'iife', name: 'app', codeSplitting: false } },
    },
  });
  const [chunk] = Array.isArray(built) ? built.flatMap(({ output }) => output) : [];
  const [only] = 'output' in built ? built.output : [chunk];
  if (only?.type !== 'chunk') throw new Error('the app was not built into one script');
  // What is not the app's own is looked up in the world first, even if it changes meanwhile.
  const body = `with (world) { return (function () { 'use strict'; ${only.code}; return app; })(); }`;
  return compileFunction(body, ['world'], { filename: 'app.js' }) as Page;
}
