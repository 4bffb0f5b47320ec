import { useCurves } from '../../store/transfer/curve';
import { useLab } from '../../store/transfer/lab';
import { useTwoQuestions } from '../../store/transfer/two-questions';

/** Something is being measured: another one beside it would make its times wrong. */
export function useMeasuring(): boolean {
  const strategy = useLab((state) => state.running !== undefined);
  const curve = useCurves((state) => state.running !== undefined);
  const questions = useTwoQuestions((state) => state.running !== undefined);
  return strategy || curve || questions;
}
