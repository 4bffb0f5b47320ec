// `npm run bench:size`: the built app with many pictures, used as a person uses it. Each step's time, the longest task of
// the page's main thread, and the most memory of its process; at several sizes, to show how cost grows.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from '@playwright/test';
import { build, preview } from 'vite';
import { Apprentice } from '../e2e/apprentice';
import { browserOptions } from '../e2e/browser';
import { picture, type Scene } from '../e2e/scenes';
import { openJson, parseSizeOptions, runCommand } from './command';
import { tasksDuring } from './tasks';

/** Made once and named anew: what differs between two of them is of no matter here. */
const DIFFERENT_PICTURES = 200;
const LONG = 1_800_000;

interface Step {
  step: string;
  seconds: number;
  /** Milliseconds that the main thread computed without a pause, at most; and how many tasks took over 50. */
  longestTask: number;
  over50: number;
  /** Megabytes of the page's process at most while it went on. */
  memory: number;
}

interface SizeReport {
  pictures: number;
  fileMegabytes: number;
  steps: Step[];
}

async function main(args: string[]): Promise<void> {
  const { sizes, json } = parseSizeOptions(args);
  const writeJson = openJson(json);
  await build({ logLevel: 'error' });
  const server = await preview({ preview: { port: 4190 }, logLevel: 'error' });
  const url = server.resolvedUrls?.local[0] ?? 'http://localhost:4190/';
  const reports: SizeReport[] = [];
  try {
    for (const size of sizes) {
      const report = await measure(url, size);
      reports.push(report);
      print(report);
    }
    writeJson(reports);
  } finally {
    await server.close();
  }
}

async function measure(url: string, size: number): Promise<SizeReport> {
  const folder = mkdtempSync(join(tmpdir(), 'apprentice-size-'));
  const browser = await chromium.launch(browserOptions());
  try {
    const context = await browser.newContext({
      baseURL: url,
      viewport: { width: 1440, height: 900 },
      acceptDownloads: true,
      // It would fetch the whole app again beside what is timed.
      serviceWorkers: 'block',
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error(error));
    const app = new Apprentice(page);
    await app.open();
    const steps: Step[] = [];
    const step = async (name: string, work: () => Promise<unknown>) => {
      steps.push(await timed(browser, name, work));
    };

    const each = size / 2;
    const files = [makeFiles(folder, 'stripes', each), makeFiles(folder, 'dots', each)] as const;
    await step(`import ${size} pictures`, async () => {
      await app.choose('Class 1', files[0]);
      await app.expectCount('Class 1', each, LONG);
      await app.choose('Class 2', files[1]);
      await app.expectCount('Class 2', each, LONG);
    });
    await step('learn from them', () => app.expectLearned(size, LONG));
    await step('scroll through all', () => scrollThrough(page));
    await step('delete half and undo', async () => {
      await openAll(page);
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Delete');
      await page
        .getByText(/^0 pictures/)
        .first()
        .waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+z');
      await app.expectCount('Class 1', each, LONG);
    });
    let file = '';
    await step('save as a file', async () => {
      file = await app.saveAsFile(join(folder, 'project.apprentice.zip'), LONG);
    });
    await step('open that file', async () => {
      await app.openProjectFile(file);
      const words = `with ${size.toLocaleString('en-GB')} pictures.`;
      await page.getByText(words).waitFor({ timeout: LONG });
      await app.expectCount('Class 1', each, LONG);
    });
    await step('load the page again', async () => {
      await app.open();
      await app.expectCount('Class 1', each, LONG);
    });
    return { pictures: size, fileMegabytes: statSync(file).size / 1e6, steps };
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Real files, which the browser opens itself. */
function makeFiles(folder: string, scene: Scene, count: number): string[] {
  const inside = join(folder, scene);
  mkdirSync(inside);
  const made = Array.from({ length: Math.min(count, DIFFERENT_PICTURES) }, (_, i) =>
    picture(scene, i),
  );
  return Array.from({ length: count }, (_, i) => {
    const path = join(inside, `${scene}-${i}.png`);
    writeFileSync(path, made[i % made.length] ?? '');
    return path;
  });
}

async function openAll(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: /^Show all .* of Class 1$/ }).click();
  const grid = page.getByRole('grid');
  await grid.locator('img').first().waitFor();
  return grid;
}

/** From the first picture to the last, as fast as a wheel goes. */
async function scrollThrough(page: Page): Promise<void> {
  const grid = await openAll(page);
  await grid.hover();
  for (let turn = 0; turn < 60; turn++) {
    await page.mouse.wheel(0, 1500);
    await page.waitForTimeout(50);
  }
  await page.keyboard.press('End');
  await grid.locator('[aria-rowindex] img').last().waitFor();
  await page.keyboard.press('Escape');
}

async function timed(browser: Browser, step: string, work: () => Promise<unknown>): Promise<Step> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  let memory = 0;
  const poll = setInterval(() => {
    memory = Math.max(memory, ...renderers.map(residentMegabytes));
  }, 200);
  const begin = performance.now();
  try {
    const tasks = await tasksDuring(browser, async () => void (await work()));
    return {
      step,
      seconds: (performance.now() - begin) / 1000,
      longestTask: tasks.reduce((most, each) => Math.max(most, each), 0),
      over50: tasks.filter((each) => each > 50).length,
      memory,
    };
  } finally {
    clearInterval(poll);
  }
}

/** Of a process, from /proc; 0 where there is none such. */
function residentMegabytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1000;
  } catch {
    return 0; // Ended meanwhile, or a system without /proc.
  }
}

function print({ pictures, fileMegabytes, steps }: SizeReport): void {
  console.log(`\n${pictures} pictures, project file ${fileMegabytes.toFixed(1)} MB`);
  console.log('step                        seconds  longest task  over 50 ms  memory');
  for (const { step, seconds, longestTask, over50, memory } of steps) {
    const cells = [
      step.padEnd(26),
      seconds.toFixed(1).padStart(7),
      `${longestTask.toFixed(0)} ms`.padStart(12),
      `${over50}`.padStart(10),
      `${memory.toFixed(0)} MB`.padStart(8),
    ];
    console.log(cells.join('  '));
  }
}

await runCommand(main);
