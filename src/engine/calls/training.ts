// Trains the head, and measures how it would do on pictures that it has not learned from.
import { EngineError } from '../../model/engine-error';
import type { CrossValidation } from '../../model/evaluation';
import type { SavedHead } from '../../model/head';
import type { TrainEvent, TrainRequest, TrainResult } from '../../model/training';
import type { Job } from '../../worker-link/calls';
import { crossValidate as crossValidated } from '../head/cross-validation';
import { startTraining, type TrainingRun } from '../head/train';
import type { EngineState } from '../state';
import { call, counting, type Progress } from './call';

/**
 * Trains a head from the start. The head answers once it is done or stopped. Aborting the signal
 * stops the training after the current pass. Then the result says 'stopped', and the training can
 * be resumed. Throws what `startTraining` throws.
 */
export const train = call<TrainRequest, TrainResult, TrainEvent>((engine, request, job) => {
  engine.training?.dispose();
  engine.training = undefined;
  const featuresOf = engine.features.reader(request.featureKey);
  engine.training = startTraining(request, featuresOf, engine.backendName);
  return goOn(engine, engine.training, job);
});

/** Continues the stopped training. Throws EngineError 'no-head' if there is none. */
export const resume = call<void, TrainResult, TrainEvent>((engine, _, job) => {
  if (!engine.training) throw new EngineError('no-head', 'no training to resume');
  return goOn(engine, engine.training, job);
});

async function goOn(
  engine: EngineState,
  run: TrainingRun,
  { signal, tell }: Job<TrainEvent>,
): Promise<TrainResult> {
  try {
    const result = await run.continue({ signal, onEvent: tell });
    engine.head = result.head;
    if (result.ended !== 'stopped') end(engine, run);
    return result;
  } catch (error) {
    end(engine, run);
    throw error;
  }
}

function end(engine: EngineState, run: TrainingRun): void {
  run.dispose();
  if (engine.training === run) engine.training = undefined;
}

/**
 * Answers every sample of the request by heads that have not learned from its recording. This gives
 * the accuracy, and shows which samples look wrongly labelled. Undefined if a class has a single
 * recording. For a linear head, pass the run's λ (TrainResult.l2) in the settings. Aborting the
 * signal rejects with EngineError 'aborted'.
 */
export const crossValidate = call<TrainRequest, CrossValidation | undefined, Progress>(
  (engine, request, { signal, tell }) =>
    crossValidated(request, engine.features.reader(request.featureKey), counting(tell), signal),
);

/** Sets the head that answers from now on. Undefined means none. */
export const setHead = call<SavedHead | undefined, void>((engine, head) => {
  engine.head = head;
});
