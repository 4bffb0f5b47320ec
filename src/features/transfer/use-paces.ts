import { useApp } from '../../store/app-store';
import { pacesOn, useLearningPace } from '../../store/transfer/learning-pace';
import type { Paces } from '../../store/transfer/strategy-cost';

/** How fast this machine was measured to learn, on the backend in use. */
export function usePaces(): Paces {
  const backend = useApp((state) => state.engine.backend?.name);
  return useLearningPace((measured) => pacesOn(measured, backend));
}
