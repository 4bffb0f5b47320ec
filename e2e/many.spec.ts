// Thousands of pictures. The page makes elements only for those on the screen. `npm run
// bench:smooth` measures what this costs.
import { Apprentice } from './apprentice';
import { multiplyOnDisk } from './many-on-disk';
import { pictures } from './scenes';
import { expect, test } from './test';

const MANY = 2000;

test('of 2,000 pictures the grid has elements for those in sight alone', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 5), pictures('dots', 5));
  await app.expectLearned(10);
  await multiplyOnDisk(page, MANY);
  await app.open();
  await app.expectCount('Dots', MANY / 2);
  await app.collect.getByRole('button', { name: /show all pictures$/ }).click();
  const grid = page.getByRole('grid');
  await expect(grid.locator('img').first()).toBeVisible();
  await page.keyboard.press('Control+a');
  await expect(page.getByRole('dialog').getByText('2,000 selected').first()).toBeVisible();
  await page.keyboard.press('End');
  await expect(grid.locator('[aria-rowindex] img').last()).toBeVisible();
  expect(await grid.getByRole('gridcell').count()).toBeLessThan(300);
});
