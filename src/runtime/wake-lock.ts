// Keeps the screen on while a person looks at the page without touching it.

const holders = new Set<symbol>();
let sentinel: Promise<WakeLockSentinel | undefined> | undefined;

/** Keeps the screen on until the returned function is called. Browsers that can't do it do not. */
export function keepAwake(): () => void {
  const holder = Symbol('awake');
  if (holders.size === 0) document.addEventListener('visibilitychange', ask);
  holders.add(holder);
  ask();
  return () => {
    holders.delete(holder);
    if (holders.size > 0) return;
    document.removeEventListener('visibilitychange', ask);
    void sentinel?.then((held) => held?.release());
    sentinel = undefined;
  };
}

/** The browser takes it back whenever the page is hidden. */
function ask(): void {
  if (document.hidden) sentinel = undefined;
  else sentinel ??= request();
}

async function request(): Promise<WakeLockSentinel | undefined> {
  try {
    return await navigator.wakeLock?.request('screen');
  } catch (error) {
    // For instance where the battery is low.
    console.info('the screen may go off:', error);
    return undefined;
  }
}
