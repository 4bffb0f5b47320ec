// The name of what this app keeps on its origin, which it may share with others.

/** What everything was called, wherever the app lay, before there could be several. */
const FIRST = 'apprentice';
/** The path that the first name belongs to. */
const OWNER = 'apprentice.owner';

let name = FIRST;

/** The name of the database. Those of locks, channel and bucket begin with it. */
export const placeName = (): string => name;

/**
 * Finds the name by the path of the page, so that two copies of the app on one origin keep their
 * things apart. The first name goes to the page at the root, or to the first page that finds a
 * database of that name, because people's projects are there. A newer schema needs no name of its
 * own: the database's version keeps older pages out.
 */
export async function findPlaceName(): Promise<void> {
  const path = new URL('./', globalThis.location?.href ?? 'http://localhost').pathname;
  const own = `${FIRST} ${path}`;
  const owner = read();
  if (owner === null) {
    const known = await databases();
    const isFirst = path === '/' || !known || known.includes(FIRST);
    name = isFirst && !known?.includes(own) ? FIRST : own;
    if (name === FIRST) write(path);
  } else name = owner === path ? FIRST : own;
}

/** Removes this app's settings from the device, and leaves those of others alone. */
export function forgetSettings(): void {
  for (const key of settingKeys()) {
    if (key !== OWNER || name === FIRST) localStorage.removeItem(key);
  }
}

function settingKeys(): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(`${FIRST}.`));
  } catch {
    return []; // A browser that keeps nothing.
  }
}

function read(): string | null {
  try {
    return globalThis.localStorage?.getItem(OWNER) ?? null;
  } catch {
    // Where site data is blocked, nothing is kept, under whatever name.
    return null;
  }
}

function write(path: string): void {
  try {
    globalThis.localStorage?.setItem(OWNER, path);
  } catch (error) {
    console.warn('the name of the database is not kept:', error);
  }
}

/** Undefined where the browser does not tell. */
async function databases(): Promise<(string | undefined)[] | undefined> {
  try {
    return (await globalThis.indexedDB?.databases?.())?.map((each) => each.name);
  } catch (error) {
    console.warn('the databases cannot be listed:', error);
    return undefined;
  }
}
