import { useEffect } from 'react';
import { useApp } from '../../store/app-store';
import { isTakingIn } from '../../store/collect/collect-slice';
import { pictureCount } from '../../store/project/classes';

/**
 * Asks before the page is left if something would be lost: data still being written, or everything
 * kept only in memory.
 */
export function useLeaveWarning(): void {
  const busy = useApp(
    (state) => isTakingIn(state) || (state.diskProblem !== undefined && pictureCount(state) > 0),
  );
  useEffect(() => {
    if (!busy) return;
    // The browser asks in its own words.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [busy]);
}
