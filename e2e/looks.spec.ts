import type { Page } from '@playwright/test';
import { Apprentice } from './apprentice';
import { pictures } from './scenes';
import { expect, expectAccessible, test } from './test';

test('Chinese and back without a reload, remembered', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await page.getByRole('button', { name: /简体中文/ }).click();
  await expect(page.getByText('给它看两样东西。')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByText('给它看两样东西。')).toBeVisible();
  await page.getByRole('button', { name: /English/ }).click();
  await expect(page.getByText('Show it two things.')).toBeVisible();
});

/** Keeps the program from the page until it is released. */
async function holdProgram(page: Page): Promise<() => void> {
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(/\/assets\/page-.*\.js$/, async (route) => {
    await gate;
    await route.continue();
  });
  return letGo;
}

test.describe('a browser that speaks Chinese', () => {
  test.use({ locale: 'zh-CN', colorScheme: 'dark' });
  test('is answered in Chinese at once, before the program is there', async ({ page }) => {
    // Whatever is stored under its name, the page starts.
    await page.addInitScript(() => localStorage.setItem('apprentice.preferences', 'not JSON'));
    const letGo = await holdProgram(page);
    await page.goto('./', { waitUntil: 'commit' });
    await expect(page.getByText('给它看两样东西。')).toBeVisible();
    await expect(page.getByText('Show it two things.')).toBeHidden();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect(page.getByRole('button')).toHaveCount(0);
    letGo();
    await expect(page.getByRole('button', { name: /示例/ })).toBeVisible();
    await expect(page.getByText('给它看两样东西。')).toBeVisible();
  });
});

test('who comes back to pictures never sees the words of a first visit', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await app.choose('Class 1', pictures('dots', 1));
  await app.expectCount('Class 1', 1);
  const letGo = await holdProgram(page);
  await page.addInitScript(() => {
    const words = () =>
      [...document.querySelectorAll('p')].some(
        (each) => each.textContent === 'Show it two things.' && each.checkVisibility(),
      );
    const look = () => {
      if (words()) Object.assign(globalThis, { flash: true });
      requestAnimationFrame(look);
    };
    look();
  });
  await page.reload({ waitUntil: 'commit' });
  await expect(page.getByText('Collect', { exact: true })).toBeVisible();
  await expect(page.getByText('Show it two things.')).toBeHidden();
  letGo();
  await app.expectCount('Class 1', 1);
  expect(await page.evaluate(() => 'flash' in globalThis)).toBe(false);
});

test('the theme follows the system until it is chosen, and is then remembered', async ({
  page,
}) => {
  const app = new Apprentice(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await app.open();
  const html = page.locator('html');
  await expect(html).toHaveAttribute('data-theme', 'dark');
  await app.teach(pictures('stripes', 6), pictures('dots', 6));
  await app.expectLearned(12);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitemradio', { name: 'Light' }).click();
  await expect(html).toHaveAttribute('data-theme', 'light');
  await page.reload();
  await expect(html).toHaveAttribute('data-theme', 'light');
  await app.expectCount('Dots', 6);
  await expect(html).toHaveAttribute('data-theme', 'light');
});

test('the main job at 320, 390 and 900 px, nothing scrolls sideways', async ({ page }) => {
  const app = new Apprentice(page);
  const narrowest = { width: 320, height: 844 };
  await page.setViewportSize(narrowest);
  await page.goto('./');
  const step = (name: string) =>
    page.getByRole('navigation', { name: 'Steps' }).getByText(name).click();
  const looksWell = async () => {
    for (const width of [390, 900, narrowest.width]) {
      await page.setViewportSize({ ...narrowest, width });
      await expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth))
        .toBeLessThanOrEqual(0);
      await expectAccessible(page);
    }
  };
  await expect(app.collect.getByText('Show it two things.')).toBeVisible();
  await looksWell();
  await app.teach(pictures('stripes', 6), pictures('dots', 6));
  await looksWell();
  await step('Train');
  await app.expectLearned(12);
  await looksWell();
  await step('Try');
  await app.tryPicture({ ...pictures('dots', 1, 50)[0] } as never);
  await app.expectAnswer('Dots');
  await looksWell();
});

test('the whole way by keyboard', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  const reach = async (name: RegExp) => {
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      const label = await page.evaluate(() => {
        const element = document.activeElement;
        return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
      });
      if (name.test(label)) return;
    }
    throw new Error(`no ${name} on the way of the Tab key`);
  };
  const chooseByKey = async (files: ReturnType<typeof pictures>) => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.keyboard.press('Enter'),
    ]);
    await chooser.setFiles(files);
  };
  await reach(/^Name of class 1/);
  await page.keyboard.press('Enter');
  await page.keyboard.type('Stripes');
  await page.keyboard.press('Enter');
  await reach(/^Choose pictures$/);
  await chooseByKey(pictures('stripes', 6));
  await app.expectCount('Stripes', 6);
  // A class with pictures has other buttons in another place. The focus moves with them.
  await expect(app.class('Stripes').getByRole('button', { name: 'Files' })).toBeFocused();
  // The next step appears once the first one is done.
  await expect(app.class('Class 2').getByRole('button', { name: 'Choose pictures' })).toBeVisible();
  await reach(/^Name of class 2/);
  await reach(/^Choose pictures$/);
  await chooseByKey(pictures('dots', 6));
  await app.expectLearned(12);
  await reach(/^Camera$/);
  await reach(/^Picture|^Camera/);
  await page.keyboard.press('Control+z');
  await expect(app.bar.getByRole('button', { name: /^Redo: Added 6 pictures/ })).toBeVisible();
});

test('where the curves cannot be drawn, their tables are there', async ({ page }) => {
  // WebKitGTK's answer where the machine has no language; the charts' library throws at it.
  await page.addInitScript(() => Object.defineProperty(navigator, 'language', { value: 'C' }));
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 6), pictures('dots', 6));
  await app.expectLearned(12);
  const accuracy = app.train.getByRole('figure', { name: 'Accuracy' });
  await expect(accuracy.getByRole('row').nth(1)).toBeVisible();
});
