import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { Apprentice } from './apprentice';
import { pictures } from './scenes';
import { expect, expectAccessible, test } from './test';

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** Two classes, with some dots among the stripes. */
async function teachWrongly(app: Apprentice, each = 20): Promise<void> {
  await app.open();
  const wrong = pictures('dots', 4, 60);
  await app.teach([...pictures('stripes', each), ...wrong], pictures('dots', each));
  await app.expectLearned(2 * each + wrong.length);
}

async function lookCloser(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Look closer' }).click();
  await expect(page.getByRole('heading', { name: 'Look closer' })).toBeVisible();
}

async function placed(map: Locator): Promise<void> {
  await expect(map.getByText('Point at one to see it')).toBeVisible();
}

async function savedFile(page: Page, item: string): Promise<{ name: string; content: Buffer }> {
  await page.getByRole('button', { name: 'Take along' }).click();
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: item }).click(),
  ]);
  return { name: saved.suggestedFilename(), content: readFileSync(await saved.path()) };
}

test('wrongly labelled pictures are shown, and one press mends each', async ({ page }) => {
  const app = new Apprentice(page);
  await teachWrongly(app);
  await lookCloser(page);
  const suspects = region(page, 'Look wrongly labelled');
  const listed = suspects.getByRole('list').getByRole('listitem');
  const crossValidated = page.getByText(/^Cross-validated over all/).locator('..');
  await expect(crossValidated).toContainText('all 44');
  const rate = async () => Number(/(\d+)\s%/.exec((await crossValidated.textContent()) ?? '')?.[1]);
  const before = await rate();
  await expect(listed.first()).toBeVisible();
  await expect(listed.getByRole('button', { name: 'It is Dots' })).toHaveCount(
    await listed.count(),
  );
  await expectAccessible(page);

  await listed.first().getByRole('button', { name: 'It is Dots' }).click();
  await expect(
    region(page, 'Look closer').getByText('Moved 1 picture', { exact: true }),
  ).toBeVisible();
  await expect.poll(rate).toBeGreaterThan(before);
  await region(page, 'Look closer').getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(rate).toBe(before);

  // The same pictures are mistakes in the run that held them out.
  const mistakes = region(page, 'Mistakes, worst first');
  const wrong = mistakes.getByRole('list').getByRole('listitem');
  expect(await wrong.count()).toBeGreaterThan(0);
  const shares = await wrong.getByText(/% sure/).allTextContents();
  const sure = shares.map((text) => Number.parseInt(text, 10));
  expect(sure).toEqual(sure.toSorted((a, b) => b - a));
  await wrong.first().getByRole('button', { name: 'Remove' }).click();
  await expect(region(page, 'Look closer').getByText('Deleted 1 picture')).toBeVisible();
  await expect(crossValidated).toContainText('all 43');
});

test('a cell opens its pictures; the figures go along as files', async ({ page }) => {
  const app = new Apprentice(page);
  // Shares need ten held-out pictures.
  await teachWrongly(app, 28);
  await app.renameProject('=Cells / 1');
  await lookCloser(page);
  const matrix = region(page, 'What was taken for what');
  const right = matrix.getByRole('button', { name: /^Dots, recognised/ });
  const wrong = matrix.getByRole('button', { name: /^Stripes taken for Dots/ });
  await right.focus();
  await page.keyboard.press('ArrowUp');
  await expect(wrong).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(wrong).toHaveAttribute('aria-expanded', 'true');
  const open = region(page, 'Stripes, taken for Dots');
  await expect(open.getByRole('button', { name: 'It is Dots' }).first()).toBeVisible();
  await open.getByRole('button', { name: 'Nearest' }).first().click();
  await expect(open.getByRole('list', { name: /Most like it/ }).locator('img')).toHaveCount(6);
  await expectAccessible(page);
  const wrongCount = Number(await wrong.textContent());
  await matrix.getByRole('radio', { name: 'Shares' }).click();
  await expect(wrong).toContainText('%');

  const answers = await savedFile(page, 'Answers (CSV)');
  // The name says which pictures the figures are of.
  expect(answers.name).toMatch(/^Cells-1-answers-Held-out-\d+\.csv$/);
  const lines = answers.content.toString('utf8').replace('\ufeff', '').trim().split('\r\n');
  expect(lines[0]).toBe('Picture,It is,Said,Stripes,Dots');
  expect(lines.filter((line) => /,Stripes,Dots,/.test(line))).toHaveLength(wrongCount);
  expect(lines.slice(1).every((line) => /^(stripes|dots)-\d+\.png,/.test(line))).toBe(true);
  for (const line of lines.slice(1)) {
    const [, , , stripes, dots] = line.split(',');
    expect(Number(stripes) + Number(dots)).toBeCloseTo(1, 4);
  }
  const classes = await savedFile(page, 'Class by class (CSV)');
  expect(classes.content.toString('utf8').split('\r\n')[1]).toMatch(/^Stripes,[\d.]+,[\d.]+,/);
  const matrixFile = await savedFile(page, 'Matrix (PNG)');
  expect(matrixFile.content.subarray(1, 4).toString()).toBe('PNG');
});

test('the map by arrows and by a line around pictures; why a picture is what it is', async ({
  page,
}) => {
  const app = new Apprentice(page);
  await teachWrongly(app);
  await lookCloser(page);
  const card = region(page, 'Map of the pictures');
  const map = card.getByRole('application');
  await expect(map).toHaveAccessibleName(/^Map of 44 pictures/);
  await placed(card);
  await map.focus();
  await page.keyboard.press('Home');
  await expect(map.getByRole('status')).toContainText('1 of 44');
  const visited = new Set<string | null>();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp']) {
    await page.keyboard.press(key);
    // The announcement comes in a task of its own, which began before these.
    await page.evaluate(() => new Promise((then) => setTimeout(() => setTimeout(then))));
    visited.add(await map.getByRole('status').textContent());
  }
  expect(visited.size).toBeGreaterThan(2);

  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: /^Why this picture/ });
  const heat = dialog.getByTestId('heat');
  const darkness = () =>
    heat.evaluate((canvas: HTMLCanvasElement) => {
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      return pixels?.filter((_, i) => i % 4 === 3).join() ?? '';
    });
  await expect(heat).toBeVisible();
  const first = await darkness();
  expect(new Set(first.split(',')).size).toBeGreaterThan(3);
  await expect(dialog.getByText(/^Exact/)).toBeVisible();
  await expect(dialog.getByRole('list', { name: /Most like it/ }).locator('img')).toHaveCount(6);
  await expectAccessible(page);
  const of = dialog.getByLabel('What speaks for');
  const other = (await of.locator('option:checked').textContent()) === 'Dots' ? 'Stripes' : 'Dots';
  await of.selectOption(other);
  await expect.poll(darkness).not.toBe(first);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await card.getByRole('button', { name: 'Draw around pictures to select them' }).click();
  const box = await map.boundingBox();
  if (!box) throw new Error('the map has no box');
  const corners = [
    [4, 4],
    [box.width - 4, 4],
    [box.width - 4, box.height - 4],
    [4, box.height - 4],
  ];
  await page.mouse.move(box.x + 4, box.y + 4);
  await page.mouse.down();
  for (const [x = 0, y = 0] of corners) await page.mouse.move(box.x + x, box.y + y, { steps: 4 });
  await page.mouse.up();
  await expect(card.getByText('44 selected')).toBeVisible();
  await map.focus();
  await page.keyboard.press('Escape');
  await expect(card.getByText('44 selected')).toBeHidden();
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await page.keyboard.press('End');
  await page.keyboard.press('Space');
  await expect(card.getByText('2 selected')).toBeVisible();
  await card.getByRole('button', { name: 'Use for testing' }).click();
  await expect(
    region(page, 'Look closer').getByText('Set 2 pictures aside for testing'),
  ).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Test pictures (2)' })).toBeVisible();
  await expect(
    page.getByText('1 right, 1 wrong.').or(page.getByText('2 right, 0 wrong.')),
  ).toBeVisible();
  await card.getByRole('button', { name: 'Move to' }).click();
  await page.getByRole('menuitem', { name: 'Stripes' }).click();
  await expect(
    region(page, 'Look closer').getByText('Moved 1 picture', { exact: true }),
  ).toBeVisible();
});

test('before anything is learned it says the next step', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await lookCloser(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Go to Train' }).click();
  await expect(app.collect).toBeVisible();
});

test('at 320, 390 and 800 px nothing scrolls sideways, and the steps lead back', async ({
  page,
}) => {
  const app = new Apprentice(page);
  await page.setViewportSize({ width: 320, height: 844 });
  await page.goto('./');
  await app.teach([...pictures('stripes', 12), ...pictures('dots', 1, 60)], pictures('dots', 12));
  const steps = page.getByRole('navigation', { name: 'Steps' });
  await steps.getByText('Train').click();
  await app.expectLearned(25);
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitemradio', { name: 'Look closer' }).click();
  for (const width of [800, 390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    await placed(region(page, 'Map of the pictures'));
    const sideways = () =>
      page.evaluate(() => {
        const boxes = [document.documentElement, ...document.querySelectorAll('main, main > *')];
        return Math.max(...boxes.map((box) => box.scrollWidth - box.clientWidth));
      });
    await expect.poll(sideways).toBeLessThanOrEqual(0);
    await expectAccessible(page);
  }
  await steps.getByText('Collect').click();
  await expect(app.collect).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Look closer' })).toBeHidden();
});
