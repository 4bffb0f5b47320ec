// `npm run screenshot`: takes the README's picture of the built page after a small task.
import { mkdirSync } from 'node:fs';
import { chromium, expect } from '@playwright/test';
import { serve } from '../bench/server';
import { Apprentice } from '../e2e/apprentice';
import { browserOptions } from '../e2e/browser';
import { picture, pictures } from '../e2e/scenes';

const OUT = 'docs/screenshot.png';

const server = await serve({ '/': 'dist' });
const browser = await chromium.launch(browserOptions());
try {
  const page = await browser.newPage({
    baseURL: server.url,
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
  });
  const app = new Apprentice(page);
  await app.open();
  await app.renameProject('Patterns');
  for (const [index, name] of (['stripes', 'dots'] as const).entries()) {
    const title = `${name[0]?.toUpperCase()}${name.slice(1)}`;
    await app.rename(`Class ${index + 1}`, title);
    await app.choose(title, pictures(name, 30));
    await app.expectCount(title, 30, 60_000);
  }
  await app.expectLearned(60, 60_000);
  await app.tryPicture({ name: 'new.png', mimeType: 'image/png', buffer: picture('dots', 99) });
  await expect(app.try.getByText(/familiar/i).first()).toBeVisible({ timeout: 60_000 });
  await page.waitForTimeout(1500);
  mkdirSync('docs', { recursive: true });
  await page.screenshot({ path: OUT });
} finally {
  await browser.close();
  server.close();
}
