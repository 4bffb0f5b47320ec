import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { browserOptions } from './e2e/browser';
import { PATIENCE } from './e2e/patience';

/** Another port lets two checkouts be tested on one machine. */
const port = Number(process.env.APPRENTICE_E2E_PORT ?? 4180);

/** Firefox and WebKit, by drivers of their own. */
const OTHER_BROWSERS = '**/other-browsers/*.spec.ts';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // One more than there are cores at least: a page often waits for its worker.
  workers: Math.max(3, Math.ceil(availableParallelism() / 2)),
  fullyParallel: true,
  retries: 0,
  // A hang ends here. No test is about time, so none gives a limit of its own.
  timeout: 1_200_000,
  expect: { timeout: PATIENCE },
  forbidOnly: true,
  projects: [
    { name: 'chromium', testIgnore: OTHER_BROWSERS },
    // One browser at a time: WebKit's driver takes no more.
    { name: 'other-browsers', testMatch: OTHER_BROWSERS, workers: 1 },
  ],
  use: {
    baseURL: `http://localhost:${port}/`,
    locale: 'en-GB',
    viewport: { width: 1440, height: 900 },
    launchOptions: browserOptions(),
    // It fetches the whole app again, in each test; those that are about it allow it.
    serviceWorkers: 'block',
    // Recording costs an eighth of the run's time: only for looking into a failure.
    trace: process.env.APPRENTICE_TRACE ? 'retain-on-failure' : 'off',
  },
  webServer: {
    // `npm test` has built it already.
    command: `${process.env.APPRENTICE_BUILT ? '' : 'npm run --silent build && '}npx vite preview --port ${port} --strictPort`,
    url: `http://localhost:${port}/`,
    reuseExistingServer: false,
    timeout: PATIENCE,
  },
});
