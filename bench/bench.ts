// `npm run bench`: our speed next to Teachable Machine's, in one browser and one run. Rounds take
// turns and medians count, so that whatever else the machine does affects all sides alike.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { openJson, parseBenchOptions, runCommand, UsageError } from './command';
import { Ledger, type Log, type Operation, ratios } from './ledger';
import { type Stage, setStage } from './stage';

const PEER_URL = '/peer/model.json';
const LIBRARY = fileURLToPath(new URL('peer', import.meta.url));
const ROUNDS = 5;
/** Pictures per round. */
const PICTURES = 8;
/** The rounds in which the recipe trains on 150 samples, which takes seconds. */
const RECIPE_ROUNDS = 3;
/** Without a GPU, the library computes on a software one, so only a few pictures are used. */
const LIBRARY_PICTURES = 3;
const LIBRARY_ROUNDS = 3;

async function main(args: string[]): Promise<void> {
  const { peer, ...options } = parseBenchOptions(args);
  if (peer !== undefined && !existsSync(join(peer, 'model.json'))) {
    throw new UsageError(`--peer: no model.json in ${peer}`);
  }
  const writeJson = openJson(options.json);
  if (peer !== undefined) installLibrary();

  const stage = await setStage(
    ['bench', 'library'],
    {
      ...(peer === undefined ? {} : { '/peer/': resolve(peer) }),
      '/library/': join(LIBRARY, 'node_modules'),
    },
    options.backend,
  );
  try {
    const page = await stage.open('bench');
    const { backend, backbone } = await page.evaluate(
      ([name, url]) => window.openBench(name, url),
      [options.backend, peer && PEER_URL] as const,
    );
    if (options.backend && backend !== options.backend) {
      throw new Error(`${options.backend} does not work in this browser`);
    }
    const library = peer === undefined ? undefined : await openLibrary(stage);
    console.log(
      `Chromium ${stage.browserVersion}, ${cpus().length} cores; ours: ${backbone.id} at ` +
        `${backbone.inputSize} px on ${backend}; recipe: on ${backend}, main thread; library: ` +
        (library ? `tfjs ${library.tfjs} on ${library.backend}` : 'not run without --peer'),
    );

    const ours = new Ledger();
    const recipe = new Ledger();
    const theirs = new Ledger();
    for (let round = 0; round < ROUNDS; round++) {
      say(`round ${round + 1} of ${ROUNDS}`);
      await page.bringToFront();
      await runOurs(page, ours.log);
      if (round < RECIPE_ROUNDS) {
        recipe.log('train150', await page.evaluate(() => window.bench.recipe.train(50)));
      }
      if (peer !== undefined) await runRecipeOnPictures(page, recipe.log);
      if (library && round < LIBRARY_ROUNDS) {
        await runLibrary(library.page, theirs.log, round === 0);
      }
    }
    for (let round = 0; round < RECIPE_ROUNDS; round++) {
      say(`3 × 1,000 samples, round ${round + 1} of ${RECIPE_ROUNDS}`);
      await page.bringToFront();
      ours.log('train3000', await page.evaluate(() => window.bench.ours.train(1000)));
      if (round > 0) continue;
      recipe.log('train3000', await page.evaluate(() => window.bench.recipe.train(1000)));
      if (!library) continue;
      await library.page.bringToFront();
      theirs.log('train3000', await library.page.evaluate(() => window.library.train(1000)));
    }

    const oursReport = {
      ...ours.report(),
      msEmbed160: ours.ms('embed160'),
      msTakeIn: ours.ms('takeIn'),
    };
    const report = {
      backend,
      backbone: backbone.id,
      inputSize: backbone.inputSize,
      browser: stage.browserVersion,
      cores: cpus().length,
      ours: oursReport,
      recipe: { backend, ...recipe.report() },
      library: library && { backend: library.backend, tfjs: library.tfjs, ...theirs.report() },
      ratios: {
        recipe: ratios(recipe, ours),
        ...(library ? { library: ratios(theirs, ours) } : {}),
      },
    };
    printTable({ ours, recipe, ...(library ? { library: theirs } : {}) });
    for (const [name, each] of Object.entries(report.ratios)) {
      const words = Object.entries(each).flatMap(([operation, ratio]) =>
        ratio === null ? [] : `${operation} ${ratio.toPrecision(3)}`,
      );
      console.log(`${name} takes, in multiples of ours: ${words.join(', ')}`);
    }
    writeJson(report);
  } finally {
    await stage.close();
  }
}

async function runOurs(page: Page, log: Log): Promise<void> {
  log('train150', await page.evaluate(() => window.bench.ours.train(50)));
  log('embed', await page.evaluate((times) => window.bench.ours.embed(times), PICTURES));
  log('embed160', await page.evaluate((times) => window.bench.oursAt160.embed(times), PICTURES));
  log('takeIn', await page.evaluate(() => window.bench.ours.takeIn(1)));
  log('predict', await page.evaluate((times) => window.bench.ours.predict(times), PICTURES));
}

async function runRecipeOnPictures(page: Page, log: Log): Promise<void> {
  log('embed', await page.evaluate((times) => window.bench.recipe.embed(times), PICTURES));
  log('predict', await page.evaluate((times) => window.bench.recipe.predict(times), PICTURES));
}

async function runLibrary(page: Page, log: Log, train: boolean): Promise<void> {
  await page.bringToFront();
  log('embed', await page.evaluate((times) => window.library.embed(times), LIBRARY_PICTURES));
  if (train) log('train150', await page.evaluate(() => window.library.train(50)));
  log('predict', await page.evaluate((times) => window.library.predict(times), LIBRARY_PICTURES));
}

const ROWS: Record<Operation, string> = {
  embed: 'a picture to features',
  embed160: '… mobilenet-v2 at 160 px',
  takeIn: 'a file to features, 16 at once',
  train150: 'training, 3 × 50',
  train3000: 'training, 3 × 1,000',
  predict: 'a picture to an answer',
};

function printTable(sides: Record<string, Ledger>): void {
  const all = Object.entries(sides);
  const line = (first: string, cells: string[]) =>
    console.log(`${first.padEnd(32)}${cells.map((cell) => cell.padStart(26)).join('')}`);
  const cell = (value: number | null, digits: number) => value?.toFixed(digits) ?? '–';
  line(
    'ms (task / gap of the page, ms)',
    all.map(([name]) => name),
  );
  for (const [operation, words] of Object.entries(ROWS) as [Operation, string][]) {
    const cells = all.map(([, side]) =>
      side.ms(operation) === null
        ? '–'
        : `${cell(side.ms(operation), 1)} (${cell(side.task(operation), 0)} / ${cell(side.gap(operation), 0)})`,
    );
    line(words, cells);
  }
  for (const operation of ['train150', 'train3000'] as const) {
    line(
      `accuracy, ${ROWS[operation]}`,
      all.map(([, side]) => cell(side.accuracy(operation), 3)),
    );
  }
  const guessed = all.filter(([, side]) => side.report().extrapolated).map(([name]) => name);
  if (guessed.length > 0) {
    console.log(`3 × 1,000 of ${guessed.join(', ')}: extrapolated from a few of the 50 epochs`);
  }
}

interface OpenLibrary {
  page: Page;
  backend: string;
  tfjs: string;
}

async function openLibrary(stage: Stage): Promise<OpenLibrary> {
  const page = await stage.open('library');
  await page.addScriptTag({ url: '/library/@tensorflow/tfjs/dist/tf.min.js' });
  await page.addScriptTag({
    url: '/library/@teachablemachine/image/dist/teachablemachine-image.min.js',
  });
  return { page, ...(await page.evaluate((url) => window.openTeachable(url), PEER_URL)) };
}

/** Installed once, and never with the app, because its tfjs is years old. */
function installLibrary(): void {
  if (existsSync(join(LIBRARY, 'node_modules/@teachablemachine/image'))) return;
  say("installing Teachable Machine's library");
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', LIBRARY], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function say(text: string): void {
  console.error(text);
}

await runCommand(main);
