import { Apprentice } from './apprentice';
import { tasksAtUsualPace } from './pace';
import { pictures } from './scenes';
import { expect, test } from './test';

// A trace takes the page's picture before each act, in tasks of the page's own.
test.use({ trace: 'off' });

test('what a block sees of a picture, and how far other pictures are', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 8), pictures('dots', 8));
  await app.expectLearned(16);
  await page.getByRole('radio', { name: 'Transfer' }).click();
  const view = page.getByRole('region', { name: 'Transfer', exact: true });
  await expect(view).toBeVisible();

  const tasks = await tasksAtUsualPace(page, async () => {
    const maps = view.getByRole('region', { name: 'What a block sees' });
    await maps.getByRole('button', { name: 'Stripes, picture 1', exact: true }).press('Enter');
    await expect(maps.getByRole('img', { name: /^Channel \d+$/ })).toHaveCount(12);
    await expect(maps.getByRole('status')).toHaveText(/^block 2 of 17: The 12 of 24 channels/);
    await maps.getByRole('slider', { name: 'Block' }).press('End');
    await expect(maps.getByRole('status')).toHaveText(
      /^last convolution: The 12 of 1,280 channels/,
    );

    const domain = view.getByRole('region', { name: 'How different are other pictures?' });
    const compare = async (files: ReturnType<typeof pictures>) => {
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        domain.getByRole('button', { name: 'Choose pictures' }).press('Enter'),
      ]);
      await chooser.setFiles(files);
    };
    await compare([...pictures('stripes', 8, 8), ...pictures('dots', 8, 8)]);
    await expect(domain.getByText('Like what it learned from')).toBeVisible({ timeout: 30_000 });
    await compare(pictures('checks', 16));
    await expect(domain.getByText('Another domain')).toBeVisible({ timeout: 30_000 });
    await expect(domain.getByText(/is right in (9\d|100)\s% of pairs/)).toBeVisible();
  });
  expect(Math.max(...tasks)).toBeLessThan(50);
});
