// How much space there is, and whether the browser may take it back.
import { database } from './database';
import { isKeptTwice } from './second-copy';

/**
 * A browser answers at once. One that is stuck may never do so, and the page must not wait for it.
 */
const ANSWER_WITHIN_MS = 5000;

export interface Space {
  /** The bytes that this page's origin uses and may use. Undefined if the browser does not say. */
  usage: number | undefined;
  quota: number | undefined;
  /** The browser will not clear the data by itself when the disk is short of space. */
  persisted: boolean;
  /** Everything but features is kept in a second copy as well, which counts as usage. */
  twice: boolean;
}

/** Never fails. A browser that says nothing counts as one that knows nothing. */
export async function readSpace(): Promise<Space> {
  const { storage } = globalThis.navigator ?? {};
  const nothing = { usage: undefined, quota: undefined, persisted: false, twice: false };
  if (!storage?.estimate || !database.isOpen()) return nothing;
  let limit: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<undefined>((resolve) => {
    limit = setTimeout(() => resolve(undefined), ANSWER_WITHIN_MS);
  });
  try {
    const answers = Promise.all([storage.estimate(), storage.persisted?.() ?? false]);
    const answered = await Promise.race([answers, silence]);
    if (!answered) return nothing;
    const [{ usage, quota }, persisted] = answered;
    return { usage, quota, persisted, twice: isKeptTwice() };
  } catch {
    // A browser that keeps nothing for this page refuses even the question.
    return nothing;
  } finally {
    clearTimeout(limit);
  }
}

/**
 * Asks the browser to keep this page's data even when the disk is short of space. Some browsers ask
 * the person, others decide themselves.
 */
export async function askToPersist(): Promise<boolean> {
  try {
    return (await globalThis.navigator?.storage?.persist?.()) ?? false;
  } catch {
    return false; // As above.
  }
}
