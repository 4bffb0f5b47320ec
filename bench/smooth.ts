// `npm run bench:smooth`: does the page keep responding while it works? Reports the longest task of
// its main thread in each piece of work, as it would be on the usual machine, beside the limit.
// Also reports how soon a camera answers and how soon a lost engine is back.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, expect as expectSoon, type Page } from '@playwright/test';
import { build, preview } from 'vite';
import { Apprentice, type TestFile } from '../e2e/apprentice';
import { fakeCamera } from '../e2e/fake-camera';
import { hostileArchives } from '../e2e/hostile/archives';
import { hostilePictures } from '../e2e/hostile/pictures';
import { multiplyOnDisk } from '../e2e/many-on-disk';
import { pictures } from '../e2e/scenes';
import { openJson, parseSmoothOptions, runCommand } from './command';
import { tasksAtUsualPace } from './pace';

/**
 * Limits in milliseconds. Whatever runs by itself stays out of the way. One act on all pictures may
 * take a frame or two.
 */
const WHILE_COMPUTING = 50;
const AN_ACT = 100;
/** Harmful files are not everyday work. The page may hang for a moment, but must come back. */
const UNDER_ATTACK = 1000;
const LIVE_WITHIN = 60_000;
const REPLACED_WITHIN = 2000;
const MANY = 5000;
const LONG = 600_000;

interface Figure {
  what: string;
  /** Milliseconds. */
  took: number;
  limit: number;
}

const figures: Figure[] = [];
const expect = expectSoon.configure({ timeout: LONG });
const camera = fakeCamera('bench', ['stripes', 'dots']);
const folder = mkdtempSync(join(tmpdir(), 'apprentice-smooth-'));

async function main(args: string[]): Promise<void> {
  const { json } = parseSmoothOptions(args);
  const writeJson = openJson(json);
  await build({ logLevel: 'error' });
  const server = await preview({ preview: { port: 4190 }, logLevel: 'error' });
  const browser = await chromium.launch(camera.launchOptions);
  try {
    const baseURL = server.resolvedUrls?.local[0] ?? 'http://localhost:4190/';
    for (const scene of [learning, transfer, manyPictures, hostileFiles, liveCamera, lostEngine]) {
      await visit(browser, baseURL, scene);
    }
    writeJson(figures);
  } finally {
    await browser.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const over = figures.filter(({ took, limit }) => took >= limit).length;
  console.log(over === 0 ? '\nAll within their limits.' : `\n${over} over their limits.`);
  process.exitCode = over === 0 ? 0 : 1;
}

async function visit(
  browser: Browser,
  baseURL: string,
  scene: (app: Apprentice) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({
    baseURL,
    locale: 'en-GB',
    viewport: { width: 1440, height: 900 },
    permissions: ['camera'],
    // It would download the whole app again during the measurement.
    serviceWorkers: 'block',
  });
  // tsx names functions through a helper of its own, which does not exist in the page.
  await context.addInitScript({ content: 'globalThis.__name = (named) => named;' });
  const page = await context.newPage();
  page.setDefaultTimeout(LONG);
  page.on('pageerror', (error) => console.error(error));
  try {
    await scene(new Apprentice(page));
  } finally {
    await context.close();
  }
}

function note(what: string, took: number, limit: number): void {
  figures.push({ what, took, limit });
  const mark = took >= limit ? 'over' : '';
  const ms = (value: number) => `${value.toFixed(0)} ms`;
  console.log(`${what.padEnd(44)} ${ms(took).padStart(9)} of ${ms(limit).padStart(9)}  ${mark}`);
}

/** Notes the longest task of the main thread during `work`. */
async function longestTask(
  page: Page,
  what: string,
  limit: number,
  work: () => Promise<unknown>,
): Promise<void> {
  const tasks = await tasksAtUsualPace(page, async () => void (await work()));
  if (tasks.length < 10) throw new Error(`${what}: there is no trace of what the page did`);
  note(`longest task: ${what}`, Math.max(...tasks), limit);
}

/**
 * Real files, which the browser opens itself. A script in the page would have to unpack buffers.
 */
function onDisk(files: readonly TestFile[]): string[] {
  return files.map(({ name, buffer }, i) => {
    // Hostile names cannot be used on a disk.
    const path = join(folder, `${i}-${name.replace(/[^\w.-]/g, '_').slice(-60)}`);
    writeFileSync(path, buffer);
    return path;
  });
}

async function learning(app: Apprentice): Promise<void> {
  await app.open();
  const files = [onDisk(pictures('stripes', 120)), onDisk(pictures('dots', 120))] as const;
  await longestTask(app.page, 'embed and train', WHILE_COMPUTING, async () => {
    await app.choose('Class 1', files[0]);
    await app.expectCount('Class 1', 120);
    await app.choose('Class 2', files[1]);
    await app.expectCount('Class 2', 120);
    await app.expectLearned(240);
  });
}

async function transfer(app: Apprentice): Promise<void> {
  const { page } = app;
  await app.open();
  await app.teach(pictures('stripes', 8), pictures('dots', 8));
  await app.expectLearned(16);
  await page.getByRole('radio', { name: 'Transfer' }).click();
  const view = page.getByRole('region', { name: 'Transfer', exact: true });
  await expect(view).toBeVisible();
  const maps = view.getByRole('region', { name: 'What a block sees' });
  await longestTask(page, 'what a block sees', WHILE_COMPUTING, async () => {
    await maps.getByRole('button', { name: 'Stripes, picture 1', exact: true }).press('Enter');
    await expect(maps.getByRole('img', { name: /^Channel \d+$/ })).toHaveCount(12);
    await maps.getByRole('slider', { name: 'Block' }).press('End');
    await expect(maps.getByRole('status')).toHaveText(/^last convolution/);
  });
  const domain = view.getByRole('region', { name: 'How different are other pictures?' });
  await longestTask(page, 'how far other pictures are', WHILE_COMPUTING, async () => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      domain.getByRole('button', { name: 'Choose pictures' }).press('Enter'),
    ]);
    await chooser.setFiles(pictures('checks', 16));
    await expect(domain.getByText('Another domain')).toBeVisible();
  });
}

async function manyPictures(app: Apprentice): Promise<void> {
  const { page } = app;
  await app.open();
  await app.teach(pictures('stripes', 12), pictures('dots', 12));
  await app.choose('Dots', pictures('checks', 8));
  await app.expectLearned(32);
  await multiplyOnDisk(page, MANY);
  const step = (what: string, limit: number, work: () => Promise<unknown>) =>
    longestTask(page, `5,000 pictures, ${what}`, limit, work);
  const card = page.getByRole('region', { name: 'Map of the pictures', exact: true });
  const map = card.getByRole('application');
  // The browser itself waits for this. A repeated expectation would search the page again and
  // again.
  const crossValidated = page.getByText(/^Cross-validated over all 5,000/);

  await app.open();
  await app.expectCount('Stripes', 1880);
  // At its end everything is shown anew, in a single frame.
  await step('learn', AN_ACT, () => app.train.getByText(/from all 5,000\./).waitFor());
  await step('look closer', WHILE_COMPUTING, async () => {
    await page.getByRole('radio', { name: 'Look closer' }).click();
    await crossValidated.waitFor();
    await card.getByText('Point at one to see it').waitFor();
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
    await crossValidated.waitFor();
  });
  await step('the grid of all', AN_ACT, async () => {
    await page.getByRole('radio', { name: 'Workspace' }).click();
    await page.getByRole('button', { name: /^Show all .* of Dots$/ }).click();
    await page.getByRole('grid').locator('img').first().waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  });
}

async function hostileFiles(app: Apprentice): Promise<void> {
  const { page } = app;
  await app.open();
  const card = app.class('Class 1');
  const done = card.getByText(/^\d+ pictures? went in\. \d+ files? could not be read\.$/).first();
  await longestTask(page, 'hostile pictures', UNDER_ATTACK, async () => {
    await app.choose('Class 1', onDisk(hostilePictures()));
    await expect(done).toBeVisible();
  });
  const archives = hostileArchives().flatMap(({ name, bytes, expected }) =>
    'kind' in expected && expected.kind !== 'project'
      ? [{ name, mimeType: 'application/zip', buffer: Buffer.from(bytes) }]
      : [],
  );
  await longestTask(page, 'hostile archives', UNDER_ATTACK, async () => {
    await card.getByRole('button', { name: 'Close' }).click();
    await app.choose('Class 1', onDisk(archives));
    await expect(done).toBeVisible();
  });
}

async function liveCamera(app: Apprentice): Promise<void> {
  const { page } = app;
  const begin = performance.now();
  await app.open();
  for (const [name, scene] of [
    ['Class 1', 'stripes'],
    ['Class 2', 'dots'],
  ] as const) {
    camera.turnTo(scene);
    const card = app.class(name);
    await card.getByRole('button', { name: /^(Turn the camera on|Camera)$/ }).click();
    await expect(card.getByText('Camera on')).toBeVisible();
    await page.keyboard.down('Space');
    await app.expectAtLeast(name, 8);
    await page.keyboard.up('Space');
    if (name === 'Class 1') await card.getByRole('button', { name: 'Camera' }).click();
  }
  await app.expectLearned();
  await app.expectAnswer('Class 2');
  note('two classes recorded and answered live', performance.now() - begin, LIVE_WITHIN);
  const rate = app.try.getByText(/[1-9]\d* answers? a second/);
  await page.waitForTimeout(5000);
  console.log(`while the camera runs: ${await rate.textContent()}`);
}

async function lostEngine(app: Apprentice): Promise<void> {
  await app.open();
  const worker = await app.engineWorker();
  const begin = performance.now();
  await worker.evaluate(() => self.close());
  const isBack = () =>
    app.engineWorker().then(
      (other) => other !== worker,
      () => false,
    );
  await expect.poll(isBack, { intervals: [20] }).toBe(true);
  note('a lost engine is replaced', performance.now() - begin, REPLACED_WITHIN);
}

await runCommand(main);
