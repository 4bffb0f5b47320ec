import { useEffect } from 'react';
import { useApp } from '../../store/app-store';
import { isTakingIn } from '../../store/collect-slice';

/** Asks before the page is left while something would be lost. */
export function useLeaveWarning(): void {
  const busy = useApp(isTakingIn);
  useEffect(() => {
    if (!busy) return;
    // The browser asks in its own words.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [busy]);
}
