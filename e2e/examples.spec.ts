import { Apprentice } from './apprentice';
import { expect, expectAccessible, test } from './test';

test('an example opens as a project of its own and is learned; its words lead on', async ({
  page,
}) => {
  const app = new Apprentice(page);
  await app.open();
  await app.collect.getByRole('button', { name: 'Or open an example' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Open: Cells, made up' }).click();
  await app.expectProject('Cells, made up');
  // It is left while it is being drawn, and finished on return.
  await app.projectMenu('New project');
  await app.expectProject('New project');
  await app.switchProject('Cells, made up');
  await app.expectCount('Healthy (drawn)', 48);
  await app.expectCount('Changed (drawn)', 48);
  await app.expectLearned(96);
  // Both pictures of a slide are held out, or neither.
  await expect(app.result).toContainText(/1[5-9] of (1[89]|20) held-out pictures right|20 of 20/);
  await expect(app.collect.getByText(/It has never seen a real cell/).first()).toBeVisible();

  // The example comes with a second question, which is learned together with the first one and
  // apart from it.
  await page.getByRole('radio', { name: 'Transfer' }).press('Enter');
  const second = page.getByRole('region', { name: 'A second question' });
  await second.getByRole('slider', { name: 'Weight of “Which stain?”' }).press('ArrowLeft');
  await second.getByRole('button', { name: 'Measure together and apart' }).press('Enter');
  await second.getByRole('button', { name: 'Stop' }).press('Enter');
  await second.getByRole('button', { name: 'Measure together and apart' }).press('Enter');
  await expect(second.getByText(/^Measured with 40\s% of the weight/)).toBeVisible();
  await expect(second.getByRole('status')).toHaveText(
    Array(2).fill(/Together is (better|worse)|Too close to call/),
  );
  await expectAccessible(page);
  await page.getByRole('radio', { name: 'Workspace' }).press('Enter');

  await app.projectMenu('Examples…');
  await page.getByRole('button', { name: 'Open: Rock, paper, scissors' }).click();
  await app.expectProject('Rock, paper, scissors');
  // Neither example leaves behind the empty project that the visit began with.
  await app.projectMenu('All projects…');
  await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(3);
  await page.keyboard.press('Escape');
  await expect(app.collect.getByText(/^1 of 5\. Make a fist/).first()).toBeVisible();
  await app.collect.getByRole('button', { name: 'Close these words' }).click();
  await expect(app.collect.getByText(/Make a fist/)).toHaveCount(0);
});
