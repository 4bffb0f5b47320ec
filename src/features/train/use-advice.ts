import type { StoredRun } from '../../model/run';
import { useApp } from '../../store/app-store';
import { learnedFrom } from '../../store/project/samples-by-class';
import { type Advice, adviceFor } from './advice';

/** The advice for the pictures that are there now. */
export function useAdvice(run: StoredRun): Advice | undefined {
  const samples = useApp((state) => state.samples);
  return adviceFor(run, (id) => learnedFrom(samples, id).length);
}
