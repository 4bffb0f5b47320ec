// Chromium loses a database whose log was torn by a crash, two openings later. The page brings it
// back.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type MortalBrowser, startBrowser } from '../tools/torture/browser';
import { material } from '../tools/torture/material';
import { chance } from '../tools/torture/random';
import { tearLog } from '../tools/torture/torn';
import { Apprentice } from './apprentice';

// A killed browser cannot finish its trace.
test.use({ trace: 'off' });

const broughtBack = ({ page }: Apprentice) => page.getByText(/brought back from the second copy/);

test('a database that the browser loses after a crash comes back with every picture', async ({
  baseURL,
}) => {
  const url = baseURL ?? '';
  test.skip(process.platform !== 'linux', 'finds the processes to kill in /proc');
  const folder = mkdtempSync(join(tmpdir(), 'apprentice-torn-'));
  const profile = join(folder, 'profile');
  const { files, film } = material(join(folder, 'material'), 12);
  const camera = film('camera.y4m', chance(1));
  let browser: MortalBrowser | undefined;
  const visit = async (act: (app: Apprentice) => Promise<void>) => {
    browser = await startBrowser(profile, camera);
    const app = new Apprentice(browser.page);
    await browser.page.goto(url);
    await act(app);
    await browser.kill();
  };
  try {
    await visit(async (app) => {
      await app.rename('Class 1', 'Ants');
      await app.choose('Ants', files(6));
      await app.expectCount('Ants', 6);
      await app.expectSaved();
    });
    // The latest pictures are in the part that goes.
    tearLog(profile, url, (bytes) => Math.floor(0.6 * bytes));
    await visit(async (app) => {
      await app.expectCount('Ants', 6);
      await expect(broughtBack(app)).toBeVisible();
      await app.choose('Ants', files(3));
      await app.expectCount('Ants', 9);
      await app.expectSaved();
    });
    await visit(async (app) => {
      // Now the browser has lost all of it.
      await expect(app.page.getByText(/had lost 9 pictures/)).toBeVisible();
      await expect(broughtBack(app)).toBeVisible();
      await app.expectCount('Ants', 9);
      await app.page.getByRole('button', { name: 'Close', exact: true }).click();
      await app.page.reload();
      await app.expectCount('Ants', 9);
      await expect(app.page.getByText(/brought back/)).toHaveCount(0);
    });
  } finally {
    await browser?.kill();
    rmSync(folder, { recursive: true, force: true });
  }
});
