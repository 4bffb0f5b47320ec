// Five thousand pictures in two classes: what a person does with them keeps the page answering.
import { Apprentice } from './apprentice';
import { multiplyOnDisk } from './many-on-disk';
import { tasksAtUsualPace } from './pace';
import { pictures } from './scenes';
import { expect, test } from './test';

const MANY = 5000;

// A trace would look through the page itself, and so does an expectation that does not hold yet.
test.use({ trace: 'off' });

/** What goes on by itself keeps out of the way; one act on all of them may take a frame or two. */
const WHILE_COMPUTING = 50;
const AN_ACT = 100;

test('5,000 pictures: no task over 50 ms while it computes, none over 100 ms for an act on all', async ({
  page,
}) => {
  test.setTimeout(300_000);
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 12), pictures('dots', 12));
  await app.choose('Dots', pictures('checks', 8));
  await app.expectLearned(32);
  await multiplyOnDisk(page, MANY);
  const tooLong: string[] = [];
  const step = async (name: string, limit: number, work: () => Promise<unknown>) => {
    const tasks = await tasksAtUsualPace(page, async () => void (await work()));
    const longest = Math.max(...tasks);
    if (longest >= limit) tooLong.push(`${name}: ${longest.toFixed(1)} ms`);
    // The trace is there, and the page did compute.
    expect(tasks.length).toBeGreaterThan(10);
  };
  const card = page.getByRole('region', { name: 'Map of the pictures', exact: true });
  const map = card.getByRole('application');
  const crossValidated = page.getByText(/^Cross-validated over all 5,000/);

  await app.open();
  await app.expectCount('Stripes', 1880);
  // Its end shows everything anew: a single frame.
  await step('learn', AN_ACT, () =>
    app.train.getByText(/from all 5,000\./).waitFor({ timeout: 200_000 }),
  );
  await step('look closer', WHILE_COMPUTING, async () => {
    await page.getByRole('radio', { name: 'Look closer' }).click();
    await crossValidated.waitFor({ timeout: 200_000 });
    await card.getByText('Point at one to see it').waitFor({ timeout: 200_000 });
  });
  await step('select by a line', AN_ACT, async () => {
    await card.getByRole('button', { name: 'Draw around pictures to select them' }).click();
    const box = await map.boundingBox();
    if (!box) throw new Error('the map has no box');
    await page.mouse.move(box.x + 4, box.y + 4);
    await page.mouse.down();
    for (const [x, y] of [
      [box.width - 4, 4],
      [box.width - 4, box.height - 4],
      [4, box.height - 4],
    ] as const) {
      await page.mouse.move(box.x + x, box.y + y, { steps: 4 });
    }
    await page.mouse.up();
    await card.getByText('5,000 selected').waitFor();
  });
  await step('delete and undo', AN_ACT, async () => {
    await card.getByRole('button', { name: /^Delete/ }).click();
    await card.getByText('5,000 selected').waitFor({ state: 'hidden' });
    await page.keyboard.press('Control+z');
    await crossValidated.waitFor({ timeout: 200_000 });
  });
  await step('the grid of all', AN_ACT, async () => {
    await page.getByRole('radio', { name: 'Workspace' }).click();
    await page.getByRole('button', { name: /^Show all .* of Dots$/ }).click();
    await page.getByRole('grid').locator('img').first().waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  });
  expect(tooLong).toEqual([]);
});
