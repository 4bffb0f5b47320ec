import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { Apprentice } from './apprentice';
import { pictures, type Scene } from './scenes';
import { expect, test } from './test';

/** Real files, which the browser opens itself: a test's buffers would be unpacked by a script in the page. */
function onDisk(scene: Scene): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'apprentice-'));
  return pictures(scene, 120).map(({ name, buffer }) => {
    const path = join(folder, name);
    writeFileSync(path, buffer);
    return path;
  });
}

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds that the thread really computed: unlike `dur`, not those when others had the core. */
  tdur?: number;
  args: { name?: string };
}

/** Milliseconds of each task of a page's main thread while `work` is done. */
async function tasksDuring(browser: Browser, work: () => Promise<void>): Promise<number[]> {
  const session = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value) events.push(event as unknown as TraceEvent);
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline'] },
  });
  await work();
  const complete = new Promise<void>((resolve) =>
    session.once('Tracing.tracingComplete', () => resolve()),
  );
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  const thread = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`;
  const mainThreads = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(thread),
  );
  return events
    .filter((event) => event.name === 'RunTask' && mainThreads.has(thread(event)))
    .map(({ tdur = 0 }) => tdur / 1000);
}

test('no task of the page takes over 50 ms while it embeds and trains', async ({
  page,
  browser,
}) => {
  const app = new Apprentice(page);
  await app.open();
  const files = [onDisk('stripes'), onDisk('dots')] as const;
  const tasks = await tasksDuring(browser, async () => {
    await app.choose('Class 1', files[0]);
    await app.expectCount('Class 1', 120);
    await app.choose('Class 2', files[1]);
    await app.expectCount('Class 2', 120);
    await app.expectLearned(240);
  });
  // The trace is there, and the page did compute.
  expect(tasks.length).toBeGreaterThan(100);
  expect(Math.max(...tasks)).toBeLessThan(50);
});
