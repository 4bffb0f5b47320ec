import { useRef, useState } from 'react';

interface Opener {
  open: boolean;
  show(): void;
  close(): void;
}

/**
 * Opens and closes a dialog that has no trigger of its own. The focus returns to the element that
 * opened it or, if that is gone, to `elsewhere`.
 */
export function useOpener(elsewhere?: () => HTMLElement | null): Opener {
  const [open, setOpen] = useState(false);
  const opener = useRef<Element | null>(null);
  return {
    open,
    show: () => {
      opener.current = document.activeElement;
      setOpen(true);
    },
    close: () => {
      setOpen(false);
      // The dialog keeps the focus to itself until it has closed.
      requestAnimationFrame(() => {
        const { current } = opener;
        const back =
          current instanceof HTMLElement && current.isConnected ? current : elsewhere?.();
        back?.focus();
      });
    },
  };
}
