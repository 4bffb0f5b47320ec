import { useCallback, useSyncExternalStore } from 'react';

export const media = {
  phone: '(max-width: 719px)',
  /** The bar's own parts and the views do not fit side by side, as on a laptop at 200 % zoom. */
  narrow: '(max-width: 799px)',
  reducedMotion: '(prefers-reduced-motion: reduce)',
  touch: '(pointer: coarse)',
} as const;

export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}
