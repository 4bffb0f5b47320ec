// What is taken away answers as the app does, wherever it is taken.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { Apprentice } from './apprentice';
import { picture, pictures } from './scenes';
import { expect, expectAccessible, test } from './test';

// Other people's backends in software, a network's worth of it.
test.setTimeout(180_000);

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

/** The largest difference between the app's scores and others, in the order of the classes. */
function furthest(golden: readonly Golden[], answers: readonly (readonly number[])[]): number {
  expect(answers).toHaveLength(golden.length);
  return Math.max(
    ...golden.flatMap(({ scores }, i) =>
      scores.map(({ probability }, k) => Math.abs(probability - (answers[i]?.[k] ?? Number.NaN))),
    ),
  );
}

/** What Teachable Machine's own library, under the tfjs that it brings, answers to the golden pictures. */
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
      // Its other backend, WebGL, is drawn in software here.
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

test('the model answers alike in its own page and in Teachable Machine’s library', async ({
  page,
  context,
}) => {
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
  await expect(verdict).toHaveText('Same answers as in the app.', { timeout: 90_000 });
  expect(Number(await verdict.getAttribute('data-furthest'))).toBeLessThan(1e-4);
  await check.close();

  expect(furthest(golden.slice(0, 1), await answersOfTheirs(context, files))).toBeLessThan(CLOSE);
});

test('the one-file page runs from the disk without a network and answers alike', async ({
  page,
  browser,
}, testInfo) => {
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 12), pictures('dots', 12));
  await app.expectLearned(24);
  await app.renameProject('Stripes </script> & dots');
  await openTakeAway(page);
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
  await alone.goto(pathToFileURL(path).href);
  await expect(alone.getByRole('heading', { level: 1 })).toHaveText('Stripes </script> & dots');
  const verdict = alone.getByRole('status');
  await expect(verdict).toHaveText('Same answers as in the app.', { timeout: 30_000 });
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
  await expectAccessible(alone);
  expect(problems).toEqual([]);
  await offline.close();
});
