// How much room there is, and whether the browser may take it back.
import { database } from './database';
import { isKeptTwice } from './second-copy';

export interface Space {
  /** Bytes that this page's origin keeps, and may keep; undefined where the browser does not say. */
  usage: number | undefined;
  quota: number | undefined;
  /** The browser will not clear it by itself when the disk is short. */
  persisted: boolean;
  /** All but features is kept in a second copy as well, which counts as usage. */
  twice: boolean;
}

/** Never fails: a browser that says nothing is one that knows nothing. */
export async function readSpace(): Promise<Space> {
  const { storage } = globalThis.navigator ?? {};
  if (!storage?.estimate || !database.isOpen()) {
    return { usage: undefined, quota: undefined, persisted: false, twice: false };
  }
  const [{ usage, quota }, persisted] = await Promise.all([
    storage.estimate(),
    storage.persisted?.() ?? false,
  ]);
  return { usage, quota, persisted, twice: isKeptTwice() };
}

/** Asks the browser to keep this page's data also when the disk is short. Some ask the person, some decide. */
export async function askToPersist(): Promise<boolean> {
  return (await globalThis.navigator?.storage?.persist?.()) ?? false;
}
