// The app without a network, as an installed app, and when a new version arrives.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { Apprentice } from './apprentice';
import { test } from './bare-server';
import { picture, pictures } from './scenes';
import { expect } from './test';

test.use({ serviceWorkers: 'allow' });

/** Opens the page and waits until everything that a visit without a network needs is stored. */
async function openAndKeep(app: Apprentice): Promise<void> {
  await app.open();
  await app.page.getByRole('button', { name: 'About', exact: true }).click();
  await expect(app.page.getByText(/^It is kept on this device/)).toBeVisible();
  await app.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
}

const isolated = (page: Page) => page.evaluate(() => crossOriginIsolated);

test('the second visit needs no network: it learns, answers, explains and keeps', async ({
  page,
  context,
}) => {
  const app = new Apprentice(page);
  await openAndKeep(app);
  // The server adds no headers. The service worker does so from the next visit on, and reloads
  // nothing for it.
  expect(await isolated(page)).toBe(false);

  await context.setOffline(true);
  await page.reload();
  await expect(app.badge).toBeVisible();
  expect(await isolated(page)).toBe(true);
  // What the page never asks of the device is refused to whatever runs in it.
  const allowed = await page.evaluate(() => {
    const { featurePolicy } = document as unknown as {
      featurePolicy: { allowsFeature(name: string): boolean };
    };
    return ['camera', 'geolocation', 'usb'].filter((name) => featurePolicy.allowsFeature(name));
  });
  expect(allowed).toEqual(['camera']);
  await app.teach(pictures('stripes', 12), pictures('dots', 12));
  await app.expectLearned(24);
  await app.expectSaved();
  await app.tryPicture({ name: 'new.png', mimeType: 'image/png', buffer: picture('dots', 99) });
  await app.expectAnswer('Dots');
  await page.getByRole('radio', { name: 'Look closer' }).click();
  await expect(page.getByLabel(/^Map of 24 pictures/)).toBeVisible();
  await page.getByRole('button', { name: /中文/ }).click();
  await expect(page.getByRole('heading', { name: '看仔细' })).toBeVisible();
  await page.getByRole('button', { name: /English/ }).click();

  // The view stays on the screen.
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Look closer' })).toBeVisible();
  await page.getByRole('radio', { name: 'Workspace' }).click();
  await app.expectCount('Stripes', 12);
  await expect(app.badge).toBeVisible();
  await app.tryPicture({ name: 'new.png', mimeType: 'image/png', buffer: picture('stripes', 98) });
  await app.expectAnswer('Stripes');
});

test('the other backbone is kept when it is used first, unless it is not what it should be', async ({
  page,
  context,
  folder,
}) => {
  const app = new Apprentice(page);
  await openAndKeep(app);
  await app.choose('Class 1', pictures('stripes', 1));
  await app.expectCount('Class 1', 1);
  await app.train.getByRole('button', { name: 'Advanced' }).click();
  const backbone = app.train.getByLabel('Backbone', { exact: true });
  // Something on the way sends other bytes under its name, and the service worker keeps them.
  const weights = join(folder, 'backbones/efficientnet-lite0/weights.bin');
  const right = readFileSync(weights);
  writeFileSync(weights, 'blocked');
  await backbone.selectOption({ index: 1 });
  await expect(app.train.getByText(/damaged|could not be loaded/).first()).toBeVisible();
  writeFileSync(weights, right);
  await backbone.selectOption({ index: 1 });
  // The choice is written when the backbone is there. A reload before that forgets it.
  await expect(app.bar.getByRole('button', { name: 'Undo: Changed a setting' })).toBeVisible();
  await app.expectSaved();
  await app.badge.click();
  await expect(
    page
      .getByRole('dialog')
      .getByText(/EfficientNet-Lite0/)
      .first(),
  ).toBeVisible();

  await context.setOffline(true);
  await page.reload();
  await expect(app.badge).toBeVisible();
  await app.badge.click();
  await expect(
    page
      .getByRole('dialog')
      .getByText(/EfficientNet-Lite0/)
      .first(),
  ).toBeVisible();
});

/** Publishes another version, in which the page differs. */
function publishAnother(folder: string): void {
  const html = join(folder, 'index.html');
  writeFileSync(html, readFileSync(html, 'utf8').replace('<html ', '<html data-version="new" '));
  const worker = join(folder, 'service-worker.js');
  const script = readFileSync(worker, 'utf8');
  const other = script.replace(/("revision":")\w+(","url":"index\.html")/, '$1another$2');
  expect(other).not.toBe(script);
  writeFileSync(worker, other);
}

test('a new version is offered and forced on nobody', async ({ page, context, folder, watch }) => {
  const app = new Apprentice(page);
  await openAndKeep(app);
  publishAnother(folder);
  const html = page.locator('html');
  await page.reload();
  await expect(app.badge).toBeVisible();
  const offer = page.getByText(/^A new version is here/);
  await expect(offer).toBeVisible();
  await app.choose('Class 1', pictures('stripes', 2));
  await app.expectCount('Class 1', 2);
  await expect(html).not.toHaveAttribute('data-version');

  const load = page.getByRole('button', { name: 'Load it now' });
  const other = await context.newPage();
  watch.also(other);
  await other.goto(page.url());
  await load.click();
  await expect(page.getByText(/is open in another tab or window as well/)).toBeVisible();
  await expect(html).not.toHaveAttribute('data-version');

  await other.close();
  await load.click();
  await expect(html).toHaveAttribute('data-version', 'new');
  await app.expectCount('Class 1', 2);
  await expect(offer).toBeHidden();
});

test('files that the system opens with it go in', async ({ page }) => {
  // This stands in for the browser, which hands over what was opened. Tests cannot do that.
  await page.addInitScript(() => {
    const launchQueue = {
      setConsumer: (consumer: unknown) => Object.assign(globalThis, { consumer }),
    };
    Object.defineProperty(globalThis, 'launchQueue', { value: launchQueue });
  });
  const app = new Apprentice(page);
  await app.open();
  // The browser keeps the files until the page asks for them. This stand-in does not.
  await page.waitForFunction(() => 'consumer' in globalThis);
  const bytes = picture('dots', 1).toString('base64');
  await page.evaluate(async (base64) => {
    const folder = await navigator.storage.getDirectory();
    const handle = await folder.getFileHandle('dots.png', { create: true });
    const file = await handle.createWritable();
    await file.write(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
    await file.close();
    const { consumer } = globalThis as unknown as {
      consumer(launch: { files: FileSystemFileHandle[] }): void;
    };
    consumer({ files: [handle] });
  }, bytes);
  await app.expectCount('Class 1', 1);
});
