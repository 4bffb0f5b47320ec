import { useEffect } from 'react';

/** While it is open the browser's own print command prints this part, and nothing of the page behind. */
export function usePrintAlone() {
  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset.print = 'dialog';
    return () => {
      delete dataset.print;
    };
  }, []);
}
