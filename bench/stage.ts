// Where a bench runs: the harness's pages, built from the app's sources, in a real browser.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { browserOptions } from '../e2e/browser';
import type { BackendName } from '../src/model/backend';
import { workerOptions } from '../tools/threaded-wasm';
import { serve } from './server';

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));
const HARNESS = `${REPOSITORY}bench/harness`;
/** A folder for each run, because several may run at the same time. */
const BUILT = `${REPOSITORY}node_modules/.cache/apprentice-bench/${process.pid}`;

export interface Stage {
  /** Opens NAME.html of the harness. */
  open(name: HarnessPage): Promise<Page>;
  browserVersion: string;
  close(): Promise<void>;
}

export type HarnessPage = 'eval' | 'bench' | 'library';

/**
 * @param pages those that will be opened
 * @param folders served besides the harness and the backbones, by prefix (see `serve`)
 */
export async function setStage(
  pages: readonly HarnessPage[],
  folders: Record<string, string>,
  backend: BackendName | undefined,
): Promise<Stage> {
  const { args = [], ...options } = browserOptions();
  await buildHarness(pages);
  const server = await serve({
    ...folders,
    '/backbones/': `${REPOSITORY}public/backbones`,
    '/': BUILT,
  });
  const end = () => {
    server.close();
    rmSync(BUILT, { recursive: true, force: true });
  };
  try {
    const browser = await chromium.launch({
      ...options,
      args: backend === 'webgpu' ? [...args, '--enable-unsafe-webgpu'] : args,
    });
    const context = await browser.newContext();
    return {
      browserVersion: browser.version(),
      async open(name) {
        const page = await context.newPage();
        page.on('pageerror', (error) => console.error(`${name} page: ${error.message}`));
        await page.goto(`${server.url}${name}.html`, { waitUntil: 'load' });
        return page;
      },
      async close() {
        await browser.close();
        end();
      },
    };
  } catch (error) {
    end();
    throw error;
  }
}

async function buildHarness(pages: readonly HarnessPage[]): Promise<void> {
  await build({
    configFile: false,
    root: HARNESS,
    base: './',
    publicDir: false,
    logLevel: 'error',
    // The same as in the app's vite.config.ts.
    worker: workerOptions,
    build: {
      target: 'es2022',
      outDir: BUILT,
      emptyOutDir: true,
      chunkSizeWarningLimit: 5000,
      rolldownOptions: { input: pages.map((name) => `${HARNESS}/${name}.html`) },
    },
  });
}
