import { Apprentice } from './apprentice';
import { browserOptions } from './browser';
import { pictures } from './scenes';
import { expect, test } from './test';

const base = browserOptions();
test.use({ launchOptions: { ...base, args: [...(base.args ?? []), '--enable-unsafe-webgpu'] } });

test('webgpu in software proves itself and embeds a picture', async ({ page }) => {
  const app = new Apprentice(page);
  await page.goto('./?backend=webgpu');
  await expect(app.badge).toHaveText(/^WebGPU/);
  await app.choose('Class 1', pictures('stripes', 1));
  await expect(app.class('Class 1').getByText('1 picture', { exact: true })).toBeAttached();
});
