// Web Locks, where the browser lets this page have them.

/**
 * The browser's locks. Undefined on a page that is not secure, and where the browser refuses every
 * request: with cookies blocked, or on a page inside another site's.
 */
export async function webLocks(): Promise<LockManager | undefined> {
  const { locks } = globalThis.navigator ?? {};
  try {
    await locks?.request('apprentice-trial', { mode: 'shared', ifAvailable: true }, () => {});
    return locks;
  } catch {
    // Only a trial can tell.
    return undefined;
  }
}
