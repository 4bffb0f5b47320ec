// How slow this machine is at the moment, so that a limit in milliseconds means the same on every
// machine.
import type { Page } from '@playwright/test';
import { tasksDuring } from './tasks';

/** The milliseconds that `someWork` takes on the machine on which the limits were set. */
const USUAL = 10;

/**
 * Typical work of a page: making objects, sorting and looking them up, and laying out elements.
 * Returns the mean time of several rounds, after the code has been compiled.
 */
function someWork(): number {
  const times = Array.from({ length: 16 }, () => {
    const begin = performance.now();
    const rows = Array.from({ length: 20_000 }, (_, i) => ({ id: `${(i * 7919) % 20_000}`, i }));
    rows.sort((a, b) => (a.id < b.id ? -1 : 1));
    const byId = new Map(rows.map((row) => [row.id, row]));
    const list = document.createElement('ul');
    for (let i = 0; i < 300; i++) {
      list.append(
        Object.assign(document.createElement('li'), { textContent: byId.get(`${i}`)?.i }),
      );
    }
    document.body.append(list);
    list.getBoundingClientRect();
    list.remove();
    return performance.now() - begin;
  }).slice(4);
  return times.reduce((sum, each) => sum + each, 0) / times.length;
}

/**
 * The milliseconds of each task of the page's main thread during `work`, as they would be on the
 * usual machine. If a fixed piece of work took longer just before or after, the times are scaled
 * down by that factor.
 */
export async function tasksAtUsualPace(page: Page, work: () => Promise<void>): Promise<number[]> {
  const browser = page.context().browser();
  if (!browser) throw new Error('the page is of no browser that can be traced');
  const before = await page.evaluate(someWork);
  const tasks = await tasksDuring(browser, work);
  const after = await page.evaluate(someWork);
  const slowness = Math.max(1, before / USUAL, after / USUAL);
  return tasks.map((ms) => ms / slowness);
}
