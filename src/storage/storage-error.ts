// What can go wrong with storage, in kinds that a person can act on.
import { openAgain, timesReopened } from './reopening';
import { everythingCopied, giveRoom } from './second-copy';

/**
 * - `quota`: the disk, or the browser's share of it, is full.
 * - `unavailable`: there is no IndexedDB here, or the browser will not open it (some private
 * windows).
 * - `blocked`: another tab holds the database in another version; closing or reloading it fixes
 * this.
 * - `failed`: anything else; the cause says what.
 */
export type StorageErrorKind = 'quota' | 'unavailable' | 'blocked' | 'failed';

export class StorageError extends Error {
  override name = 'StorageError';

  constructor(
    readonly kind: StorageErrorKind,
    cause: unknown,
  ) {
    super(`${kind}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/**
 * Runs work on the database, all of it or nothing, and turns any error into a StorageError. If the
 * browser has closed the database, it is opened again, and the work is tried again. Resolves when
 * what was written is in the second copy as well.
 */
export async function guarded<T>(work: () => PromiseLike<T>, attempt = 0): Promise<T> {
  const before = everythingCopied();
  const since = timesReopened();
  try {
    const result = await work();
    // A read need not wait, unless somebody wrote meanwhile.
    if (everythingCopied() !== before) await everythingCopied();
    return result;
  } catch (cause) {
    if (isClosed(cause) && (await openAgain(attempt, since))) return guarded(work, attempt + 1);
    throw cause instanceof StorageError ? cause : new StorageError(kindOf(cause), cause);
  }
}

/**
 * As `guarded`, for what cannot be made again: if the disk is full, the second copy is deleted and
 * the work is tried again.
 */
export async function guardedMakingRoom<T>(work: () => PromiseLike<T>): Promise<T> {
  try {
    return await guarded(work);
  } catch (error) {
    if (isDiskFull(error) && (await giveRoom())) return guarded(work);
    throw error;
  }
}

export const isDiskFull = (error: unknown): boolean =>
  error instanceof StorageError && error.kind === 'quota';

/**
 * The errors of browsers that keep nothing for this page: no API, a private window, or blocked site
 * data.
 */
const NO_STORAGE: ReadonlySet<string> = new Set([
  'MissingAPIError',
  'InvalidStateError',
  'SecurityError',
]);

/**
 * What browsers say of a database that they have closed, and of transactions that ended with it.
 */
const CLOSED: ReadonlySet<string> = new Set([
  'InvalidStateError',
  'UnknownError',
  'AbortError',
  // Dexie's word for work that comes while the database is being opened again.
  'OpenFailedError',
]);

function isClosed(cause: unknown): boolean {
  const names = namesIn(cause);
  return names.some((name) => CLOSED.has(name)) && !names.includes('QuotaExceededError');
}

/** Dexie wraps what the browser said: an abort around a failure around its reason. */
function kindOf(cause: unknown): StorageErrorKind {
  const names = namesIn(cause);
  const [outer, ...inner] = names;
  if (names.includes('QuotaExceededError')) return 'quota';
  if (names.includes('VersionError')) return 'blocked';
  if (names.some((name) => NO_STORAGE.has(name))) return 'unavailable';
  // With a reason inside, the database could not be opened. Without one, another tab's upgrade
  // closed it.
  const closed = 'DatabaseClosedError';
  if (outer === closed && inner.every((name) => name === closed)) return 'blocked';
  return 'failed';
}

function namesIn(cause: unknown): string[] {
  if (typeof cause !== 'object' || cause === null) return [];
  const { name, inner, failures } = cause as {
    name?: unknown;
    inner?: unknown;
    failures?: unknown;
  };
  const reasons = [inner, ...(Array.isArray(failures) ? failures : [])];
  return [String(name), ...reasons.flatMap(namesIn)];
}
