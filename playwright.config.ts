import { defineConfig } from '@playwright/test';
import { browserOptions } from './e2e/browser';

/** Another port lets two checkouts be tested on one machine. */
const port = Number(process.env.APPRENTICE_E2E_PORT ?? 4180);

/** What holds the page to a time, or needs all cores: one browser at a time keeps that honest. */
const ALONE = ['camera', 'engine', 'many', 'smooth', 'transfer-smooth'].map(
  (name) => `**/${name}.spec.ts`,
);

/** Firefox and WebKit, by drivers of their own. */
const OTHER_BROWSERS = '**/other-browsers/*.spec.ts';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 3,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  projects: [
    { name: 'together', testIgnore: [...ALONE, OTHER_BROWSERS] },
    { name: 'alone', testMatch: ALONE, workers: 1 },
    { name: 'other-browsers', testMatch: OTHER_BROWSERS, workers: 1, timeout: 180_000 },
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
  },
});
