// WebKitGTK's MiniBrowser by WebDriver, on a screen in memory.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { Builder, Capabilities, WebElement } from 'selenium-webdriver';
import { freePort } from '../../bench/free-port';
import { PATIENCE } from '../patience';
import { pictureOf } from './picture';
import type { Find, Tab } from './tab';

const SIZE = { width: 1440, height: 900 };

/** A fresh browser, without a camera: WebKitGTK's own freezes now and then. */
export async function openWebKit(): Promise<Tab> {
  const home = mkdtempSync(join(tmpdir(), 'apprentice-webkit-'));
  const screen = spawn(
    'Xvfb',
    ['-displayfd', '3', '-fbdir', home, '-screen', '0', `${SIZE.width}x${SIZE.height}x24`],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const processes: ChildProcess[] = [screen];
  const end = async () => {
    const gone = processes.map((each) => once(each, 'exit'));
    for (const each of processes) each.kill();
    await Promise.all(gone);
    // What the browser leaves behind may still be written to.
    rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  };
  try {
    const port = await freePort();
    const driver = spawn('WebKitWebDriver', [`--port=${port}`], {
      stdio: 'ignore',
      env: {
        ...process.env,
        DISPLAY: `:${await displayOf(screen)}`,
        HOME: home,
        // With C, navigator.language would name no language.
        LANG: 'en_GB.UTF-8',
        LANGUAGE: 'en_GB',
        // There is no graphics card, and its sandbox does not run as root.
        LIBGL_ALWAYS_SOFTWARE: '1',
        WEBKIT_DISABLE_DMABUF_RENDERER: '1',
        WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      },
    });
    processes.push(driver);
    const address = `http://127.0.0.1:${port}`;
    await expect(() => fetch(`${address}/status`), 'WebKitWebDriver answers').toPass({
      timeout: PATIENCE,
    });
    const browser = await new Builder()
      .usingServer(address)
      .withCapabilities(
        new Capabilities({
          browserName: 'MiniBrowser',
          'webkitgtk:browserOptions': { args: ['--automation'] },
        }),
      )
      .build();
    await browser
      .manage()
      .window()
      .setRect({ x: 0, y: 0, ...SIZE });
    const found = async (find: Find, ...args: string[]) => {
      const element = await browser.executeScript(find, ...args);
      if (!(element instanceof WebElement)) throw new Error(`not found: ${args.join(' ')}`);
      return element;
    };
    const problems: string[] = [];
    const collect = async () => {
      problems.push(...(await browser.executeScript<string[]>(takeProblems)));
    };
    return {
      async open(url) {
        await collect();
        await browser.get(url);
        await collect();
      },
      run: (script, ...args) => browser.executeScript(script, ...args),
      click: async (find, ...args) => (await found(find, ...args)).click(),
      giveFiles: async (paths, find) => (await found(find)).sendKeys(paths.join('\n')),
      async painted() {
        const { width, height, data } = pictureOf(join(home, 'Xvfb_screen0'));
        // Above the page is the browser's bar.
        const shown = await browser.executeScript<number>('return innerHeight');
        return { width, height: shown, data: data.subarray((height - shown) * width * 4) };
      },
      async problems() {
        await collect();
        return problems;
      },
      async close() {
        try {
          await Promise.race([browser.quit(), setTimeout(5_000)]);
        } finally {
          await end();
        }
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/**
 * In the page: the errors since it was asked last. The driver tells of none, and no script can be
 * there before the page's own.
 */
function takeProblems(): string[] {
  const watched = globalThis as { problems?: string[] };
  if (!watched.problems) {
    const { error } = console;
    const note = (...problem: unknown[]) => watched.problems?.push(problem.join(' '));
    addEventListener('error', ({ message }) => note('uncaught:', message));
    addEventListener('unhandledrejection', ({ reason }) => note('uncaught:', reason));
    console.error = (...said) => {
      note('console:', ...said);
      error(...said);
    };
  }
  const taken = watched.problems ?? [];
  watched.problems = [];
  return taken;
}

/** The number that an X server gives to its screen, which it writes when it is ready. */
async function displayOf(screen: ChildProcess): Promise<string> {
  let written = '';
  screen.stdio[3]?.on('data', (data) => {
    written += String(data);
  });
  await expect.poll(() => written, { message: 'Xvfb is ready' }).toMatch(/\n/);
  return written.trim();
}
