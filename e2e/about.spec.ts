// What the app says about itself: privacy, as a page to print, and the licences of everything that
// ships.
import { Apprentice } from './apprentice';
import { expect, expectAccessible, test } from './test';

test('privacy and licences, in both languages, by keyboard alone', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  const button = page.getByRole('button', { name: 'About', exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'About Apprentice' });
  await expect(dialog.getByRole('radio', { name: 'The app' })).toBeVisible();
  await expectAccessible(page);

  await page.keyboard.press('Tab');
  await expect(dialog.getByRole('radio', { name: 'The app' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(dialog.getByRole('radio', { name: 'Privacy' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('heading', { name: 'What leaves this computer' })).toBeVisible();
  await expectAccessible(page);
  await page.emulateMedia({ media: 'print' });
  await expect(dialog.getByText('Nothing leaves this computer.')).toBeVisible();
  await expect(app.collect).toBeHidden();
  await expect(dialog.getByRole('button', { name: 'Print' })).toBeHidden();
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  await page.emulateMedia({ media: null });

  // What is hidden on paper has lost the focus. A real print leaves the page as it is.
  await dialog.getByRole('radio', { name: 'Privacy' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(dialog.getByRole('radio', { name: 'Licences' })).toBeFocused();
  await page.keyboard.press('Enter');
  const react = dialog.getByText(/^react 19.*MIT/);
  await expect(react).toBeVisible();
  await expect(dialog.getByText(/^workbox-precaching /)).toBeVisible();
  await expect(dialog.getByText(/^EfficientNet-Lite0 .*Apache-2\.0/)).toBeVisible();
  await expect(dialog.getByText(/^MobileNetV2 1\.0 .*MIT/)).toBeVisible();
  await react.focus();
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(/Meta Platforms/).first()).toBeVisible();
  await expectAccessible(page);

  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(button).toBeFocused();
  await page.getByRole('button', { name: /中文/ }).click();
  await page.getByRole('button', { name: '关于' }).click();
  const chinese = page.getByRole('dialog', { name: '关于 Apprentice' });
  await chinese.getByRole('radio', { name: '隐私' }).click();
  await expect(chinese.getByText('一切都留在这台电脑上。')).toBeVisible();
});

test('on a phone the menu leads there, and nothing scrolls sideways', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const app = new Apprentice(page);
  await page.goto('./');
  await app.bar.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitem', { name: 'About' }).click();
  const dialog = page.getByRole('dialog', { name: 'About Apprentice' });
  for (const part of ['The app', 'Privacy', 'Licences', 'Lesson']) {
    await dialog.getByRole('radio', { name: part }).click();
    const region = dialog.getByRole('region', { name: part });
    await expect(region).toBeVisible();
    const over = await region.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    expect(over).toBe(0);
  }
});
