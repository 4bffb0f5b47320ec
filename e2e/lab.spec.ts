import { pathToFileURL } from 'node:url';
import { Apprentice } from './apprentice';
import { picture, pictures } from './scenes';
import { expect, expectAccessible, test } from './test';

test('strategies are measured on one split, stopped and gone on with, and the verdict follows', async ({
  page,
  browser,
}, testInfo) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 6), pictures('dots', 6));
  await app.expectLearned(12);
  // A few epochs are enough to stop one strategy and resume it.
  await page.getByRole('button', { name: /^Advanced/ }).press('Enter');
  await page.getByRole('spinbutton', { name: /^Most passes/ }).fill('3');
  await page.keyboard.press('Enter');
  await app.expectLearned(12);
  await page.getByRole('radio', { name: 'Transfer' }).press('Enter');
  const card = page.getByRole('region', { name: 'Ways to use it' });
  const strategy = (name: string) =>
    card.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });

  // The cost is shown before anything runs, and follows the freeze line, here by keyboard.
  const line = card.getByRole('slider', { name: /Freeze line/ });
  await expect(card.getByText('1.52 million parameters would train')).toBeVisible();
  await line.focus();
  await page.keyboard.press('ArrowRight');
  await expect(card.getByText(/parameters would train/)).not.toContainText('1.52 million');
  await expect(line).toHaveAttribute('aria-valuenow', '15');
  // The line itself can also be dragged, as far as it can go.
  const drawing = await card.locator('[data-movable]').boundingBox();
  if (!drawing) throw new Error('no drawing of the network');
  await page.mouse.move(drawing.x + drawing.width - 2, drawing.y + 20);
  await page.mouse.down();
  await page.mouse.move(drawing.x + 1, drawing.y + 20, { steps: 4 });
  await page.mouse.up();
  await expect(line).toHaveAttribute('aria-valuenow', '1');

  const frozen = strategy('Feature extraction');
  await frozen.getByRole('button', { name: /Measure/ }).press('Enter');
  await expect(frozen.getByText(/held-out pictures right/)).toBeVisible();

  const scratch = strategy('From scratch');
  await scratch.getByRole('button', { name: /Measure/ }).press('Enter');
  await expect(scratch.getByText(/Epoch \d+ of 3/)).toBeVisible();
  await scratch.getByRole('button', { name: /Stop/ }).press('Enter');
  await scratch.getByRole('button', { name: /Go on/ }).press('Enter');
  await expect(scratch.getByText(/held-out pictures right/)).toBeVisible();
  // The strategies appear side by side, with the frozen backbone as the baseline.
  const compared = card.getByRole('table').filter({ hasText: '90 % of its best' });
  await expect(compared.getByRole('row', { name: /^Feature extraction baseline/ })).toBeVisible();
  await expect(compared.getByRole('row', { name: /^From scratch / })).toBeVisible();
  const verdict = page.getByRole('region', { name: 'Does transfer help or hurt here?' });
  await expect(verdict.getByRole('status')).toHaveText(/^Of \d held-out .*too few/);
  const pace = page.getByRole('region', { name: 'How fast does it learn?' });
  await expect(pace.getByRole('status')).toHaveText(/^Too few/);

  // The curve has 1 picture per class, then 2, and so on. Transfer is measured at once, learning
  // from scratch as far as the test lets it.
  const curve = page.getByRole('region', { name: 'How many pictures does it take?' });
  await curve.getByRole('button', { name: /Measure transfer, about/ }).press('Enter');
  await expect(curve.getByText(/Tested on \d+ pictures/)).toBeVisible();
  await curve.getByRole('button', { name: /Measure from scratch, up to \d/ }).press('Enter');
  await expect(curve.getByText(/Measurement 2 of/)).toBeVisible();
  await curve.getByRole('button', { name: 'Stop' }).press('Enter');
  await expect(curve.getByRole('button', { name: /Go on with “From scratch”/ })).toBeVisible();
  await curve.getByRole('button', { name: 'Show as a table' }).press('Enter');
  await expect(curve.getByRole('row', { name: /^1 \d+\s%.* \d+\s%/ })).toBeVisible();
  await expectAccessible(page);

  // What was measured can answer in Try, even after a reload, and is what is taken away. Then the
  // trained head answers again.
  await scratch.getByRole('button', { name: /^Use it in Try/ }).press('Enter');
  await expect(scratch.getByText('It answers in Try.')).toBeVisible();
  await page.getByRole('radio', { name: 'Workspace' }).press('Enter');
  const note = app.try.getByText(/^“From scratch” answers here/);
  await expect(app.try.getByText(/held-out pictures right, feature extraction \d/)).toBeVisible();
  const bars = app.try.getByRole('list', { name: 'How sure it is of each class' });
  const answers = async () => {
    await app.tryPicture({ name: 'new.png', mimeType: 'image/png', buffer: picture('dots', 99) });
    await expect(bars).toContainText(/\d/);
    return (await bars.textContent()) ?? '';
  };
  const said = await answers();
  await expectAccessible(page);
  await app.expectSaved();
  await page.reload();
  await expect(note).toBeVisible();
  expect(await answers()).toBe(said);
  // It is saved in the project's file.
  const file = await app.saveAsFile(testInfo.outputPath('lab.apprentice.zip'));
  await app.renameProject('The first');
  await app.openProjectFile(file, 'open');
  await app.expectProject('New project');
  await app.expectCount('Dots', 6);
  await expect(note).toBeVisible();
  expect(await answers()).toBe(said);
  await app.projectMenu('Take it away…');
  const dialog = page.getByRole('dialog', { name: 'Take it away' });
  await expect(dialog.getByText(/It is a small network/)).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Save the page' }).press('Enter'),
  ]);
  const path = testInfo.outputPath('page.html');
  await download.saveAs(path);
  const offline = await browser.newContext({ offline: true });
  const alone = await offline.newPage();
  await alone.goto(pathToFileURL(path).href);
  await expect(alone.getByRole('status')).toHaveText('Same answers as in the app.');
  await offline.close();
  await page.keyboard.press('Escape');
  await app.try.getByRole('button', { name: 'Let the trained head answer' }).press('Enter');
  await expect(note).toBeHidden();
  await expect(bars).not.toHaveText(said);
});
