import { Apprentice } from './apprentice';
import { pictures } from './scenes';
import { expect, expectAccessible, test } from './test';

test('pictures are selected, moved and deleted, and every act is undone', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 12), pictures('dots', 3));
  await app
    .class('Stripes')
    .getByRole('button', { name: /^Show all 12/ })
    .click();
  const grid = page.getByRole('dialog');
  const cell = (n: number) =>
    grid.getByRole('gridcell', { name: `Stripes, picture ${n}`, exact: true });
  await cell(12).click();
  await cell(10).click({ modifiers: ['Shift'] });
  await expect(grid.getByText('3 selected').first()).toBeVisible();
  await expectAccessible(page);
  await grid.getByRole('button', { name: 'Move to' }).click();
  await page.getByRole('menuitem', { name: 'Dots' }).click();
  await expect(grid.getByText('9 pictures').first()).toBeVisible();

  await cell(9).click();
  await page.keyboard.press('Delete');
  await expect(grid.getByText('8 pictures').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await app.expectCount('Stripes', 8);
  await app.expectCount('Dots', 6);
  await expect(app.collect.getByText('Deleted 1 picture', { exact: true }).first()).toBeVisible();

  await app.bar.getByRole('button', { name: /^Undo/ }).click();
  await app.expectCount('Stripes', 9);
  await page.keyboard.press('Control+z');
  await app.expectCount('Stripes', 12);
  await app.expectCount('Dots', 3);
  await page.keyboard.press('Control+Shift+z');
  await app.expectCount('Dots', 6);
  await app.expectSaved();
  await page.reload();
  await app.expectCount('Dots', 6);
});

test('classes are added, recoloured and deleted, and come back with their pictures', async ({
  page,
}) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 4), pictures('dots', 3));
  await app.collect.getByRole('button', { name: 'Add a class' }).click();
  await page.keyboard.type('Checks');
  await page.keyboard.press('Enter');
  await expect(app.class('Checks')).toBeVisible();

  await page.getByRole('button', { name: 'More for Stripes' }).click();
  await page.getByRole('menuitemradio', { name: 'Green' }).click();
  await expect(app.bar.getByRole('button', { name: 'Undo: Changed a colour' })).toBeVisible();

  await page.getByRole('button', { name: 'More for Stripes' }).click();
  await page.getByRole('menuitem', { name: 'Delete class' }).click();
  await expect(app.class('Stripes')).toHaveCount(0);
  const undo = app.collect.getByRole('button', { name: 'Undo' });
  await undo.click();
  await app.expectCount('Stripes', 4);
  await page.reload();
  await app.expectCount('Stripes', 4);
  await page.getByRole('button', { name: 'More for Stripes' }).click();
  await expect(page.getByRole('menuitemradio', { name: 'Green' })).toBeChecked();
});
