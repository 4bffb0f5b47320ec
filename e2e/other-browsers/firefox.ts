// Firefox by WebDriver BiDi: the browser as it is installed, not one that was patched for tests.
import { PNG } from 'pngjs';
import puppeteer, { type ElementHandle } from 'puppeteer-core';
import { programAt } from '../browser';
import { PATIENCE } from '../patience';
import type { Find, Tab } from './tab';

const SIZE = { width: 1440, height: 900 };
const FAKE_CAMERA = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
};

/** The page sees four cores, whatever there are: this one figure is changed, and nothing else. */
export const FOUR_CORES = {
  'privacy.fingerprintingProtection': true,
  'privacy.fingerprintingProtection.overrides': '-AllTargets,+NavigatorHWConcurrency',
};

/** A fresh profile with a camera that shows moving colours. */
export async function openFirefox(preferences: Record<string, unknown> = {}): Promise<Tab> {
  const executablePath = programAt('firefox-esr');
  if (!executablePath) throw new Error('firefox-esr is not installed');
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    extraPrefsFirefox: { ...FAKE_CAMERA, ...preferences },
  });
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`uncaught: ${String(error)}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  await page.setViewport(SIZE);
  const found = async (find: Find, ...args: string[]) => {
    const handle = (await page.evaluateHandle(find, ...args)).asElement();
    if (!handle) throw new Error(`not found: ${args.join(' ')}`);
    return handle as ElementHandle<Element>;
  };
  return {
    async open(url) {
      // A module that is still loading when the page goes would be an error in the console.
      await page.waitForNetworkIdle({ timeout: PATIENCE });
      await page.goto(url);
    },
    run: (script, ...args) => page.evaluate(script, ...args),
    async click(find, ...args) {
      await (await found(find, ...args)).click();
    },
    async giveFiles(paths, find) {
      const input = (await found(find)) as ElementHandle<HTMLInputElement>;
      await input.uploadFile(...paths);
    },
    async painted() {
      return PNG.sync.read(Buffer.from(await page.screenshot()));
    },
    problems: async () => problems,
    close: () => browser.close(),
  };
}
