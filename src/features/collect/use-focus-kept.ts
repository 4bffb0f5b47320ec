import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * A class's buttons for adding pictures (`data-way`) are large while the class is the next step,
 * and small otherwise. If one of them has the focus when they change, its replacement gets the
 * focus, because the old button is removed.
 */
export function useFocusKept(card: RefObject<HTMLElement | null>, large: boolean) {
  const way = useRef<string>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when they change, and only then
  useLayoutEffect(() => {
    if (way.current === undefined || document.activeElement !== document.body) return;
    card.current
      ?.querySelector<HTMLElement>(`[data-way="${way.current}"]`)
      ?.focus({ preventScroll: true });
  }, [card, large]);
  return {
    onFocus: ({ target }: FocusEvent<HTMLElement>) => {
      way.current = target.dataset.way;
    },
    // React reports when a person leaves the button, but not when the button is removed. A window
    // that a person leaves keeps its focus.
    onBlur: ({ target }: FocusEvent<HTMLElement>) => {
      if (document.activeElement !== target) way.current = undefined;
    },
  };
}
