import { Apprentice } from './apprentice';
import { picture, pictures } from './scenes';
import { expect, expectAccessible, test } from './test';

const ALL_RIGHT = /\b(1[0-4]) of \1 held-out pictures right/;

test('files in, it learns by itself, a picture is answered, and all is there after a reload', async ({
  page,
}) => {
  const app = new Apprentice(page);
  await app.open();
  await expect(app.collect.getByText('Show it two things.')).toBeVisible();
  await expect(app.train.getByText('2 classes with pictures')).toBeVisible();
  await expectAccessible(page);

  await app.teach(pictures('stripes', 30), pictures('dots', 30));
  await app.expectLearned(60);
  await app.expectSaved();
  // About a fifth is held out. Drawings of one pattern that are nearly the same stay on one side.
  await expect(app.result).toContainText(ALL_RIGHT);
  await expect(app.result).toContainText(/100\s%\s*\((6[0-9]|7[0-9])–100\)/);
  await expectAccessible(page);

  // The same numbers as text.
  const accuracy = app.train.getByRole('figure', { name: 'Accuracy' });
  await accuracy.getByRole('button', { name: 'Show as a table' }).click();
  const rows = await accuracy.getByRole('row').count();
  expect(rows).toBeGreaterThan(2);
  await expect(accuracy.getByRole('row').last()).toContainText('100');

  await app.tryPicture({ name: 'new.png', mimeType: 'image/png', buffer: picture('dots', 99) });
  await app.expectAnswer('Dots');
  await app.tryPicture({ name: 'new.png', mimeType: 'image/png', buffer: picture('stripes', 98) });
  await app.expectAnswer('Stripes');
  await expectAccessible(page);

  await page.reload();
  await app.expectCount('Stripes', 30);
  await app.expectCount('Dots', 30);
  await expect(app.result).toContainText(ALL_RIGHT);
  await expect(app.badge).toBeVisible();
  await app.tryPicture({ name: 'new.png', mimeType: 'image/png', buffer: picture('dots', 97) });
  await app.expectAnswer('Dots');
});

test('by the button alone when it is not to learn by itself', async ({ page }) => {
  await page.clock.install();
  const app = new Apprentice(page);
  await app.open();
  const train = app.train.getByRole('button', { name: 'Train', exact: true });
  await expect(train).toBeDisabled();
  await app.train.getByRole('switch', { name: 'Learn as pictures arrive' }).click();
  await app.teach(pictures('stripes', 6), pictures('dots', 6));
  // By then, anything that begins by itself has begun.
  await page.clock.fastForward(60_000);
  await expect(train).toBeEnabled();
  await expect(app.train.getByText(/Learned (\d|at)/)).toHaveCount(0);
  await train.click();
  await app.expectLearned(12);
  // With two held-out pictures there are counts, never a rate.
  await expect(app.result).toContainText('2 of 2 held-out pictures right');
  await expect(app.result).toContainText('Too few to say');
  await expect(app.result).not.toContainText('%');
});

test('says what is missing instead of a wrong number', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  const train = app.train.getByRole('button', { name: 'Train', exact: true });
  await expect(train).toHaveAccessibleDescription(/no pictures yet/);
  await app.choose('Class 1', pictures('stripes', 3));
  await app.expectCount('Class 1', 3);
  await expect(train).toHaveAccessibleDescription(/Only .* has pictures/);
  await app.choose('Class 2', pictures('dots', 1));
  await app.expectCount('Class 2', 1);
  await expect(train).toHaveAccessibleDescription(/needs 1 more picture/);
});

test('an MLP head: stops, goes on, and is reset', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await app.train.getByRole('switch', { name: 'Learn as pictures arrive' }).click();
  await app.teach(pictures('stripes', 10), pictures('dots', 10));
  await app.train.getByRole('button', { name: 'Advanced' }).click();
  await app.train.getByLabel('Head', { exact: true }).selectOption('MLP');
  await app.train.getByLabel('Most epochs').fill('1000');
  await app.train.getByLabel('Learning rate').fill('0.00001');
  await page.keyboard.press('Enter');
  await app.train.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(app.train.getByText(/Epoch \d/).first()).toBeVisible();
  await app.train.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(app.train.getByText('You stopped it. It can go on from there.')).toBeVisible();
  const epochsOf = async () =>
    Number((await app.train.getByText(/epochs? in/).textContent())?.match(/^(\d+)/)?.[1]);
  const stoppedAt = await epochsOf();
  await app.train.getByRole('button', { name: 'Go on' }).click();
  const epochNow = async () =>
    Number(/Epoch (\d+)/.exec((await app.train.textContent()) ?? '')?.[1] ?? 0);
  await expect.poll(epochNow).toBeGreaterThan(stoppedAt);
  await app.train.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect.poll(epochsOf).toBeGreaterThan(stoppedAt);
  await app.train.getByRole('button', { name: 'Forget what it learned' }).click();
  await expect(app.train.getByText(/epochs? in/)).toHaveCount(0);
  await app.expectCount('Stripes', 10);
});

test('a backbone that cannot be fetched: says so, and the old one goes on', async ({
  page,
  watch,
}) => {
  watch.allow('net::ERR_FAILED');
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 6), pictures('dots', 6));
  await app.expectLearned(12);
  await page.route('**/efficientnet-lite0/**', (route) => route.abort());
  await app.train.getByRole('button', { name: 'Advanced' }).click();
  const backbone = app.train.getByLabel('Backbone', { exact: true });
  await backbone.selectOption({ index: 1 });
  await expect(app.train.getByText(/could not be|cannot be|can’t be/).first()).toBeVisible();
  await expect(backbone).toHaveValue('mobilenet-v2');
  await app.choose('Dots', pictures('dots', 3, 30));
  await app.expectLearned(15);
  await app.tryPicture({ name: 'new.png', mimeType: 'image/png', buffer: picture('dots', 99) });
  await app.expectAnswer('Dots');
});
