// Opens the database again when the browser has closed it behind the page, as iOS does to pages in
// the background.

/** What waits for the disk meanwhile is kept in memory, so this does not go on for long. */
const AGAIN_AFTER_MS = [0, 200, 800, 3000, 6000];

let reopen: (() => PromiseLike<unknown>) | undefined;
let opening: Promise<void> | undefined;
let times = 0;

/** Says how to open the database again. Undefined: it is closed for good. */
export function reopenBy(open: typeof reopen): void {
  reopen = open;
}

/** How many times the database was opened again. */
export const timesReopened = (): number => times;

/**
 * Opens the database again for work that found it closed. False if that has been tried often
 * enough.
 * @param attempt how many times this work has been tried again
 * @param since what `timesReopened` said before the work began
 */
export async function openAgain(attempt: number, since: number): Promise<boolean> {
  const wait = AGAIN_AFTER_MS[attempt];
  if (!reopen || wait === undefined) return false;
  // Other work may have found it closed and opened it already.
  if (since !== times) return true;
  opening ??= openAfter(wait, reopen).finally(() => {
    opening = undefined;
  });
  await opening;
  return true;
}

async function openAfter(wait: number, open: NonNullable<typeof reopen>): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, wait));
  try {
    await open();
  } catch (error) {
    console.warn('the database does not open again yet:', error);
  }
  times++;
}
