import { defineConfig } from '@playwright/test';
import { browserOptions } from './e2e/browser';

/** Another port lets two checkouts be tested on one machine. */
const port = Number(process.env.APPRENTICE_E2E_PORT ?? 4180);

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // Two cores: one browser at a time keeps the timings of the page honest.
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  use: {
    baseURL: `http://localhost:${port}/`,
    locale: 'en-GB',
    viewport: { width: 1440, height: 900 },
    launchOptions: browserOptions(),
    trace: 'retain-on-failure',
  },
  webServer: {
    // `npm test` has built it already.
    command: `${process.env.APPRENTICE_BUILT ? '' : 'npm run --silent build && '}npx vite preview --port ${port} --strictPort`,
    url: `http://localhost:${port}/`,
    reuseExistingServer: false,
  },
});
