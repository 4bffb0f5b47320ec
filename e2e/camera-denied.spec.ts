import { Apprentice } from './apprentice';
import { browserOptions } from './browser';
import { expect, expectAccessible, test } from './test';

// Without the fake prompt nobody says yes, so the browser says no. The shell would not answer at
// all.
const base = browserOptions({ whole: true });
test.use({
  launchOptions: { ...base, args: [...(base.args ?? []), '--use-fake-device-for-media-stream'] },
});

test('a refused camera: says how to allow it, and offers files', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  const card = app.class('Class 1');
  await card.getByRole('button', { name: 'Turn the camera on' }).click();
  await expect(card.getByText(/The browser did not allow the camera/)).toBeVisible();
  await expect(card.getByRole('button', { name: 'Choose pictures instead' })).toBeVisible();
  await expectAccessible(page);
});
