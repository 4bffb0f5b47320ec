import { Apprentice } from './apprentice';
import { expect, test } from './test';

test('none: says so, and offers files; one that fails: says what to do', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  const card = app.class('Class 1');
  await card.getByRole('button', { name: 'Turn the camera on' }).click();
  await expect(card.getByText(/There is no camera here/)).toBeVisible();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    card.getByRole('button', { name: 'Choose pictures instead' }).click(),
  ]);
  expect(chooser.isMultiple()).toBe(true);

  for (const [name, text] of [
    ['NotReadableError', /Another program is using the camera/],
    ['OverconstrainedError', /The camera did not start/],
  ] as const) {
    await page.evaluate((errorName) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', errorName));
    }, name);
    await card.getByRole('button', { name: 'Try again' }).click();
    await expect(card.getByText(text)).toBeVisible();
  }
});
