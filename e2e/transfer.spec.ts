import { Apprentice } from './apprentice';
import { pictures } from './scenes';
import { expect, expectAccessible, test } from './test';

/** Opens the view by keyboard, with the switch in the bar. */
async function openTransfer(app: Apprentice) {
  const { page } = app;
  await page.getByRole('radio', { name: 'Workspace' }).focus();
  for (const name of ['Look closer', 'Transfer']) {
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('radio', { name })).toBeFocused();
  }
  await page.keyboard.press('Enter');
  const view = page.getByRole('region', { name: 'Transfer', exact: true });
  await expect(view).toBeVisible();
  return view;
}

test('the source task beside one’s own, and what to do where there is none yet', async ({
  page,
}) => {
  const app = new Apprentice(page);
  await app.open();
  const view = await openTransfer(app);
  const source = view.getByRole('region', { name: 'Source task' });
  await expect(source.getByText('MobileNetV2 1.0')).toBeVisible();
  await expect(source.getByText('1,000 classes')).toBeVisible();
  await expect(source.getByText('MIT')).toBeVisible();
  const target = view.getByRole('region', { name: 'Your task' });
  // Nothing is offered as if it could be measured.
  const curve = view.getByRole('region', { name: 'How many pictures does it take?' });
  await expect(curve.getByText('Measuring needs two classes with pictures.').first()).toBeVisible();
  for (const measure of await view.getByRole('button', { name: /^Measure/ }).all()) {
    await expect(measure).toBeDisabled();
    await expect(measure).not.toHaveText(/\d/);
  }
  await expectAccessible(page);
  await target.getByRole('button', { name: 'Go to Collect' }).press('Enter');
  await app.teach(pictures('stripes', 6), pictures('dots', 5));
  await openTransfer(app);
  await expect(target.getByText('2 classes from 11 pictures.')).toBeVisible();
  await expect(target.getByRole('listitem').filter({ hasText: 'Stripes' })).toHaveText(
    /6 pictures/,
  );

  // A second question about the same pictures is answered by keyboard: several at once, then one
  // after another.
  const card = view.getByRole('region', { name: 'A second question' });
  await card.getByRole('button', { name: 'Indoors?' }).press('Enter');
  await expect(card.getByText('11 pictures without an answer')).toBeVisible();
  await card.getByRole('button', { name: 'Answer for pictures' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Indoors?' });
  await expect(dialog.getByRole('grid')).toBeFocused();
  await page.keyboard.press('Shift+End');
  await page.keyboard.press('2');
  await expect(dialog.getByText('Every picture has an answer').first()).toBeVisible();
  await page.keyboard.press('Home');
  await page.keyboard.press('1');
  await page.keyboard.press('0');
  const first = dialog.getByRole('gridcell').first();
  await expect(first).toHaveAccessibleName('Stripes, picture 1: No answer');
  await expect(dialog.getByRole('gridcell').nth(1)).toHaveAccessibleName('Stripes, picture 2: No');
  await page.keyboard.press('Control+z');
  await expect(first).toHaveAccessibleName('Stripes, picture 1: Yes');
  // The mouse is dragged over several pictures.
  await first.hover();
  await page.mouse.down();
  await dialog.getByRole('gridcell').nth(2).hover();
  await page.mouse.up();
  await expect(dialog.getByRole('gridcell', { selected: true })).toHaveCount(3);
  await page.keyboard.press('Escape');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(card.getByRole('listitem').filter({ hasText: 'No' })).toContainText('10 pictures');
  await page.getByRole('button', { name: /简体中文/ }).click();
  await expect(page.getByRole('region', { name: '你的任务', exact: true })).toBeVisible();
});

test('on a phone it is in the menu', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const app = new Apprentice(page);
  await page.goto('./');
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitemradio', { name: 'Transfer' }).click();
  const view = page.getByRole('region', { name: 'Transfer', exact: true });
  await expect(view.getByText('MobileNetV2 1.0')).toBeVisible();
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0);
  // The menu's button has the focus again, and shows no tooltip.
  await expect(page.getByRole('button', { name: 'Menu' })).toBeFocused();
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  // The view is listed among the steps while it is on the screen, even after a reload. Back leads
  // out of it.
  const steps = page.getByRole('navigation', { name: 'Steps' });
  await expect(steps.locator('[aria-current]')).toHaveText('Transfer');
  await page.reload();
  await expect(view).toBeVisible();
  await page.goBack();
  await expect(steps.locator('[aria-current]')).toHaveText('Collect');
  await page.goForward();
  await expect(view).toBeVisible();
  await steps.getByText('Collect').click();
  await expect(app.collect.getByText('Show it two things.')).toBeVisible();
});

test('before and after transfer, the same picture by both heads', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 6), pictures('dots', 6));
  await app.expectLearned(12);
  const view = await openTransfer(app);
  const panel = view.getByRole('region', { name: 'Before and after transfer' });
  await panel.getByRole('button', { name: 'Dots, picture 2' }).press('Enter');
  const before = panel.getByRole('list', { name: 'Before: the source task’s head' });
  // It does not matter what ImageNet sees in red stripes. There are five answers, with the surest
  // first.
  await expect(before.getByRole('listitem')).toHaveCount(5);
  const shares = (await before.getByRole('listitem').allInnerTexts()).map((text) =>
    Number(/([\d.]+)\s*%/.exec(text)?.[1]),
  );
  expect(shares).toEqual([...shares].sort((a, b) => b - a));
  const after = panel.getByRole('list', { name: 'After: your head' });
  await expect(after.getByRole('listitem').filter({ hasText: 'Dots' })).toHaveText(
    /Dots\s*(>\s*)?(5[1-9]|[6-9]\d)/,
  );
});

test('backbones and layers are compared by themselves, once nothing else goes on', async ({
  page,
}) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 20), pictures('dots', 20));
  await app.expectLearned(40);
  const view = await openTransfer(app);
  const panel = view.getByRole('region', { name: 'Which backbone, which layer?' });
  await expect(panel.getByText(/Measured on 40 pictures, each layer/)).toBeVisible();
  await expect(panel.getByRole('row', { name: /MobileNetV2\s*last layer, in use/ })).toContainText(
    '100 %',
  );
  // A task this easy is no reason to change the backbone.
  await expect(panel.getByText(/last layer against .* is too close to call/)).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Switch' })).toHaveCount(0);
  await panel.getByRole('button', { name: 'Show all 37 layers' }).press('Enter');
  await expect(panel.getByRole('row')).toHaveCount(1 + 37);
});
