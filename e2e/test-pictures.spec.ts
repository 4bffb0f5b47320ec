import { Apprentice } from './apprentice';
import { fakeCamera } from './fake-camera';
import { pictures } from './scenes';
import { expect, expectAccessible, test } from './test';

const { launchOptions } = fakeCamera('tests', ['stripes']);
test.use({ launchOptions });

test('a share set aside never trains, is undone, and stays over a reload', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 15), pictures('dots', 10));
  await app.expectLearned(25);
  await app.collect.getByRole('button', { name: 'Set some aside…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Sets 5 pictures aside.')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Set 5 aside' }).click();
  await expect(app.class('Stripes').getByText('15 pictures, 3 of them for testing')).toBeVisible();
  await expect(app.class('Dots').getByText('10 pictures, 2 of them for testing')).toBeVisible();
  await expect(app.collect.getByText('Set aside for testing: 5 pictures')).toBeVisible();
  await app.expectLearned(20);

  await page.keyboard.press('Control+z');
  await expect(app.collect.getByText('No picture is set aside for testing.')).toBeVisible();
  await app.expectLearned(25);
  await page.keyboard.press('Control+Shift+z');
  await app.expectLearned(20);
  await app.expectSaved();
  await page.reload();
  await expect(app.class('Stripes').getByText('15 pictures, 3 of them for testing')).toBeVisible();

  await app.collect.getByRole('button', { name: 'Change…' }).click();
  await expect(
    dialog.getByRole('status').getByText(/^At least that many are set aside/),
  ).toBeVisible();
  await dialog.getByRole('button', { name: 'Learn from all again' }).click();
  await app.expectLearned(25);
});

test('pictures for testing come from files and the camera, and are told apart', async ({
  page,
}) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 8), pictures('dots', 8));
  await app.expectLearned(16);
  const stripes = app.class('Stripes');

  await page.getByRole('button', { name: 'More for Stripes' }).click();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('menuitem', { name: 'Add test pictures' }).click(),
  ]);
  await chooser.setFiles(pictures('stripes', 3, 30));
  await expect(stripes.getByText('11 pictures, 3 of them for testing')).toBeVisible();
  await expect(
    stripes.getByRole('img', { name: 'Stripes, picture 11, for testing' }),
  ).toBeVisible();

  await stripes.getByRole('button', { name: 'Camera' }).click();
  await expect(stripes.getByText('Camera on')).toBeVisible();
  await stripes.getByRole('radio', { name: 'For testing' }).click();
  await expectAccessible(page);
  await stripes.getByRole('button', { name: /Hold to record/ }).hover();
  await page.mouse.down();
  await expect(
    stripes.getByText(/^\d+ pictures, ([4-9]|\d\d+) of them for testing$/),
  ).toBeVisible();
  await page.mouse.up();
  // It learned from none of them.
  await app.expectLearned(16);

  await page.keyboard.press('Escape');
  await app.bar.getByRole('button', { name: /^Undo: Added/ }).click();
  await expect(stripes.getByText('11 pictures, 3 of them for testing')).toBeVisible();
});

test('selected in the grid they are used for testing, found by the filter, and learned from again', async ({
  page,
}) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 8), pictures('dots', 7));
  await app.collect.getByRole('button', { name: /show all pictures$/ }).click();
  const dialog = page.getByRole('dialog', { name: 'All pictures' });
  const cell = (name: string) => dialog.getByRole('gridcell', { name, exact: true });
  await cell('Stripes, picture 8').click();
  await cell('Dots, picture 1').click({ modifiers: ['ControlOrMeta'] });
  await dialog.getByRole('button', { name: 'Use for testing' }).click();
  await dialog.getByRole('radio', { name: 'For testing' }).click();
  await expect(dialog.getByRole('gridcell')).toHaveCount(2);
  await expect(cell('Stripes, picture 8, for testing')).toBeVisible();
  await expectAccessible(page);

  const dots = page.getByRole('dialog', { name: 'Pictures of Dots' });
  await dialog.getByRole('combobox', { name: 'Class' }).selectOption('Dots');
  await expect(dots.getByRole('gridcell')).toHaveCount(1);
  await dots.getByRole('gridcell').click();
  await dots.getByRole('button', { name: 'Use for learning' }).click();
  await expect(dots.getByText(/^No test pictures here/)).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(dots.getByRole('gridcell')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await app.expectLearned(13);
});
