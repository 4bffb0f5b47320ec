// How long the page's main thread is busy at a stretch, according to the browser's own trace.
import type { Browser } from '@playwright/test';

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /**
   * The microseconds that the thread really computed. `dur` also includes time in which other work
   * had the core.
   */
  tdur?: number;
  args: { name?: string };
}

/** The milliseconds of each task of a page's main thread during `work`. */
export async function tasksDuring(browser: Browser, work: () => Promise<void>): Promise<number[]> {
  const session = await browser.newBrowserCDPSession();
  const threads = new Set<string>();
  const tasks = new Map<string, number[]>();
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value as unknown as TraceEvent[]) {
      const thread = `${event.pid}/${event.tid}`;
      if (event.name === 'thread_name' && event.args.name === 'CrRendererMain') threads.add(thread);
      if (event.name !== 'ThreadControllerImpl::RunTask') continue;
      const of = tasks.get(thread) ?? [];
      tasks.set(thread, of);
      of.push((event.tdur ?? 0) / 1000);
    }
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    // The smallest category that contains every task. A "disabled-by-default" category would bring
    // all others along.
    traceConfig: { includedCategories: ['toplevel'] },
  });
  try {
    await work();
  } finally {
    const complete = new Promise<void>((resolve) =>
      session.once('Tracing.tracingComplete', () => resolve()),
    );
    await session.send('Tracing.end');
    await complete;
    await session.detach();
  }
  return [...tasks].filter(([thread]) => threads.has(thread)).flatMap(([, list]) => list);
}
