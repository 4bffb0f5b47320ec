// The page of a laptop at 200 % zoom. Each view is reached and used by keyboard alone.
import type { Locator, Page } from '@playwright/test';
import { Apprentice } from './apprentice';
import { pictures } from './scenes';
import { expect, expectAccessible, test } from './test';

const views = ['Workspace', 'Look closer', 'Transfer'] as const;

/** Buttons of the bar that overlap or lie outside the page. */
function lostInBar(bar: Locator): Promise<string[]> {
  return bar.evaluate((element) => {
    const parts = Array.from(element.querySelectorAll('button'))
      .filter((button) => button.checkVisibility())
      .map((button) => ({
        name: button.getAttribute('aria-label') ?? button.textContent ?? '',
        box: button.getBoundingClientRect(),
      }));
    const outside = parts.filter(({ box }) => box.left < 0 || box.right > innerWidth);
    const covered = parts.filter(({ box }, i) =>
      parts.slice(i + 1).some(({ box: other }) => box.left < other.right && other.left < box.right),
    );
    return [...outside, ...covered].map(({ name }) => name);
  });
}

test('at 200 % zoom nothing is lost in any view', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 6), pictures('dots', 6));
  await app.expectLearned(12);
  for (const [width, height] of [
    [720, 450], // 1440 × 900
    [800, 450],
    [683, 384], // 1366 × 768
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const view of views) {
      if (width < 720) {
        await page.getByRole('button', { name: 'Menu', exact: true }).click();
        await page.getByRole('menuitemradio', { name: view }).click();
      } else {
        await page.getByRole('radio', { name: view }).click();
      }
      await expect(
        page.getByRole('heading', { name: view === 'Workspace' ? 'Collect' : view }).first(),
      ).toBeVisible();
      expect(await lostInBar(app.bar), `${view} at ${width} px`).toEqual([]);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
    }
  }
  await expectAccessible(page);
});

/**
 * Presses Tab until an element with this name has the focus. Every element on the way is visible.
 */
async function reach(page: Page, name: RegExp): Promise<void> {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    await expect(focused).toBeVisible();
    const label = await focused.evaluate(
      (element) => element.getAttribute('aria-label') ?? element.textContent ?? '',
    );
    if (name.test(label)) return;
  }
  throw new Error(`no ${name} on the way of the Tab key`);
}

test('Look closer and Transfer by keyboard alone', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 12), pictures('dots', 12));
  await app.expectLearned(24);
  // The skip link is the first element of the page. Tab goes on from there.
  await page.getByRole('link', { name: 'Skip to the content' }).focus();
  await reach(page, /^Workspace$/);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Look closer' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Look closer' })).toBeVisible();
  await reach(page, /^(Stripes|Dots).*\d/);
  await page.keyboard.press('Enter');
  await reach(page, /^Map of 24 pictures/);
  await page.keyboard.press('ArrowRight');

  await page.getByRole('link', { name: 'Skip to the content' }).focus();
  await reach(page, /^Look closer$/);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Transfer' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Transfer', exact: true })).toBeVisible();
  await reach(page, /Go to|Measure|Read|ImageNet|Compare|Show/);
});
