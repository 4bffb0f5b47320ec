// A browser that can be killed as a crash would: all of its processes at once, without a word to any of them.
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type Page } from '@playwright/test';
import { browserOptions } from '../../e2e/browser';
import { childWith, descendants, isAlive } from './processes';

export interface MortalBrowser {
  page: Page;
  /** SIGKILL to the browser, its renderers, its GPU, network and storage processes. Resolves when they are gone. */
  kill(): Promise<void>;
}

const KILLED_WITHIN_MS = 60_000;

/** Starts a browser on a profile, with a film before its camera. */
export async function startBrowser(profile: string, film: string): Promise<MortalBrowser> {
  const { args = [], ...options } = browserOptions();
  const context = await chromium.launchPersistentContext(profile, {
    ...options,
    args: [
      ...args,
      '--hide-crash-restore-bubble',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ],
    locale: 'en-GB',
    viewport: { width: 1440, height: 900 },
  });
  const root = childWith(`--user-data-dir=${profile}`);
  if (root === undefined) {
    await context.close();
    throw new Error(`no process of a browser on ${profile}: the kill test needs Linux`);
  }
  let killed: Promise<void> | undefined;
  return {
    page: context.pages()[0] ?? (await context.newPage()),
    kill() {
      killed ??= killAll(root);
      return killed;
    },
  };
}

async function killAll(root: number): Promise<void> {
  // Found before the kill: whoever lost its parent is not found any more.
  const all = [root, ...descendants(root)];
  for (const each of all) signal(each);
  for (const end = Date.now() + KILLED_WITHIN_MS; all.some(isAlive); await wait(5)) {
    if (Date.now() > end) throw new Error('a process outlived SIGKILL');
  }
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It has ended by itself.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
