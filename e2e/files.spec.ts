import { readFileSync } from 'node:fs';
import { Apprentice } from './apprentice';
import { picture, pictures } from './scenes';
import { expect, expectAccessible, test } from './test';

const png = 'image/png';
const sample = (name: string, mimeType: string) => ({
  name,
  mimeType,
  buffer: readFileSync(`e2e/pictures/${name}`),
});

test('takes JPEG, PNG, WebP, AVIF, GIF and BMP, turned as their EXIF says', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await app.choose('Class 1', [
    sample('quarters.jpg', 'image/jpeg'),
    sample('quarters.png', png),
    sample('quarters.webp', 'image/webp'),
    sample('quarters.avif', 'image/avif'),
    sample('quarters.gif', 'image/gif'),
    sample('quarters.bmp', 'image/bmp'),
    sample('turned.jpg', 'image/jpeg'),
  ]);
  await app.expectCount('Class 1', 7);
  // The quarters are red, green, blue and yellow, whatever format the file had.
  const shown = app.class('Class 1').getByRole('img');
  await expect(shown).toHaveCount(7);
  for (let i = 0; i < 7; i++) {
    const quarters = await shown.nth(i).evaluate(async (image: HTMLImageElement) => {
      await image.decode();
      const context = new OffscreenCanvas(2, 2).getContext('2d');
      if (!context) throw new Error('no canvas');
      const { naturalWidth: w, naturalHeight: h } = image;
      return [0.25, 0.75].flatMap((y) =>
        [0.25, 0.75].map((x) => {
          context.drawImage(image, w * x - 8, h * y - 8, 16, 16, 0, 0, 1, 1);
          const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data;
          return r > 180 && g > 150 ? 'yellow' : r > g && r > b ? 'red' : g > b ? 'green' : 'blue';
        }),
      );
    });
    expect(quarters).toEqual(['red', 'green', 'blue', 'yellow']);
  }
});

test('lists what cannot be read by name and reason, and takes the rest', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  const whole = readFileSync('e2e/pictures/quarters.jpg');
  const hostile = '<img src=x onerror=alert(1)>\u202egnp.jpg';
  await app.choose('Class 1', [
    ...pictures('stripes', 2),
    { name: 'empty.png', mimeType: png, buffer: Buffer.alloc(0) },
    { name: 'text.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not a picture') },
    { name: 'cut.jpg', mimeType: 'image/jpeg', buffer: whole.subarray(0, 500) },
    {
      name: 'drawing.svg',
      mimeType: 'image/svg+xml',
      buffer: Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      ),
    },
    { name: hostile, mimeType: png, buffer: picture('dots', 1) },
    { name: '__proto__', mimeType: png, buffer: picture('dots', 2) },
  ]);
  await app.expectCount('Class 1', 4);
  const card = app.class('Class 1');
  await expect(
    card.getByText('4 pictures went in. 4 files could not be read.').first(),
  ).toBeVisible();
  await card.getByRole('button', { name: 'Show why' }).click();
  const list = page.getByRole('dialog');
  await expect(list).toContainText('empty.png');
  await expect(list).toContainText('It is empty.');
  await expect(list).toContainText('text.jpg');
  await expect(list).toContainText('cut.jpg');
  await expect(list).toContainText('drawing.svg');
  await expectAccessible(page);
});

test('a dropped folder makes each subfolder a class', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  const inFolder = (folder: string, files: ReturnType<typeof pictures>) =>
    files.map((file) => ({ ...file, folder }));
  await app.drop(app.collect, [
    ...inFolder('ants', pictures('stripes', 6)),
    ...inFolder('bees', pictures('dots', 7)),
    ...inFolder('none of them', pictures('checks', 5)),
  ]);
  await app.expectCount('ants', 6);
  await app.expectCount('bees', 7);
  await app.expectCount('none of them', 5);
  await app.expectLearned(18);
});

test('a picture dropped on a class goes into it, one dropped in Try is answered', async ({
  page,
}) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 5), pictures('dots', 5));
  await app.drop(app.class('Dots'), pictures('dots', 2, 20));
  await app.expectCount('Dots', 7);
  await app.expectLearned(12);
  await app.try.getByRole('radio', { name: 'Picture' }).click();
  await app.drop(app.try.getByText('or drop or paste one here'), pictures('dots', 1, 40));
  await app.expectAnswer('Dots');
  await app.expectCount('Dots', 7);
});

test('a pasted picture goes into the class that was used last', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await app.choose('Class 2', pictures('dots', 1));
  await app.expectCount('Class 2', 1);
  await page.evaluate((base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([bytes], 'pasted.png', { type: 'image/png' }));
    document.body.dispatchEvent(
      new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData }),
    );
  }, picture('dots', 3).toString('base64'));
  await app.expectCount('Class 2', 2);

  // A picture dragged from another page may bring its address only, which is no reason to leave.
  const prevented = await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.setData('text/uri-list', 'https://example.org/cat.jpg');
    return ['dragover', 'drop'].map(
      (type) =>
        !document.body.dispatchEvent(
          new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }),
        ),
    );
  });
  expect(prevented).toEqual([true, true]);
  await expect(page.getByText(/only the address of a picture/)).toBeVisible();
  await app.expectCount('Class 2', 2);
});

test('a long import says how far it is, and stops on request', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await app.choose('Class 1', pictures('stripes', 300));
  const card = app.class('Class 1');
  await expect(card.getByText(/^Reading \d+ of 300$/).first()).toBeVisible();
  await card.getByRole('button', { name: 'Cancel' }).click();
  const note = card.getByText(/^Stopped\. \d+ pictures? went in\.$/).first();
  await expect(note).toBeVisible();
  const count = Number((await note.textContent())?.match(/\d+/)?.[0]);
  expect(count).toBeLessThan(300);
  await app.expectCount('Class 1', count);
});
