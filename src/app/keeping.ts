// How long this browser keeps what is on this device.

/**
 * - `persisted`: until the person deletes it.
 * - `until-full`: until the disk is full.
 * - `seven-days`: until seven days have passed without a visit, as in every browser on WebKit. An
 *   installed page is exempt (https://webkit.org/blog/10218).
 *
 * No browser says whether its window is a private one, which keeps nothing once it is closed.
 */
export type Keeping = 'persisted' | 'until-full' | 'seven-days';

export function keepingOf(
  persisted: boolean,
  { vendor, installed } = { vendor: navigator.vendor, installed: isInstalled() },
): Keeping {
  if (vendor.startsWith('Apple') && !installed) return 'seven-days';
  return persisted ? 'persisted' : 'until-full';
}

/** Whether the page runs as an app. */
export const isInstalled = () => matchMedia('(display-mode: standalone)').matches;
