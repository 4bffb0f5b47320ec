// How long the page's main thread is busy at a stretch, from the browser's own trace.
import type { Browser } from '@playwright/test';

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds that the thread really computed: unlike `dur`, not those when others had the core. */
  tdur?: number;
  args: { name?: string };
}

/** Milliseconds of each task of a page's main thread while `work` is done. */
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
    // The least that has each task: a "disabled-by-default" category would bring all others along.
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
