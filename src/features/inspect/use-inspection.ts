import { useEffect } from 'react';
import { useApp } from '../../store/app-store';

/** Measures while it is looked at, and again after each run; nothing goes on once it is left. */
export function useInspection(): void {
  const learned = useApp((state) => state.learned);
  // Features are brought in after the engine is ready, or another project is opened.
  const ready = useApp((state) => state.engine.phase === 'ready' && !state.syncing);
  useEffect(() => {
    if (learned && ready) useApp.getState().inspect();
  }, [learned, ready]);
  useEffect(() => () => useApp.getState().stopInspecting(), []);
}
