import { Apprentice } from './apprentice';
import { pictures } from './scenes';
import { expect, expectAccessible, test } from './test';

test('strategies are measured on one split, stopped and gone on with, and the verdict follows', async ({
  page,
}) => {
  test.slow();
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 6), pictures('dots', 6));
  await app.expectLearned(12);
  // No more epochs than these: enough to stop one and go on.
  await page.getByRole('button', { name: /^Advanced/ }).press('Enter');
  await page.getByRole('spinbutton', { name: /^Most passes/ }).fill('6');
  await page.keyboard.press('Enter');
  await app.expectLearned(12);
  await page.getByRole('radio', { name: 'Transfer' }).press('Enter');
  const card = page.getByRole('region', { name: 'Ways to use it' });
  const strategy = (name: string) =>
    card.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });

  // The cost stands there before anything runs, and follows the freeze line, by keyboard.
  const line = card.getByRole('slider', { name: /Freeze line/ });
  await expect(card.getByText('1.52 million parameters would train')).toBeVisible();
  await line.focus();
  await page.keyboard.press('ArrowRight');
  await expect(card.getByText(/parameters would train/)).not.toContainText('1.52 million');
  await expect(line).toHaveAttribute('aria-valuenow', '15');
  // And by the line itself, to where it can go.
  const drawing = await card.locator('[data-movable]').boundingBox();
  if (!drawing) throw new Error('no drawing of the network');
  await page.mouse.move(drawing.x + drawing.width - 2, drawing.y + 20);
  await page.mouse.down();
  await page.mouse.move(drawing.x + 1, drawing.y + 20, { steps: 4 });
  await page.mouse.up();
  await expect(line).toHaveAttribute('aria-valuenow', '1');

  const frozen = strategy('Feature extraction');
  await frozen.getByRole('button', { name: /Measure/ }).press('Enter');
  await expect(frozen.getByText(/held-out pictures right/)).toBeVisible({ timeout: 60_000 });

  const scratch = strategy('From scratch');
  await scratch.getByRole('button', { name: /Measure/ }).press('Enter');
  await expect(scratch.getByText(/Epoch \d+ of 6/)).toBeVisible({ timeout: 120_000 });
  await scratch.getByRole('button', { name: /Stop/ }).press('Enter');
  await scratch.getByRole('button', { name: /Go on/ }).press('Enter');
  await expect(scratch.getByText(/held-out pictures right/)).toBeVisible({ timeout: 300_000 });
  // Side by side, with the frozen backbone as the baseline.
  const compared = card.getByRole('table').filter({ hasText: '90 % of its best' });
  await expect(compared.getByRole('row', { name: /^Feature extraction baseline/ })).toBeVisible();
  await expect(compared.getByRole('row', { name: /^From scratch .*baseline/ })).toBeVisible();
  const verdict = page.getByRole('region', { name: 'Does transfer help or hurt here?' });
  await expect(verdict.getByRole('status')).toHaveText(/It helps|It hurts|Too close to call/);
  const pace = page.getByRole('region', { name: 'How fast does it learn?' });
  await expect(pace.getByRole('status')).toHaveText(/^To \d+\s% .* transfer .* scratch|no better/);

  // With 1 and 2 pictures a class and so on: transfer at once; from scratch as far as one lets it.
  const curve = page.getByRole('region', { name: 'How many pictures does it take?' });
  await curve.getByRole('button', { name: /Measure transfer, about/ }).press('Enter');
  await expect(curve.getByText(/Tested on \d+ pictures/)).toBeVisible();
  await curve.getByRole('button', { name: /Measure from scratch, up to \d/ }).press('Enter');
  await expect(curve.getByText(/Measurement 2 of/)).toBeVisible({ timeout: 60_000 });
  await curve.getByRole('button', { name: 'Stop' }).press('Enter');
  await expect(curve.getByRole('button', { name: /Go on with “From scratch”/ })).toBeVisible();
  await curve.getByRole('button', { name: 'Show as a table' }).press('Enter');
  await expect(curve.getByRole('row', { name: /^1 \d+\s%.* \d+\s%/ })).toBeVisible();
  await expectAccessible(page);
});
