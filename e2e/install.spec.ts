// The app as seen by a system that can install it.
import { Apprentice } from './apprentice';
import { test } from './bare-server';
import { browserOptions } from './browser';
import { pictures } from './scenes';
import { expect } from './test';

// The headless shell cannot install anything.
test.use({ serviceWorkers: 'allow', launchOptions: browserOptions({ whole: true }) });

test('a browser can install it, and share pictures with it', async ({ page, context, baseURL }) => {
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

  // The system sends this when a picture is shared: a form, from elsewhere.
  await page.goto('about:blank');
  await page.setContent(
    `<form action="${baseURL}share" method="post" enctype="multipart/form-data">
       <input type="file" name="files" multiple /><button>Share</button>
     </form>`,
  );
  await page.locator('input').setInputFiles(pictures('stripes', 2));
  await page.getByRole('button', { name: 'Share' }).click();
  await page.waitForURL(baseURL ?? '');
  await app.expectCount('Class 1', 2);
});
