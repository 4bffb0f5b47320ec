// The app as seen by a system that can install it, and by another site that embeds it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator } from '@playwright/test';
import { Apprentice, type TestFile } from './apprentice';
import { test } from './bare-server';
import { browserOptions } from './browser';
import { pictures } from './scenes';
import { expect } from './test';

// The headless shell cannot install anything, and gives storage to pages inside other sites' pages.
test.use({ serviceWorkers: 'allow', launchOptions: browserOptions({ whole: true }) });

test('a browser can install it, and share pictures with it', async ({
  page,
  context,
  baseURL,
  watch,
}) => {
  const app = new Apprentice(page);
  await app.open();
  await page.evaluate(() => navigator.serviceWorker.ready);
  const devtools = await context.newCDPSession(page);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  // A test's profile is always private. Nothing else is in the way.
  const errors = installabilityErrors.map(({ errorId }) => errorId);
  expect(errors.filter((id) => id !== 'in-incognito')).toEqual([]);
  const manifest = await devtools.send('Page.getAppManifest');
  expect(manifest.errors).toEqual([]);

  // The system sends this when a picture is shared: a form that no page began. Another site can
  // hide behind the same origin, so the page asks.
  const share = async (from: string, count: number) => {
    await page.goto(from);
    await page.setContent(
      `<form action="${baseURL}share" method="post" enctype="multipart/form-data">
         <input type="file" name="files" multiple /><button>Share</button>
       </form>`,
    );
    await page.locator('input').setInputFiles(pictures('stripes', count));
    await page.getByRole('button', { name: 'Share' }).click();
    await page.waitForURL(baseURL ?? '');
  };
  const question = (words: string) =>
    page.getByRole('alert').filter({ hasText: `${words} shared with this page.` });
  await share('about:blank', 2);
  await expect(question('2 pictures were')).toBeVisible();
  await expect(app.badge).toBeVisible();
  await expect(app.class('Class 1').getByText('2 pictures', { exact: true })).toHaveCount(0);
  await page.reload();
  await question('2 pictures were').getByRole('button', { name: 'Yes' }).click();
  await app.expectCount('Class 1', 2);

  // The other site has no icon.
  for (const part of ['request to another origin: http://localhost', '404']) watch.allow(part);
  // What another site sends is not even asked about.
  await share(`${baseURL?.replace('127.0.0.1', 'localhost')}licences.json`, 3);
  await share('about:blank', 1);
  await question('A picture was').getByRole('button', { name: 'No' }).click();
  await expect(question('')).toBeHidden();
  await page.reload();
  await app.expectCount('Class 1', 2);
  await expect(question('')).toBeHidden();
});

test("inside another site's page, where the browser refuses storage and locks, it works in memory", async ({
  page,
  baseURL,
  watch,
}) => {
  watch.allow('request to another origin');
  const outer = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(
      `<!doctype html><html lang="en"><title>Lesson</title><main><h1>Lesson</h1>
     <iframe title="app" src="${baseURL}" width="1300" height="800"></iframe></main></html>`,
    );
  });
  await new Promise<void>((resolve) => outer.listen(0, resolve));
  const { port } = outer.address() as AddressInfo;
  await page.goto(`http://localhost:${port}/`);
  const frame = page.frameLocator('iframe');
  await expect(frame.getByRole('button', { name: 'Kept in this tab only' })).toBeVisible();
  const choose = async (button: Locator, files: TestFile[]) => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
    await chooser.setFiles(files);
  };
  for (const [name, scene] of [
    ['Class 1', 'stripes'],
    ['Class 2', 'dots'],
  ] as const) {
    const card = frame.getByRole('region', { name, exact: true });
    const button = card.getByRole('button', { name: /^(Files|Choose pictures)$/ });
    await choose(button, pictures(scene, 5));
    await expect(card.getByText('5 pictures', { exact: true })).toBeAttached();
  }
  await expect(frame.getByText(/from all 10\./)).toBeVisible();
  const panel = frame.getByRole('region', { name: 'Try', exact: true });
  await panel.getByRole('radio', { name: 'Picture' }).click();
  await choose(panel.getByRole('button', { name: /choose|another/i }), pictures('dots', 1, 99));
  await expect(panel.getByText(/^Class 2/).first()).toBeVisible();
  outer.close();
  outer.closeAllConnections();
});
