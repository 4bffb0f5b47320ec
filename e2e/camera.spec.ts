import { Apprentice } from './apprentice';
import { fakeCamera } from './fake-camera';
import { expect, expectAccessible, test } from './test';

const { launchOptions, turnTo } = fakeCamera('film', ['stripes', 'dots', 'black']);
test.use({ launchOptions });
test.beforeEach(() => turnTo('stripes'));

test('two classes recorded and answered live', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  const first = app.class('Class 1');
  await first.getByRole('button', { name: 'Turn the camera on' }).click();
  const hold = first.getByRole('button', { name: /Hold to record/ });
  await expect(first.getByText('Camera on')).toBeVisible();
  const before = await hold.boundingBox();
  await hold.hover();
  await page.mouse.down();
  await expect(first.getByText('Let go to stop')).toBeVisible();
  await app.expectAtLeast('Class 1', 8);
  // The button stays under the finger even after the first pictures have arrived.
  expect(await first.getByRole('button', { name: /Let go to stop/ }).boundingBox()).toEqual(before);
  await page.mouse.up();
  await expectAccessible(page);
  await first.getByRole('button', { name: 'Camera' }).click();
  await expect(first.getByText('Camera on')).toHaveCount(0);

  turnTo('dots');
  const second = app.class('Class 2');
  await second.getByRole('button', { name: 'Camera' }).click();
  await expect(second.getByText('Camera on')).toBeVisible();
  await page.keyboard.down('Space');
  await app.expectAtLeast('Class 2', 8);
  await page.keyboard.up('Space');
  await app.expectLearned();
  // Each class is one recording, and the page says that this flatters the figure.
  await expect(app.train.getByText(/same recording/)).toBeVisible();
  await app.expectAnswer('Class 2');
  await expect(app.try.getByText(/[1-9]\d* answers? a second/)).toBeVisible();

  // The camera sees something else, so the answer changes.
  await second.getByRole('button', { name: 'Camera' }).click();
  turnTo('stripes');
  await app.try.getByRole('button', { name: 'Turn the camera on' }).click();
  await app.expectAnswer('Class 1');
});

test('a camera whose shutter is closed: nothing is taken, and it says why', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  turnTo('black');
  const card = app.class('Class 1');
  await card.getByRole('button', { name: 'Turn the camera on' }).click();
  await expect(card.getByText('Camera on')).toBeVisible();
  await card.getByRole('button', { name: /Hold to record/ }).press('Enter');
  await expect(card.getByText(/the camera shows only black/)).toBeVisible();
  await expect(card.getByText(/^\d+ pictures?$/)).toHaveCount(0);
  await expectAccessible(page);
});

test('the light goes off when nobody looks', async ({ page }) => {
  const app = new Apprentice(page);
  await page.addInitScript(() => {
    const tracks: MediaStreamTrack[] = [];
    Object.assign(globalThis, { tracks });
    const get = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      const stream = await get(constraints);
      tracks.push(...stream.getTracks());
      return stream;
    };
  });
  const live = () =>
    page.evaluate(
      () =>
        (globalThis as unknown as { tracks: MediaStreamTrack[] }).tracks.filter(
          (track) => track.readyState === 'live',
        ).length,
    );
  await app.open();
  expect(await live()).toBe(0);
  await app.class('Class 1').getByRole('button', { name: 'Turn the camera on' }).click();
  await expect.poll(live).toBe(1);
  await page.keyboard.press('Escape');
  await expect.poll(live).toBe(0);
});

test('the timer waits, counts down and stops by itself', async ({ page }) => {
  const app = new Apprentice(page);
  await page.clock.install();
  await app.open();
  const card = app.class('Class 1');
  await card.getByRole('button', { name: 'Turn the camera on' }).click();
  await card.getByRole('button', { name: 'Timer' }).click();
  const settings = page.getByRole('dialog');
  await settings.getByLabel('Starts after').fill('30');
  await settings.getByLabel('Records for').fill('2');
  await page.keyboard.press('Enter');
  await expect(settings.getByText('Takes 16 pictures.')).toBeVisible();
  await settings.getByRole('button', { name: 'Start' }).click();
  await expect(card.getByText(/^Starts in/).first()).toBeVisible();
  await expect(card.getByText(/^\d+ pictures?$/)).toHaveCount(0);
  await page.clock.fastForward(30_000);
  await app.expectAtLeast('Class 1', 1);
  // It took the promised number of pictures, which a unit test counts, or fewer on a slow machine.
  await expect(card.getByRole('button', { name: /Hold to record/ })).toBeVisible();
});
