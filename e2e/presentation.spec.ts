import { Apprentice } from './apprentice';
import { picture, pictures } from './scenes';
import { expect, expectAccessible, test } from './test';

test('presents an answer over the whole screen, and sends it to another page', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 8), pictures('dots', 8));
  await app.expectLearned(16);
  await app.tryPicture({ name: 'new.png', mimeType: 'image/png', buffer: picture('dots', 4) });
  await app.expectAnswer('Dots');

  const other = await page.context().newPage();
  // Any page of the origin will do; this one is no app.
  await other.goto('./icon.svg');
  await other.evaluate(() => {
    const heard: unknown[] = [];
    new BroadcastChannel('apprentice-answers').onmessage = ({ data }) => heard.push(data);
    Object.assign(globalThis, { heard });
  });
  await page.bringToFront();
  await app.try.getByRole('button', { name: 'Present' }).click();
  const stage = page.getByRole('dialog', { name: 'Presentation' });
  await expect(stage.getByRole('listitem').filter({ hasText: 'Dots' })).toBeVisible();
  await stage.getByRole('switch', { name: /^Send to other pages/ }).click();
  await expect
    .poll(() => other.evaluate(() => (globalThis as { heard?: unknown[] }).heard))
    .toMatchObject([{ kind: 'answer', version: 1, name: 'Dots', number: 2 }]);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(stage).toHaveCount(0);
});
