import { useEffect } from 'react';
import { useApp } from '../../store/app-store';

/**
 * Measures while somebody is looking, and again after each run. Everything ends when the view is
 * left.
 */
export function useInspection(): void {
  const learned = useApp((state) => state.learned);
  // Features are brought in after the engine is ready or another project is opened.
  const ready = useApp((state) => state.engine.phase === 'ready' && !state.syncing);
  useEffect(() => {
    if (learned && ready) useApp.getState().inspect();
  }, [learned, ready]);
  useEffect(() => () => useApp.getState().stopInspecting(), []);
}
