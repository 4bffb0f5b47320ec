// The app as seen by a system that can install it.
import { Apprentice } from './apprentice';
import { test } from './bare-server';
import { browserOptions } from './browser';
import { pictures } from './scenes';
import { expect } from './test';

// The headless shell cannot install anything.
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
