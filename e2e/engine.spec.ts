import type { Page } from '@playwright/test';
import { Apprentice } from './apprentice';
import { picture, pictures } from './scenes';
import { expect, test } from './test';

test('wasm comes before a renderer in software, and the badge says why', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await expect(app.badge).toHaveText(/^WebAssembly/);
  await app.badge.click();
  const why = page.getByRole('dialog');
  await expect(why.getByRole('listitem').filter({ hasText: 'WebGPU' })).toContainText(
    /does not have/,
  );
  await expect(why.getByRole('listitem').filter({ hasText: 'WebGL' })).toContainText(/SwiftShader/);
  await expect(why.getByRole('listitem').filter({ hasText: 'WebAssembly' })).toContainText(
    'In use',
  );
});

test('a forced backend that is not there gives way to the next', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open('?backend=webgpu');
  await expect(app.badge).toHaveText(/^WebAssembly/);
});

/** Runs a line of script in each worker before its own script. */
async function inWorkers(page: Page, line: string) {
  await page.route('**/assets/worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${line}\n${await response.text()}` });
  });
}

const FOUR_CORES = `Object.defineProperty(navigator, 'hardwareConcurrency', { value: 4 });`;

test('wasm uses threads where the machine has cores for them', async ({ page }) => {
  await inWorkers(page, FOUR_CORES);
  const app = new Apprentice(page);
  await app.open();
  await app.badge.click();
  const wasm = page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'WebAssembly' });
  await expect(wasm).toContainText('2 threads');
  await expect(wasm).toContainText('In use');
});

test('threads that fail to start give way to one', async ({ page, watch }) => {
  watch.allow('no thread here');
  // This breaks what tfjs makes its threads from. They are the only workers that the engine starts.
  await inWorkers(
    page,
    `${FOUR_CORES}
     self.Worker = class extends Worker {
       constructor() {
         super(URL.createObjectURL(new Blob(['throw new Error("no thread here")'])));
       }
     };`,
  );
  const app = new Apprentice(page);
  await app.open();
  await app.badge.click();
  const wasm = page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'WebAssembly' });
  await expect(wasm).toContainText('1 thread');
  await expect(wasm).toContainText('In use');
});

test('the worker killed during training: replaced, trained again, nothing lost', async ({
  page,
}) => {
  const app = new Apprentice(page);
  await app.open();
  await app.train.getByRole('switch', { name: 'Learn as pictures arrive' }).click();
  await app.teach(pictures('stripes', 10), pictures('dots', 10));
  await app.train.getByRole('button', { name: 'Advanced' }).click();
  await app.train.getByLabel('Head', { exact: true }).selectOption('MLP');
  await app.train.getByLabel('Most epochs').fill('100');
  await page.keyboard.press('Enter');
  await app.train.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(app.train.getByText(/Epoch \d/).first()).toBeVisible();
  const worker = await app.engineWorker();
  await worker.evaluate(() => self.close());
  await expect.poll(() => page.workers().includes(worker)).toBe(false);
  await expect
    .poll(() =>
      app.engineWorker().then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  await expect(app.train.getByText(/epochs? in/)).toBeVisible();
  await app.expectCount('Stripes', 10);
  await app.tryPicture({ name: 'new.png', mimeType: 'image/png', buffer: picture('dots', 99) });
  await app.expectAnswer('Dots');
});

test('the worker killed during an import: every picture goes in', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await app.choose('Class 1', pictures('stripes', 80));
  await expect(
    app
      .class('Class 1')
      .getByText(/^Reading [1-9]\d* of 80$/)
      .first(),
  ).toBeVisible();
  await (await app.engineWorker()).evaluate(() => self.close());
  await app.expectCount('Class 1', 80);
  await app.choose('Class 2', pictures('dots', 10));
  await app.expectLearned(90);
});

test('webgl in software computes the same, and a lost context is replaced', async ({ page }) => {
  // The worker's contexts cannot be reached from outside, so its script records them.
  await inWorkers(
    page,
    `const getContext = OffscreenCanvas.prototype.getContext;
     self.contexts = [];
     OffscreenCanvas.prototype.getContext = function (...args) {
       const context = getContext.apply(this, args);
       if (args[0] === 'webgl2' && context) self.contexts.push(context);
       return context;
     };`,
  );
  const app = new Apprentice(page);
  await app.open('?backend=webgl');
  await expect(app.badge).toHaveText(/^WebGL/);
  await app.teach(pictures('stripes', 5), pictures('dots', 5));
  await app.expectLearned(10);
  await app.tryPicture({ name: 'new.png', mimeType: 'image/png', buffer: picture('dots', 99) });
  await app.expectAnswer('Dots');

  const worker = await app.engineWorker();
  await worker.evaluate(() => {
    const { contexts } = self as unknown as { contexts: WebGL2RenderingContext[] };
    const live = contexts.filter((context) => !context.isContextLost());
    for (const context of live) context.getExtension('WEBGL_lose_context')?.loseContext();
  });
  await expect.poll(() => page.workers().includes(worker)).toBe(false);
  await expect(app.badge).toHaveText(/^WebGL/);
  await app.tryPicture({ name: 'new.png', mimeType: 'image/png', buffer: picture('stripes', 98) });
  await app.expectAnswer('Stripes');
});
