import { Apprentice } from './apprentice';
import { fakeCamera } from './fake-camera';
import { picture, pictures, type Scene } from './scenes';
import { expect, expectAccessible, test } from './test';

const { launchOptions, turnTo } = fakeCamera('unknown', ['stripes', 'checks']);
test.use({ launchOptions });

const one = (scene: Scene, shift: number) => ({
  name: `${scene}-${shift}.png`,
  mimeType: 'image/png',
  buffer: picture(scene, shift),
});

/**
 * Dots somewhat larger than those in the taught pictures. They are familiar, but not to a strict
 * eye.
 */
const STRANGE = { ...one('dots', 61), buffer: picture('dots', 61, 180, 135) };

const verdict = (app: Apprentice) => app.try.getByTestId('verdict');
const teachRow = (app: Apprentice) => app.try.getByRole('group', { name: /This is:$/ });
const unknown = 'I don’t know';

/** The opacities of the map's places, from 0 to 255. */
const veil = (app: Apprentice) =>
  app.try.getByTestId('heat').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {
      data: [],
    };
    return [...data].filter((_, i) => i % 4 === 3);
  });

async function known(app: Apprentice, name: string) {
  await expect(verdict(app)).toContainText(name);
  await app.expectAnswer(name);
  await expect(teachRow(app).getByText('Not right? This is:')).toBeVisible();
}

/** Resolves when the bars have moved this many times. */
const answeredAgain = (app: Apprentice, times: number) =>
  app.try.getByRole('list', { name: 'How sure it is of each class' }).evaluate(
    (bars, wanted) =>
      new Promise<void>((resolve) => {
        let seen = 0;
        new MutationObserver(() => ++seen === wanted && resolve()).observe(bars, {
          attributes: true,
          characterData: true,
          childList: true,
          subtree: true,
        });
      }),
    times,
  );

async function teach(app: Apprentice, name: string) {
  await teachRow(app).getByRole('button', { name, exact: true }).click();
}

test('what is unlike anything shown is not named, and can be taught', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 20), pictures('dots', 20));
  await app.expectLearned(40);
  await app.tryPicture(one('dots', 60));
  await known(app, 'Dots');
  await app.tryPicture(one('stripes', 61));
  await known(app, 'Stripes');

  await app.tryPicture(one('checks', 50));
  await expect(verdict(app)).toContainText(unknown);
  await expect(verdict(app)).toContainText('unlike anything shown');
  await expect(teachRow(app).getByText('Teach it. This is:')).toBeVisible();
  await expect(
    app.try.getByRole('img', { name: 'How familiar it looks: 0 of 40 of yours look stranger.' }),
  ).toBeVisible();
  await expectAccessible(page);

  // The picture goes into a new class, and back.
  await teach(app, 'New class');
  await expect(app.try.getByText('Added to Class 3. 4 more and it is learned.')).toBeVisible();
  await app.expectCount('Class 3', 1);
  await app.try.getByRole('button', { name: 'Undo' }).click();
  await expect(app.class('Class 3').getByText('1 picture', { exact: true })).toHaveCount(0);
  await expect(app.try.getByText(/^Added to/)).toHaveCount(0);

  for (let shift = 50; shift < 55; shift++) {
    if (shift > 50) await app.tryPicture(one('checks', shift));
    await expect(
      app.try.getByRole('list', { name: 'Tried before' }).getByRole('listitem'),
    ).toHaveCount(shift - 48);
    await expect(verdict(app)).toContainText(unknown);
    await teach(app, 'Class 3');
    await app.expectCount('Class 3', shift - 49);
  }
  await app.expectLearned(45);
  await known(app, 'Class 3');
});

test('what was tried before can be taught, moved, undone and cleared', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 6), pictures('dots', 6));
  await app.expectLearned(12);
  // There are too few pictures to tell, and the scale says so.
  await expect(
    app.try.getByRole('img', { name: 'It needs about 19 pictures in all to tell.' }),
  ).toBeVisible();
  await app.tryPicture(one('stripes', 60));
  await app.expectAnswer('Stripes');
  await app.tryPicture(one('dots', 60));
  await app.expectAnswer('Dots');
  const before = app.try.getByRole('list', { name: 'Tried before' });
  await expect(before.getByRole('listitem')).toHaveCount(1);
  const itIs = async (name: string) => {
    await before.getByRole('button', { name: /^It is/ }).click();
    await page.getByRole('menu').getByText(name, { exact: true }).click();
  };
  await itIs('Stripes');
  await expect(before).toContainText('in Stripes');
  await app.expectCount('Stripes', 7);
  // It is not added twice: it is one picture, in one class.
  await itIs('Dots');
  await expect(before).toContainText('in Dots');
  await app.expectCount('Stripes', 6);
  await app.expectCount('Dots', 7);
  await app.try.getByRole('button', { name: 'Undo' }).click();
  await expect(before).toContainText('in Stripes');
  await page.keyboard.press('Control+z');
  await expect(before).not.toContainText('in Stripes');
  await app.expectCount('Stripes', 6);
  await app.try.getByRole('button', { name: 'Clear' }).click();
  await expect(before).toHaveCount(0);
  await app.expectAnswer('Dots');
});

test('a picture shows where it looked and what it is most like', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  const looked = app.try.getByRole('switch', { name: 'Where it looked' });
  await expect(looked).toHaveAccessibleDescription('It has not learned anything yet.');
  await app.teach(pictures('stripes', 10), pictures('dots', 10));
  await app.expectLearned(20);
  await app.tryPicture(one('dots', 60));
  await app.expectAnswer('Dots');
  await expect(app.try.getByTestId('heat')).toHaveCount(0);
  await looked.click();
  await expect(app.try.getByText('bright: what spoke for Dots')).toBeVisible();
  await expect(app.try.getByText('exact', { exact: true })).toBeVisible();
  const places = await veil(app);
  // Something mattered most, and something did not matter.
  expect(Math.min(...places)).toBeLessThan(10);
  expect(Math.max(...places)).toBeGreaterThan(60);
  const nearest = app.try.getByRole('list', { name: 'Most like these' });
  await expect(nearest.getByRole('img', { name: /^Dots, / })).toHaveCount(5);
  await looked.click();
  await expect(app.try.getByTestId('heat')).toHaveCount(0);
  await expect(nearest.getByRole('img')).toHaveCount(5);
});

test('the share that may be turned away is set, told and undone', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 20), pictures('dots', 20));
  await app.expectLearned(40);
  await app.tryPicture(STRANGE);
  await known(app, 'Dots');
  await app.try.getByRole('button', { name: 'When it says “I don’t know”' }).click();
  await expect(app.try.getByText(/^Of your 40 pictures that is about 2\./)).toBeVisible();
  const slider = app.try.getByRole('slider', { name: 'Familiar pictures turned away' });
  await slider.focus();
  await page.keyboard.press('End');
  await expect(slider).toHaveAttribute('aria-valuetext', '30 in 100');
  await expect(app.try.getByText(/^Of your 40 pictures that is about 12\./)).toBeVisible();
  await expect(verdict(app)).toContainText(unknown);
  await expectAccessible(page);
  await page.keyboard.press('Control+z');
  await expect(slider).toHaveAttribute('aria-valuetext', '5 in 100');
  await known(app, 'Dots');
  // The slider goes no lower than can be promised.
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(slider).toHaveAttribute('aria-valuetext', '2.5 in 100');
  await expect(app.try.getByText(/^Of your 40 pictures that is about 1\./)).toBeVisible();
});

test('the camera says when it does not know, and shows where it looked', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  turnTo('stripes');
  const first = app.class('Class 1');
  await first.getByRole('button', { name: 'Turn the camera on' }).click();
  await expect(first.getByText('Camera on')).toBeVisible();
  await page.keyboard.down('Space');
  await app.expectAtLeast('Class 1', 20);
  await page.keyboard.up('Space');
  await first.getByRole('button', { name: 'Camera' }).click();
  await app.choose('Class 2', pictures('dots', 20));
  await app.expectCount('Class 2', 20);
  await app.expectLearned();

  await app.try.getByRole('button', { name: 'Turn the camera on' }).click();
  await known(app, 'Class 1');
  await app.try.getByRole('switch', { name: 'Where it looked' }).click();
  await expect(app.try.getByText('bright: what spoke for Class 1')).toBeVisible();
  // Both are mirrored.
  const mirrored = (element: Element) => element.closest('[data-mirrored]') !== null;
  expect(await app.try.getByTestId('heat').evaluate(mirrored)).toBe(true);
  expect(await app.try.locator('video').evaluate(mirrored)).toBe(true);
  await app.try.getByRole('switch', { name: 'Where it looked' }).click();

  await app.try.getByRole('button', { name: 'Turn the camera off' }).click();
  turnTo('checks');
  await app.try.getByRole('button', { name: 'Turn the camera on' }).click();
  await expect(verdict(app)).toContainText(unknown);
  // The buttons stay in place while answers arrive.
  const button = teachRow(app).getByRole('button', { name: 'New class' });
  const place = await button.boundingBox();
  await answeredAgain(app, 3);
  expect(await button.boundingBox()).toEqual(place);
  await button.click();
  await expect(app.try.getByText(/^Added to Class 3\./)).toBeVisible();
  await app.expectCount('Class 3', 1);
  await expect(app.try.getByRole('list', { name: 'Tried before' })).toContainText('in Class 3');
});

test('a class of the background is offered once there are pictures enough', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  const offer = app.try.getByText(/^Record what stands in front of the camera/);
  await app.teach(pictures('stripes', 30), pictures('dots', 29));
  await app.expectLearned(59);
  await expect(offer).toHaveCount(0);
  await app.choose('Dots', pictures('dots', 1, 29));
  await app.expectLearned(60);
  await expect(offer).toBeVisible();
  await expectAccessible(page);
  await app.try.getByRole('button', { name: 'Add the class' }).click();
  await expect(app.class('Background')).toBeVisible();
  await expect(offer).toHaveCount(0);
});

test('made to forget, it leads to where it is trained', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 5), pictures('dots', 5));
  await app.expectLearned(10);
  await app.train.getByRole('button', { name: /^Advanced/ }).click();
  await app.train.getByRole('button', { name: /^Forget/ }).click();
  await expect(app.try.getByText('There are pictures enough. Train it first.')).toBeVisible();
  await app.try.getByRole('button', { name: 'Go to Train' }).click();
  await app.train.getByRole('button', { name: 'Train', exact: true }).click();
  await app.expectLearned(10);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });
  test('what is unknown, in the light and in the dark', async ({ page }) => {
    const app = new Apprentice(page);
    await page.goto('./');
    await app.teach(pictures('stripes', 10), pictures('dots', 10));
    const steps = page.getByRole('navigation', { name: 'Steps' });
    await steps.getByText('Train').click();
    await app.expectLearned(20);
    await steps.getByText('Try').click();
    await app.tryPicture(one('checks', 50));
    await expect(verdict(app)).toContainText(unknown);
    await app.try.getByRole('switch', { name: 'Where it looked' }).click();
    await app.try.getByRole('button', { name: 'When it says “I don’t know”' }).click();
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
    ).toBeLessThanOrEqual(0);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
      await expectAccessible(page);
    }
  });
});
