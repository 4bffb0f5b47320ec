import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * A class's ways in are large while it is the next step and small otherwise. Whoever is on one of them (`data-way`)
 * when they change stays on it: its button goes, and the focus would go with it.
 */
export function useFocusKept(card: RefObject<HTMLElement | null>, large: boolean) {
  const way = useRef<string>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when they change, and then alone
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
    // React tells of a person's leaving, not of a button that is taken away; a window that is left keeps its focus.
    onBlur: ({ target }: FocusEvent<HTMLElement>) => {
      if (document.activeElement !== target) way.current = undefined;
    },
  };
}
