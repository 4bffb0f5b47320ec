// A person's own model as the backbone, from files.
import type { Locator, Page } from '@playwright/test';
import { graphFiles } from '../src/engine/own/fixtures/graph-model';
import { Apprentice, type TestFile } from './apprentice';
import { picture, pictures } from './scenes';
import { expect, expectAccessible, test } from './test';

async function modelFiles(): Promise<TestFile[]> {
  return Promise.all(
    graphFiles().map(async ({ path, content }) => ({
      name: path.replace('net/', ''),
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(await content.arrayBuffer()),
    })),
  );
}

async function choose(page: Page, dialog: Locator, files: TestFile[]): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    dialog.getByRole('button', { name: 'Choose files…' }).press('Enter'),
  ]);
  await chooser.setFiles(files);
}

test('a model of one’s own is read, learns, is there after a reload, and is asked for where it is gone', async ({
  page,
  watch,
}) => {
  const app = new Apprentice(page);
  const files = await modelFiles();
  const published = 'https://storage.googleapis.com/tfjs-models/tfjs/mobilenet_v1_0.25_224/';
  const asked: string[] = [];
  await page.route('https://storage.googleapis.com/**', async (route) => {
    asked.push(route.request().url());
    const file = files.find(({ name }) => published + name === route.request().url());
    await route.fulfill({
      ...(file ? { body: file.buffer } : { status: 404 }),
      headers: { 'access-control-allow-origin': '*' },
    });
  });
  await app.open('?backend=wasm');
  await app.teach(pictures('stripes', 6), pictures('dots', 6));
  await app.expectLearned(12);

  await app.train.getByRole('button', { name: /^Advanced/ }).click();
  await app.train.getByRole('button', { name: 'Another backbone…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Another backbone' });
  await choose(page, dialog, files.slice(0, 1));
  await expect(dialog.getByText('Weights are missing: a.bin and b.bin.')).toBeVisible();

  // The page loads from elsewhere only after a yes. Until then, a request to another origin fails
  // the test.
  await dialog.getByRole('button', { name: 'Width 0.25: 1.9 MB…' }).click();
  await dialog.getByRole('button', { name: 'No', exact: true }).click();
  await dialog.getByRole('button', { name: 'Width 0.25: 1.9 MB…' }).click();
  expect(asked).toEqual([]);
  watch.allow(`request to another origin: ${published}`);
  await dialog.getByRole('button', { name: 'Yes, load 1.9 MB' }).click();
  await expect(dialog.getByRole('region', { name: 'This model' })).toBeVisible();
  expect(asked.map((url) => url.replace(published, ''))).toEqual(['model.json', 'a.bin', 'b.bin']);

  await choose(page, dialog, files);
  await expect(dialog.getByLabel('Features')).toHaveValue('before-last');
  await dialog.getByRole('button', { name: 'Compare on my pictures' }).click();
  await expect(
    dialog.getByText(/^(Your pictures (fit|are told)|It makes too little)/),
  ).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel('Pixels become').selectOption('−1 to 1');
  await dialog.getByLabel('Name').fill('Colours');
  await dialog.getByRole('button', { name: 'Use this backbone' }).click();
  await expect(dialog).toBeHidden();
  await expect(app.train.getByText('Colours, linear head')).toBeVisible();
  await app.expectLearned(12);
  await app.tryPicture({ name: 'new.png', mimeType: 'image/png', buffer: picture('dots', 99) });
  await app.expectAnswer('Dots');
  await expect(app.try.getByRole('button', { name: 'Take it away…' })).toBeDisabled();
  await app.expectSaved();

  await page.reload();
  await expect(app.badge).toBeVisible();
  await expect(app.train.getByText('Colours, linear head')).toBeAttached();

  // The browser has lost the model.
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('apprentice');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const { result } = opening;
          const writing = result.transaction('ownBackbones', 'readwrite');
          writing.objectStore('ownBackbones').clear();
          writing.oncomplete = () => {
            result.close();
            resolve();
          };
        };
      }),
  );
  await page.reload();
  const note = app.train.getByText(/uses the backbone “Colours”, which is not on this device/);
  await expect(note).toBeVisible();
  await expect(app.train.getByRole('button', { name: 'Go on with MobileNetV2' })).toBeVisible();
  await app.train.getByRole('button', { name: 'Choose its files…' }).click();
  await choose(page, dialog, files);
  await expect(dialog).toBeHidden();
  await expect(note).toBeHidden();
  await app.tryPicture({ name: 'new.png', mimeType: 'image/png', buffer: picture('stripes', 98) });
  await app.expectAnswer('Stripes');
});
