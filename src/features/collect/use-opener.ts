import { useRef, useState } from 'react';

interface Opener {
  open: boolean;
  show(): void;
  close(): void;
}

/**
 * Opens and closes a dialog that has no trigger of its own. The focus goes back to what opened it,
 * or where that is gone to `elsewhere`.
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
      // When the dialog is gone, which keeps the focus to itself.
      requestAnimationFrame(() => {
        const { current } = opener;
        const back =
          current instanceof HTMLElement && current.isConnected ? current : elsewhere?.();
        back?.focus();
      });
    },
  };
}
