// Two tabs on one project. One works, and the other shows what it does.
import type { BrowserContext } from '@playwright/test';
import { Apprentice } from './apprentice';
import { pictures } from './scenes';
import { expect, expectAccessible, test, type Watch } from './test';

const NOTE = 'This project is open in another tab. You see here what happens there.';

async function secondTab(context: BrowserContext, watch: Watch): Promise<Apprentice> {
  const page = await context.newPage();
  watch.also(page);
  const app = new Apprentice(page);
  await app.open();
  return app;
}

const note = (app: Apprentice) => app.page.getByRole('main').getByText(NOTE);

async function expectFollows(app: Apprentice): Promise<void> {
  await expect(note(app).last()).toBeVisible();
  await expect(app.page.getByRole('button', { name: 'Work here instead' })).toBeVisible();
}

async function expectLeads(app: Apprentice): Promise<void> {
  await expect(app.page.getByRole('button', { name: 'Work here instead' })).toBeHidden();
}

/** Like the one in `Apprentice`, for inert content, which has no roles. */
const counted = (app: Apprentice, name: string, count: number) =>
  expect(
    app.page.locator('[data-class]').filter({ hasText: name }).getByText(`${count} pictures`),
  ).toBeAttached();

test('the second tab follows the first, and takes over', async ({ page, context, watch }) => {
  const first = new Apprentice(page);
  await first.open();
  const second = await secondTab(context, watch);
  await expectFollows(second);
  await expectLeads(first);
  await expect(second.bar.getByRole('button', { name: 'Undo', exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await expectAccessible(second.page);

  await first.teach(pictures('stripes', 6), pictures('dots', 6));
  await counted(second, 'Stripes', 6);
  await counted(second, 'Dots', 6);
  await first.expectLearned(12);
  await expect(second.page.getByText(/from all 12\./)).toBeVisible();
  await second.tryPicture({ ...pictures('dots', 1, 50)[0] } as never);
  await second.expectAnswer('Dots');
  await first.renameProject('Patterns');
  await second.expectProject('Patterns');
  await first.page.getByRole('button', { name: 'More for Stripes' }).click();
  await first.page.getByRole('menuitem', { name: 'Delete class' }).click();
  await expect(second.page.locator('[data-class]').filter({ hasText: 'Stripes' })).toHaveCount(0);
  await first.bar.getByRole('button', { name: /^Undo: Deleted a class/ }).click();
  await counted(second, 'Stripes', 6);

  await second.page.getByRole('button', { name: 'Work here instead' }).click();
  await expectLeads(second);
  await expectFollows(first);
  await second.choose('Dots', pictures('dots', 3, 20));
  await second.expectCount('Dots', 9);
  await counted(first, 'Dots', 9);
  await second.expectLearned(15);
  await expect(first.page.getByText(/from all 15\./)).toBeVisible();
  await first.tryPicture({ ...pictures('stripes', 1, 50)[0] } as never);
  await first.expectAnswer('Stripes');

  // When the working tab is closed, the other one takes over by itself.
  await second.page.close();
  await expectLeads(first);
  await expect(page.getByText('You work on this project here now.')).toBeAttached();
  await first.choose('Stripes', pictures('stripes', 2, 20));
  await first.expectCount('Stripes', 8);
  await first.expectLearned(17);
});

test('a tab that is taken over from in mid-import loses nothing of what it showed', async ({
  page,
  context,
  watch,
}) => {
  const first = new Apprentice(page);
  await first.open();
  const second = await secondTab(context, watch);
  await expectFollows(second);
  await first.choose('Class 1', pictures('stripes', 80));
  await expect(first.class('Class 1').getByText(/^\d+ pictures$/)).toBeAttached();
  await second.page.getByRole('button', { name: 'Work here instead' }).click();
  await expectFollows(first);
  await second.choose('Class 2', pictures('dots', 20));
  await second.expectCount('Class 2', 20);
  await counted(first, 'Class 2', 20);

  const shown = async (app: Apprentice) => {
    const texts = await app.page
      .locator('[data-class]')
      .getByText(/^\d+ pictures?$/)
      .allTextContents();
    return texts.map((text) => Number.parseInt(text, 10));
  };
  // Pictures under way when the tab was taken over may still go in. More pictures are fine, fewer
  // would be a loss.
  const before = await shown(second);
  expect(before).toHaveLength(2);
  await Promise.all([first.page.reload(), second.page.reload()]);
  for (const app of [first, second]) {
    await expect
      .poll(async () => (await shown(app)).map((count, index) => count >= (before[index] ?? 0)))
      .toEqual([true, true]);
  }
  await expect
    .poll(async () => String(await shown(first)) === String(await shown(second)))
    .toBe(true);
  // One of them works, and the other follows.
  const notes = await Promise.all(
    [first, second].map((app) =>
      app.page.getByRole('button', { name: 'Work here instead' }).count(),
    ),
  );
  expect(notes.sort()).toEqual([0, 1]);
});

test('what another tab has open cannot be deleted here; what is deleted there is left here', async ({
  page,
  context,
  watch,
}) => {
  const first = new Apprentice(page);
  await first.open();
  await first.renameProject('Shared');
  const second = await secondTab(context, watch);
  await expectFollows(second);
  await second.projectMenu('New project');
  await second.renameProject('Own');
  await expectLeads(second);
  const dialog = await second.openProjects();
  await dialog.getByRole('button', { name: 'More for Shared' }).click();
  const item = second.page.getByRole('menuitem', { name: 'Delete project' });
  await expect(item).toContainText('It is open in another tab.');
  await expect(item).toHaveAttribute('aria-disabled', 'true');
  // The other tab is told of the new name.
  await second.page.getByRole('menuitem', { name: 'Rename' }).click();
  await second.page.keyboard.type('Given away');
  await second.page.keyboard.press('Enter');
  await first.expectProject('Given away');
  await second.page.keyboard.press('Escape');

  // Both tabs are on one project. When the working tab deletes it, the following tab leaves it as
  // well.
  await second.switchProject('Given away');
  await expectFollows(second);
  await first.projectMenu('Delete project');
  await first.expectProject('Own');
  await second.expectProject('Own');
});

test('clearing the device clears the other tab as well', async ({ page, context, watch }) => {
  const first = new Apprentice(page);
  await first.open();
  await first.renameProject('Mine');
  const second = await secondTab(context, watch);
  await second.expectProject('Mine');
  const dialog = await first.openProjects();
  await dialog.getByRole('button', { name: /^Clear this device/ }).click();
  await page.getByRole('button', { name: 'Delete everything' }).click();
  await first.expectProject('New project');
  await second.expectProject('New project');
});
