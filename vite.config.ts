import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { firstPaint } from './tools/first-paint.ts';
import { licences, noteShipped } from './tools/licences.ts';
import { offline } from './tools/offline.ts';
import { constructedStyles, headers, isolation, pagePolicy } from './tools/page-security.ts';
import { standalone } from './tools/standalone.ts';
import { workerOptions } from './tools/threaded-wasm.ts';

export default defineConfig({
  base: './',
  // A file that is missing is an error, and never the page in its place.
  appType: 'mpa',
  plugins: [
    react(),
    constructedStyles(),
    pagePolicy(),
    firstPaint(),
    standalone(),
    noteShipped(),
    licences(),
    offline(),
  ],
  server: { headers: isolation },
  preview: { headers },
  worker: { ...workerOptions, plugins: () => [...workerOptions.plugins(), noteShipped()] },
  build: {
    target: 'es2022',
    // The engine comes after the first paint. `check:size` holds what comes before it.
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      checks: { bundlerTimings: false },
      output: {
        // What the first view waits for in two files, each run in a task of its own: left to itself
        // it is cut by who shares what, and each piece is compressed alone.
        codeSplitting: {
          groups: [
            { name: 'libraries', tags: ['$initial'], test: /node_modules.*\.[cm]?js$/ },
            { name: 'page', tags: ['$initial'] },
          ],
        },
      },
    },
  },
  test: {
    include: ['{src,bench,tools}/**/*.test.ts'],
    environment: 'node',
    // A hang ends here. No test is about time, so none gives a limit of its own.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // A second one reads while the first computes, on two cores as well.
    maxWorkers: '100%',
    setupFiles: ['tools/unit-setup.ts'],
    // tfjs ships its gradients as ES modules in a CommonJS package: Node cannot load them by
    // itself.
    server: { deps: { inline: [/tfjs-core\/dist/] } },
  },
});
