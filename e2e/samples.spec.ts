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

test('all classes in one grid: filtered, moved to another class, undone', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 6), pictures('dots', 5));
  await app.collect.getByRole('button', { name: /show all pictures$/ }).click();
  const dialog = page.getByRole('dialog', { name: 'All pictures' });
  await expect(dialog.getByRole('gridcell')).toHaveCount(11);
  // The newest picture comes first, whatever its class.
  await expect(dialog.getByRole('gridcell').first()).toHaveAccessibleName('Dots, picture 5');
  await dialog.getByRole('grid').focus();
  await page.keyboard.press('Control+a');
  await expect(dialog.getByText('11 selected').first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Move to' }).click();
  await page.getByRole('menuitem', { name: 'Dots' }).click();
  await expect(dialog.getByText('Moved 6 pictures', { exact: true }).first()).toBeVisible();
  await dialog.getByRole('combobox', { name: 'Class' }).selectOption('Dots');
  await expect(page.getByRole('dialog').getByRole('gridcell')).toHaveCount(11);
  await expectAccessible(page);
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('dialog').getByRole('gridcell')).toHaveCount(5);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await app.expectCount('Stripes', 6);
});

test('a class that is left out is not learned from, until it is used again', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 6), pictures('dots', 6));
  await app.collect.getByRole('button', { name: 'Add a class' }).click();
  await page.keyboard.type('Checks');
  await page.keyboard.press('Enter');
  await app.choose('Checks', pictures('checks', 6));
  await app.expectLearned(18);
  await page.getByRole('button', { name: 'More for Checks' }).click();
  await page.getByRole('menuitem', { name: 'Leave out' }).click();
  await expect(app.class('Checks').getByText('left out')).toBeVisible();
  await app.expectLearned(12);
  await expectAccessible(page);
  await page.keyboard.press('Control+z');
  await expect(app.class('Checks').getByText('left out')).toHaveCount(0);
  await app.expectLearned(18);
  await page.keyboard.press('Control+Shift+z');
  await app.expectSaved();
  await page.reload();
  await expect(app.class('Checks').getByText('left out')).toBeVisible();
  await page.getByRole('button', { name: 'More for Checks' }).click();
  await page.getByRole('menuitem', { name: 'Use again' }).click();
  await app.expectLearned(18);
});

test('classes change places by their grips, with the mouse and with the keyboard', async ({
  page,
}) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 3), pictures('dots', 3));
  await app.collect.getByRole('button', { name: 'Add a class' }).click();
  await page.keyboard.type('Checks');
  await page.keyboard.press('Enter');
  const order = () =>
    app.collect
      .locator('[data-class] > section')
      .evaluateAll((cards) => cards.map((card) => card.getAttribute('aria-label')));
  const grip = (name: string) => page.getByRole('button', { name: `Move ${name}:` });
  const centre = async (name: string) => {
    const box = await app.class(name).boundingBox();
    return { x: (box?.x ?? 0) + 60, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
  };

  await grip('Checks').hover();
  await page.mouse.down();
  const { x, y } = await centre('Stripes');
  await page.mouse.move(x, y + 60, { steps: 5 });
  await page.mouse.move(x, y - 20, { steps: 5 });
  // A line shows where it lands.
  await expect(app.collect.locator('[data-landing="above"]')).toHaveCount(1);
  await page.mouse.up();
  await expect.poll(order).toEqual(['Checks', 'Stripes', 'Dots']);
  await expect(app.collect.locator('[data-landing]')).toHaveCount(0);
  await expect(app.collect.getByText('Checks is now class 1 of 3.')).toBeAttached();

  await grip('Stripes').focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(order).toEqual(['Checks', 'Dots', 'Stripes']);
  await expect(grip('Stripes')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await expect.poll(order).toEqual(['Checks', 'Stripes', 'Dots']);
  await expect(grip('Stripes')).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect.poll(order).toEqual(['Checks', 'Dots', 'Stripes']);

  // Files dropped on a card still go in.
  await app.drop(app.class('Dots'), pictures('dots', 2, 20));
  await app.expectCount('Dots', 5);
  await app.expectSaved();
  await page.reload();
  await app.expectCount('Dots', 5);
  await expect.poll(order).toEqual(['Checks', 'Dots', 'Stripes']);
});
