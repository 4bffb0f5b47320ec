// A page that the browser translates. The translator puts every text into new elements, and also
// each text that comes later.
import type { Page } from '@playwright/test';
import { Apprentice } from './apprentice';
import { fakeCamera } from './fake-camera';
import { picture, pictures } from './scenes';
import { expect, test } from './test';

const { launchOptions } = fakeCamera('translated', ['stripes']);
test.use({ launchOptions });

/** The words stay as they are, so that they can be looked for. React's own texts are gone. */
async function translateAsItComes(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const translate = () => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const texts: Text[] = [];
      while (walker.nextNode()) texts.push(walker.currentNode as Text);
      for (const text of texts) {
        if (!text.data.trim() || text.parentElement?.closest('font, svg, [translate="no"]')) {
          continue;
        }
        const inner = document.createElement('font');
        inner.textContent = text.data;
        const outer = document.createElement('font');
        outer.append(inner);
        text.replaceWith(outer);
      }
    };
    document.addEventListener('DOMContentLoaded', () => {
      translate();
      new MutationObserver(translate).observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true,
      });
    });
  });
}

test('a page that the browser translates goes on through the whole job', async ({ page }) => {
  await translateAsItComes(page);
  const app = new Apprentice(page);
  await app.open();
  expect(await page.locator('font').count()).toBeGreaterThan(20);
  await app.teach(pictures('stripes', 12), pictures('dots', 12));
  await app.expectLearned(24);

  const stripes = app.class('Stripes');
  await stripes.getByRole('button', { name: 'Camera' }).click();
  await expect(stripes.getByText('Camera on')).toBeVisible();
  await stripes.getByRole('button', { name: /Hold to record/ }).hover();
  await page.mouse.down();
  await expect(stripes.getByText('Let go to stop')).toBeVisible();
  await app.expectAtLeast('Stripes', 14);
  await page.mouse.up();
  await expect(stripes.getByText('Hold to record')).toBeVisible();
  await page.keyboard.press('Escape');
  await app.bar.getByRole('button', { name: /^Undo: Added/ }).click();
  await app.expectCount('Stripes', 12);
  await app.bar.getByRole('button', { name: /^Redo: Added/ }).click();
  await app.expectAtLeast('Stripes', 14);
  await app.bar.getByRole('button', { name: /^Undo: Added/ }).click();
  await app.expectLearned(24);

  await app.tryPicture({ name: 'new.png', mimeType: 'image/png', buffer: picture('dots', 99) });
  await app.expectAnswer('Dots');
  await app.tryPicture({ name: 'new.png', mimeType: 'image/png', buffer: picture('stripes', 98) });
  await app.expectAnswer('Stripes');

  await app.collect.getByRole('button', { name: 'Set some aside…' }).click();
  const dialog = page.getByRole('dialog');
  const said = dialog.getByRole('status');
  await expect(said.getByText(/^Sets \d+ pictures aside\.$/)).toBeVisible();
  const before = (await said.textContent()) ?? '';
  await dialog.getByRole('slider').press('End');
  await expect(said).not.toHaveText(before);
  await dialog.getByRole('slider').press('Home');
  await dialog.getByRole('button', { name: /^Set \d+ aside$/ }).click();
  await expect(app.collect.getByText(/^Set aside for testing: \d+ pictures$/)).toBeVisible();
  await expect(app.train.getByText(/from all (1\d|2[0-3])\./)).toBeVisible();

  await page.getByRole('radio', { name: 'Look closer' }).click();
  await expect(page.getByText(/^Cross-validated over all/)).toBeVisible();
  await page.getByRole('radio', { name: 'Transfer' }).click();
  const curve = page.getByRole('region', { name: 'How many pictures does it take?' });
  // This one takes so long that it can be seen and stopped on any machine.
  await curve.getByRole('button', { name: /^Measure from scratch/ }).click();
  await expect(curve.getByRole('progressbar')).toBeVisible();
  await curve.getByRole('button', { name: 'Stop' }).click();
  await expect(curve.getByRole('progressbar')).toHaveCount(0);
  await page.getByRole('radio', { name: 'Workspace' }).click();
  await app.expectCount('Dots', 12);
});
