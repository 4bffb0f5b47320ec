import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { workerOptions } from './tools/threaded-wasm';

// Cross-origin isolation lets the page use SharedArrayBuffer, which threaded wasm needs.
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  base: './',
  plugins: [react()],
  server: { headers: isolation },
  preview: { headers: isolation },
  worker: workerOptions,
  build: { target: 'es2022' },
  test: {
    include: ['src/**/*.test.ts', 'bench/**/*.test.ts'],
    environment: 'node',
    testTimeout: 30_000,
    // tfjs ships its gradients as ES modules in a CommonJS package: Node cannot load them by itself.
    server: { deps: { inline: [/tfjs-core\/dist/] } },
  },
});
