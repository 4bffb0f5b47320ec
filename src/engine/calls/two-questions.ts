import type { TwoQuestionsRequest, TwoQuestionsResult } from '../../model/two-questions';
import { measureTwoQuestions as measured } from '../transfer/two-questions';
import { call, counting, type Progress } from './call';

/**
 * Learns two questions together and apart: see `measureTwoQuestions` in transfer/two-questions for
 * its errors. Progress counts epochs. Aborting the signal rejects with EngineError 'aborted'.
 */
export const measureTwoQuestions = call<TwoQuestionsRequest, TwoQuestionsResult, Progress>(
  (engine, request, { signal, tell }) =>
    measured(request, engine.features.reader(request.featureKey), counting(tell), signal),
);
