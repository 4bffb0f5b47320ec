// Which browser runs the end-to-end tests and the benches, and with which flags.
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type LaunchOptions } from '@playwright/test';

const SHELL = 'chromium-headless-shell';
const INSTALLED_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Keeps the browser from making requests of its own. */
const QUIET_FLAGS = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Options for `chromium.launch`: Playwright's own browser if it is installed, or else Chromium or
 * Chrome from PATH. The headless shell is preferred, because a page takes half the time without the
 * browser's own windows. `whole` asks for the full browser, for what the shell lacks. Root must run
 * it without a sandbox. Throws an Error that says what to install if there is no browser.
 */
export function browserOptions({
  whole = false,
} = {}): Pick<LaunchOptions, 'executablePath' | 'args' | 'channel'> {
  const args = process.getuid?.() === 0 ? ['--no-sandbox', ...QUIET_FLAGS] : QUIET_FLAGS;
  if (existsSync(chromium.executablePath())) {
    return whole ? { args, channel: 'chromium' } : { args };
  }
  const executablePath = installedBrowser(
    whole ? [...INSTALLED_NAMES, SHELL] : [SHELL, ...INSTALLED_NAMES],
  );
  if (!executablePath) {
    throw new Error(
      'no browser found: run `npx playwright install --with-deps chromium`, or install Chromium or Chrome',
    );
  }
  return { executablePath, args };
}

export const hasBrowser = (): boolean =>
  existsSync(chromium.executablePath()) ||
  installedBrowser([SHELL, ...INSTALLED_NAMES]) !== undefined;

/** Playwright's own browser includes its shell. */
export const hasShell = (): boolean =>
  existsSync(chromium.executablePath()) || installedBrowser([SHELL]) !== undefined;

const installedBrowser = (names: readonly string[]): string | undefined =>
  names.map(programAt).find((path) => path !== undefined);

/** Where a program of this name is in PATH, or in /usr/bin. */
export function programAt(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).concat('/usr/bin');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
