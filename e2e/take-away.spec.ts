// What is taken away answers as the app does, wherever it is taken.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { build } from 'vite';
import { Apprentice } from './apprentice';
import { picture, pictures } from './scenes';
import { expect, expectAccessible, test } from './test';

/** How far a probability may be from the app's. */
const CLOSE = 1e-3;

type Files = Record<string, Uint8Array>;

interface Golden {
  file: string;
  scores: { label: string; probability: number }[];
}

const TYPES: Record<string, string> = {
  html: 'text/html',
  js: 'text/javascript',
  json: 'application/json',
  png: 'image/png',
};

const contentOf = (url: string) => readFile(fileURLToPath(url));
const json = <T>(files: Files, name: string) =>
  JSON.parse(new TextDecoder().decode(files[name])) as T;

/** Serves files in a folder of the page's own origin. */
async function serve(context: BrowserContext, folder: string, files: Files): Promise<void> {
  await context.route(`**/${folder}/**`, (route) => {
    const name = new URL(route.request().url()).pathname.split(`/${folder}/`)[1] || 'index.html';
    const content = files[name];
    if (!content) return route.fulfill({ status: 404 });
    const contentType = TYPES[name.split('.').pop() ?? ''] ?? 'application/octet-stream';
    return route.fulfill({ body: Buffer.from(content), contentType });
  });
}

async function openTakeAway(page: Page) {
  const app = new Apprentice(page);
  await app.projectMenu('Take it away…');
  return page.getByRole('dialog', { name: 'Take it away' });
}

async function saved(page: Page, button: string): Promise<Buffer> {
  const dialog = page.getByRole('dialog', { name: 'Take it away' });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: button }).click(),
  ]);
  await expect(dialog.getByText(`Saved ${download.suggestedFilename()}`).first()).toBeVisible();
  return readFile(await download.path());
}

/** Whether a page that was taken away can speak with a server that would answer it. */
async function reachesElsewhere(page: Page): Promise<boolean> {
  const url = 'https://elsewhere.example/';
  await page.route(url, (route) =>
    route.fulfill({ headers: { 'Access-Control-Allow-Origin': '*' } }),
  );
  return page.evaluate(
    (address) =>
      fetch(address).then(
        () => true,
        () => false,
      ),
    url,
  );
}

/** The largest difference between the app's scores and others, in the order of the classes. */
function furthest(golden: readonly Golden[], answers: readonly (readonly number[])[]): number {
  expect(answers).toHaveLength(golden.length);
  return Math.max(
    ...golden.flatMap(({ scores }, i) =>
      scores.map(({ probability }, k) => Math.abs(probability - (answers[i]?.[k] ?? Number.NaN))),
    ),
  );
}

/**
 * What Teachable Machine's own library, with the tfjs that it loads, answers to the golden
 * pictures.
 */
async function answersOfTheirs(context: BrowserContext, files: Files): Promise<number[][]> {
  await serve(context, 'theirs', {
    ...files,
    'page.html': new TextEncoder().encode(
      '<!doctype html><title>t</title><script src="tf.js"></script><script src="tm.js"></script>',
    ),
    'tf.js': await contentOf(import.meta.resolve('tfjs-1/dist/tf.min.js')),
    'tm.js': await contentOf(
      import.meta.resolve('@teachablemachine/image/dist/teachablemachine-image.min.js'),
    ),
  });
  const page = await context.newPage();
  await page.goto('theirs/page.html');
  const { version, answers } = await page.evaluate(
    async (names) => {
      interface Theirs {
        tf: { version: { tfjs: string }; setBackend(name: string): Promise<boolean> };
        tmImage: {
          load(
            model: string,
            metadata: string,
          ): Promise<{ predict(picture: HTMLImageElement): Promise<{ probability: number }[]> }>;
        };
      }
      const { tf, tmImage } = window as unknown as Theirs;
      // Its other backend, WebGL, runs in software here.
      await tf.setBackend('cpu');
      const model = await tmImage.load('./model.json', './metadata.json');
      const answers: number[][] = [];
      for (const name of names) {
        const picture = new Image();
        picture.src = name;
        await picture.decode();
        answers.push((await model.predict(picture)).map(({ probability }) => probability));
      }
      return { version: tf.version.tfjs, answers };
    },
    json<Golden[]>(files, 'golden.json')
      .slice(0, 1)
      .map(({ file }) => file),
  );
  expect(version).toBe('1.3.1');
  await page.close();
  return answers;
}

/** The lines of text that the React component from the zip shows for the first golden picture. */
async function linesOfReact(context: BrowserContext, folder: string, files: Files) {
  await writeFile(
    join(folder, 'main.jsx'),
    `import { createRoot } from 'react-dom/client';
     import { Classifier } from './classifier.jsx';
     createRoot(document.body).render(<Classifier folder="." src="golden-1.png" />);`,
  );
  const made = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      rolldownOptions: { input: join(folder, 'main.jsx'), output: { codeSplitting: false } },
    },
  });
  const [bundle] = [made].flat();
  if (!bundle || !('output' in bundle)) throw new Error('nothing was built');
  await serve(context, 'react', {
    ...files,
    'page.html': new TextEncoder().encode(
      '<!doctype html><body><script type="module" src="main.js"></script>',
    ),
    'main.js': new TextEncoder().encode(bundle.output[0].code),
  });
  const page = await context.newPage();
  await page.goto('react/page.html');
  const lines = page.locator('figcaption div');
  await expect(lines).toHaveCount(2);
  const texts = await lines.allTextContents();
  await page.close();
  return texts;
}

test('the model answers alike in its own page, in Teachable Machine’s library and in the code', async ({
  page,
  context,
  browser,
}, testInfo) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 12), pictures('dots', 12));
  await app.expectLearned(24);
  await openTakeAway(page);
  const files = unzipSync(await saved(page, 'Save the model'));
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining(['model.json', 'weights.bin', 'metadata.json', 'labels.txt']),
  );
  expect(json<{ labels: string[] }>(files, 'metadata.json').labels).toEqual(['Stripes', 'Dots']);
  const golden = json<Golden[]>(files, 'golden.json');
  expect(golden).toHaveLength(3);

  await serve(context, 'zip', files);
  const check = await context.newPage();
  await check.goto('zip/index.html');
  const verdict = check.getByRole('status');
  await expect(verdict).toHaveText('Same answers as in the app.');
  expect(Number(await verdict.getAttribute('data-furthest'))).toBeLessThan(1e-4);
  expect(await reachesElsewhere(check)).toBe(false);
  await check.close();

  expect(furthest(golden.slice(0, 1), await answersOfTheirs(context, files))).toBeLessThan(CLOSE);

  // The folder is inside the repository, where the packages that the code imports are installed. A
  // unit test runs the code for Node.
  const folder = testInfo.outputPath('model');
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);

  const shown = await linesOfReact(context, folder, files);
  expect(golden[0]?.scores).toHaveLength(2);
  for (const { label, probability } of golden[0]?.scores ?? []) {
    const line = shown.find((text) => text.startsWith(`${label}: `)) ?? '';
    const percent = Number(/([\d.]+) %$/.exec(line)?.[1]);
    // The percentage is rounded to a tenth, as it is shown.
    expect(Math.abs(percent - 100 * probability)).toBeLessThan(0.051 + 100 * CLOSE);
  }

  // The copied code is the same as in the zip.
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const dialog = page.getByRole('dialog', { name: 'Take it away' });
  for (const [name, file] of [
    ['A web page', 'classifier.js'],
    ['React', 'classifier.jsx'],
    ['Node', 'classifier.mjs'],
  ] as const) {
    await dialog.getByRole('radio', { name }).click();
    await dialog.getByRole('button', { name: 'Copy the code' }).click();
    await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(new TextDecoder().decode(files[file]));
  }

  const report = (await saved(page, 'Save the report')).toString();
  await writeFile(testInfo.outputPath('report.html'), report);
  const elsewhere = await browser.newContext({ offline: true });
  const printed = await elsewhere.newPage();
  await printed.goto(pathToFileURL(testInfo.outputPath('report.html')).href);
  await expect(printed.getByRole('table', { name: /^Confusion matrix/ })).toContainText('Dots');
  await expect(printed.getByText('4 of 4', { exact: true })).toBeVisible();
  await expectAccessible(printed);
  expect(await reachesElsewhere(printed)).toBe(false);
  await elsewhere.close();
});

test('the one-file page runs from the disk without a network and answers alike', async ({
  page,
  browser,
}, testInfo) => {
  const app = new Apprentice(page);
  await app.open();
  // This uses the other backbone, which is larger, and the other head.
  await app.train.getByRole('button', { name: /^Advanced/ }).click();
  await app.train.getByLabel('Backbone', { exact: true }).selectOption({ index: 1 });
  await app.train.getByLabel('Head', { exact: true }).selectOption('MLP');
  await app.teach(pictures('stripes', 12), pictures('dots', 12));
  await app.expectLearned(24);
  await app.renameProject('Stripes </script> & dots');
  const opened = await openTakeAway(page);
  await expect(opened.getByRole('button', { name: 'Save the page' })).toBeFocused();
  const html = await saved(page, 'Save the page');
  expect(html.length).toBeLessThan(12e6);
  const path = testInfo.outputPath('page.html');
  await writeFile(path, html);

  const offline = await browser.newContext({ offline: true });
  const alone = await offline.newPage();
  const problems: string[] = [];
  alone.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  alone.on('pageerror', (error) => problems.push(error.message));
  await alone.addInitScript(haveTwoCameras);
  await alone.goto(pathToFileURL(path).href);
  await expect(alone.getByRole('heading', { level: 1 })).toHaveText('Stripes </script> & dots');
  const verdict = alone.getByRole('status');
  await expect(verdict).toHaveText('Same answers as in the app.');
  expect(Number(await verdict.getAttribute('data-furthest'))).toBeLessThan(CLOSE);

  const chooser = alone.getByLabel('Choose a picture');
  const answer = alone.getByRole('region', { name: 'What it says' });
  await chooser.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: picture('dots', 3) });
  await expect(answer.getByRole('listitem').filter({ hasText: 'Dots' })).toHaveText(
    /Dots(>.)?(9\d|100)/,
  );
  await chooser.setInputFiles({
    name: 'b.png',
    mimeType: 'image/png',
    buffer: picture('checks', 3),
  });
  await expect(answer).toContainText('I don’t know');
  await chooser.setInputFiles({ name: 'c.png', mimeType: 'image/png', buffer: Buffer.from('no') });
  await expect(alone.getByRole('alert')).toHaveText('This file can’t be read as a picture.');

  const flip = alone.getByRole('button', { name: 'Use the other camera' });
  await expect(flip).toBeHidden();
  await alone.getByRole('button', { name: 'Turn the camera on' }).click();
  await flip.click();
  await expect
    .poll(() => alone.evaluate(() => (globalThis as unknown as { asked: string[] }).asked))
    .toEqual(['any', 'environment']);
  await expectAccessible(alone);
  await alone.getByRole('button', { name: 'Turn the camera off' }).click();
  await expect(flip).toBeHidden();
  expect(problems).toEqual([]);
  await offline.close();
});

/** Runs in the page: gives it two cameras that say which way they face, as a phone has. */
function haveTwoCameras(): void {
  const asked: string[] = [];
  Object.assign(globalThis, { asked });
  navigator.mediaDevices.enumerateDevices = async () =>
    ['user', 'environment'].map(
      (deviceId) => ({ kind: 'videoinput', deviceId, label: deviceId }) as MediaDeviceInfo,
    );
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const video = constraints?.video as { facingMode?: { ideal: string } } | undefined;
    const facingMode = video?.facingMode?.ideal;
    asked.push(facingMode ?? 'any');
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    setInterval(() => context?.fillRect(0, 0, 9, 9), 50);
    const stream = canvas.captureStream(10);
    for (const track of stream.getVideoTracks()) {
      track.getSettings = () => ({ facingMode: facingMode ?? 'user' });
    }
    return stream;
  };
}

test('a class that was deleted since is not taken along', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 6), pictures('dots', 6));
  await app.collect.getByRole('button', { name: 'Add a class' }).click();
  await app.choose('Class 3', pictures('checks', 6));
  await app.expectLearned(18);
  await app.train.getByRole('switch', { name: 'Learn as pictures arrive' }).click();
  await app.class('Class 3').getByRole('button', { name: /^More/ }).click();
  await page.getByRole('menuitem', { name: 'Delete class' }).click();
  const dialog = await openTakeAway(page);
  await expect(dialog.getByText(/^A class was deleted since it learned/)).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Save the page' })).toHaveAccessibleDescription(
    /^It has to learn again first/,
  );
  await dialog.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(dialog.getByText(/^A class was deleted/)).toBeHidden();
  const html = (await saved(page, 'Save the report')).toString();
  expect(html).not.toContain('Class 3');
  // Another dialog opens with the focus on Close, which has no tooltip to catch the Escape key.
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await app.openProjects();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
