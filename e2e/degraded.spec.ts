// Browsers that lack something or refuse it. The main job works there, and one sentence says what
// is different; or one sentence says which browser is needed.
import type { Page, Route } from '@playwright/test';
import { Apprentice } from './apprentice';
import { fakeCamera } from './fake-camera';
import { picture, pictures } from './scenes';
import { expect, expectAccessible, test } from './test';

const { launchOptions } = fakeCamera('degraded', ['stripes']);
test.use({ launchOptions });

/** Teaches two classes, and has a picture answered. */
async function doMainJob(app: Apprentice): Promise<void> {
  await app.teach(pictures('stripes', 5), pictures('dots', 5));
  await app.expectLearned(10);
  await app.tryPicture({ name: 'new.png', mimeType: 'image/png', buffer: picture('dots', 99) });
  await app.expectAnswer('Dots');
}

/** Takes away what Chrome 109 did not have yet. */
const NEWER = `
  for (const type of [Array, Object.getPrototypeOf(Uint8Array)]) {
    for (const name of ['toSorted', 'toReversed', 'toSpliced', 'with']) delete type.prototype[name];
  }
  delete Array.fromAsync; delete Promise.withResolvers; delete Promise.try;
  delete Object.groupBy; delete Map.groupBy; delete globalThis.Iterator;
  for (const name of ['union', 'difference', 'intersection']) delete Set.prototype[name];
`;

const REFUSED_LOCKS = `
  LockManager.prototype.request = () => Promise.reject(new DOMException('', 'SecurityError'));
`;

/** Does in each worker what an init script does in a page. */
async function inWorkers(page: Page, script: string): Promise<void> {
  await page.route('**/assets/*orker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${script};${await response.text()}` });
  });
}

/** Refuses everything that a browser refuses when a person blocks cookies and site data. */
function blockSiteData(): void {
  const refused = () => new DOMException('The request was denied.', 'SecurityError');
  for (const name of ['indexedDB', 'localStorage', 'sessionStorage', 'caches']) {
    Object.defineProperty(globalThis, name, {
      configurable: true,
      get() {
        throw refused();
      },
    });
  }
  const reject = () => Promise.reject(refused());
  Object.assign(LockManager.prototype, { request: reject, query: reject });
  Object.assign(StorageManager.prototype, { estimate: reject, persist: reject, persisted: reject });
  Object.assign(globalThis, {
    BroadcastChannel: class {
      constructor() {
        throw refused();
      }
    },
  });
}

const inMemory = (app: Apprentice) =>
  expect(app.bar.getByRole('button', { name: 'Kept in this tab only' })).toBeVisible();

test('site data blocked, in a browser of 2023: all of it works in memory, and no part takes the rest along', async ({
  page,
  watch,
}) => {
  watch.allow('net::ERR_FAILED');
  watch.allow('NotLoaded');
  await page.addInitScript(NEWER);
  await page.addInitScript(blockSiteData);
  await inWorkers(page, `${NEWER};${REFUSED_LOCKS}`);
  const app = new Apprentice(page);
  await app.open();
  await inMemory(app);
  await doMainJob(app);
  await app.bar.getByRole('button', { name: 'Kept in this tab only' }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('dialog').getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/\.zip$/);
  await page.keyboard.press('Escape');
  await app.bar.getByRole('button', { name: /^Undo: Added/ }).click();
  await app.bar.getByRole('button', { name: /^Redo: Added/ }).click();
  await app.expectCount('Dots', 5);

  // A part that does not load fails alone, and is really asked for again.
  const abort = (route: Route) => route.abort();
  await page.route('**/inspect-view-*', abort);
  await page.getByRole('radio', { name: 'Look closer' }).click();
  const problem = page.getByRole('main').getByText('This part of the page did not load.');
  await expect(problem).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(problem).toBeVisible();
  await page.unroute('**/inspect-view-*', abort);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'Look closer' })).toBeVisible();
  await expect(problem).toHaveCount(0);
  expect(
    await page.evaluate(() =>
      [...document.querySelectorAll('link')].some(({ rel, href, sheet }) =>
        rel === 'stylesheet' ? /inspect-view/.test(href) && sheet !== null : false,
      ),
    ),
  ).toBe(true);
  await page.getByRole('radio', { name: 'Workspace' }).click();
  await app.expectCount('Stripes', 5);

  // All of it would be lost with the page, so the page asks.
  const asked = page.waitForEvent('dialog');
  const left = page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await left;
  await app.expectCount('Stripes', 5);
});

test('a recording that cannot be kept says so at once; one that waits for the disk is kept', async ({
  page,
  watch,
}) => {
  watch.allow('net::ERR_FAILED');
  await page.addInitScript(() => {
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (...of) {
      if ('isClosed' in globalThis) throw new DOMException('It is closing.', 'InvalidStateError');
      return transaction.apply(this, of);
    };
  });
  const isOfPictures = (text: string) => text.includes('not-a-picture');
  await page.route('**/assets/worker-*.js', async (route) => {
    const response = await route.fetch();
    if (isOfPictures(await response.text())) await route.abort();
    else await route.fulfill({ response });
  });
  const app = new Apprentice(page);
  await app.open();
  const card = app.class('Class 1');
  await card.getByRole('button', { name: 'Turn the camera on' }).click();
  const hold = card.getByRole('button', { name: /Hold to record/ });
  await hold.hover();
  await page.mouse.down();
  const stopped = card.getByRole('alert').getByText(/^The recording stopped: a part of this page/);
  await expect(stopped).toBeVisible();
  await expect(hold).toBeVisible();
  await page.mouse.up();
  await expectAccessible(page);

  // The part is there again, and then the browser closes its storage for a moment.
  await page.unroute('**/assets/worker-*.js');
  await page.evaluate(() => Object.assign(globalThis, { isClosed: true }));
  await hold.hover();
  await page.mouse.down();
  await expect(app.bar.getByText(/^Saving [1-9]/)).toBeVisible();
  await expect(stopped).toHaveCount(0);
  await page.evaluate(() => Reflect.deleteProperty(globalThis, 'isClosed'));
  await app.expectAtLeast('Class 1', 8);
  await page.mouse.up();
  await app.expectSaved();
});

test('no locks and no channel, as on a page that is not secure: all is kept; no OffscreenCanvas: one sentence says which browser is needed', async ({
  page,
  context,
}) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, 'locks');
    Reflect.deleteProperty(globalThis, 'BroadcastChannel');
  });
  const app = new Apprentice(page);
  await app.open();
  await doMainJob(app);
  await app.expectSaved();

  const old = await context.newPage();
  await old.addInitScript(() => Reflect.deleteProperty(globalThis, 'OffscreenCanvas'));
  await old.goto('./');
  await expect(old.getByRole('alert')).toHaveText(
    /^This browser is too old for this page\. It needs Chrome/,
  );
  await expect(old.getByText('Show it two things.')).toBeHidden();
  await old.close();
});
