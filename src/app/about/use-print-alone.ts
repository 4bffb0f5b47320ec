import { useEffect } from 'react';

/**
 * While this part is open, the browser's own print command prints it alone, without the page
 * behind.
 */
export function usePrintAlone() {
  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset.print = 'dialog';
    return () => {
      delete dataset.print;
    };
  }, []);
}
