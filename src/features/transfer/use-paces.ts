import { useApp } from '../../store/app-store';
import { pacesOn, useLearningPace } from '../../store/transfer/learning-pace';
import type { Paces } from '../../store/transfer/strategy-cost';

/** How fast this machine learns, as measured on the backend in use. */
export function usePaces(): Paces {
  const backend = useApp((state) => state.engine.backend?.name);
  return useLearningPace((measured) => pacesOn(measured, backend));
}
