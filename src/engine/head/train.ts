// One training from request to result: split, sets, trainer, measurement.
import { EngineError } from '../engine-error';
import { confusionMatrix, decisions, guessing, wilson } from '../evaluate/metrics';
import { splitSamples } from '../evaluate/split';
import type {
  BackendName,
  SavedHead,
  SplitAssignment,
  TrainEvent,
  TrainingSample,
  TrainRequest,
  TrainResult,
  ValidationResult,
} from '../protocol';
import { breather } from '../yield';
import { answer } from './answer';
import { LinearTrainer } from './linear';
import { MlpTrainer } from './mlp';
import type { HeadTrainer, LabelledFeatures, TrainingData } from './trainer';

export interface TrainingRun {
  /**
   * Trains until it is done or `signal` aborts it; then it may be called again to go on from there. Once done it
   * gives the same result again. Frees everything when done or when it throws.
   *
   * @throws EngineError 'training-diverged'
   */
  continue(options: {
    signal?: AbortSignal;
    onEvent(event: TrainEvent): void;
  }): Promise<TrainResult>;
  /** The best weights so far, also after an error. */
  head(): SavedHead;
  /** Frees a stopped run that is not to go on. */
  dispose(): void;
}

/**
 * Prepares a training. The held-out samples are measured by a head that has not learnt from them; then the head
 * is fitted once more on all samples.
 *
 * @param featuresOf raw features of a sample, by its id
 * @throws EngineError 'too-few-samples' under two classes or where one has no sample; 'features-missing'
 *   where a sample has no features, or of another length than the rest
 */
export function startTraining(
  request: TrainRequest,
  featuresOf: (id: string) => Float32Array | undefined,
  backend: BackendName,
): TrainingRun {
  const { classes, samples, settings, featureKey } = request;
  const sizes = classes.map((_, label) => samples.filter((s) => s.label === label).length);
  if (classes.length < 2 || sizes.includes(0)) {
    throw new EngineError('too-few-samples', `Samples of each class: ${sizes.join(', ')}`);
  }
  const split = splitSamples(samples, classes.length, settings.validationShare, settings.seed);
  const chosen = (ids: readonly string[]) => {
    const wanted = new Set(ids);
    return samples.filter(({ id }) => wanted.has(id));
  };
  const size = featuresOf(samples[0]?.id ?? '')?.length ?? 0;
  const data: TrainingData = {
    train: gather(chosen(split.train), featuresOf, size),
    validation: gather(chosen(split.validation), featuresOf, size),
    classes,
    featureKey,
  };
  const trainer =
    settings.head === 'mlp'
      ? new MlpTrainer(data, {
          mostEpochs: settings.epochs,
          batchSize: settings.batchSize,
          learningRate: settings.learningRate,
          weightDecay: settings.l2,
          seed: settings.seed,
        })
      : new LinearTrainer(data, {
          l2: settings.l2,
          mostPasses: settings.epochs,
          seed: settings.seed,
        });
  return runOf(trainer, data, split, backend);
}

function runOf(
  trainer: HeadTrainer,
  data: TrainingData,
  split: SplitAssignment,
  backend: BackendName,
): TrainingRun {
  let started = false;
  let msTrain = 0;
  let result: TrainResult | undefined;

  const train = async (
    signal: AbortSignal | undefined,
    onEvent: (event: TrainEvent) => void,
  ): Promise<TrainResult> => {
    const start = performance.now();
    if (!started) {
      const { unit, mostPasses } = trainer;
      onEvent({ type: 'started', unit, mostPasses, split });
      started = true;
    }
    // Passes may be short: a stop can only arrive, and a prediction be answered, in a turn of the event loop.
    const breathe = breather();
    while (!trainer.done && !signal?.aborted) {
      onEvent({ type: 'pass', report: await trainer.step() });
      await breathe();
    }
    const measured = trainer.head();
    const refits = trainer.done && !signal?.aborted;
    if (refits) onEvent({ type: 'refitting' });
    const refitted = refits ? await trainer.refit(signal) : undefined;
    const ended = trainer.done && refitted ? trainer.done : 'stopped';
    msTrain += performance.now() - start;

    const { train: learnt, validation } = data;
    return {
      head: refitted ?? measured,
      ended,
      keptPass: trainer.keptPass,
      split,
      ...(validation.labels.length > 0 && { validation: validate(measured, validation) }),
      guessing: guessing((validation.labels.length > 0 ? validation : learnt).labels),
      l2: trainer.l2,
      refitOnAll: refitted !== undefined,
      msTrain,
      backend,
    };
  };

  return {
    async continue({ signal, onEvent }) {
      if (result) return result;
      try {
        const outcome = await train(signal, onEvent);
        if (outcome.ended !== 'stopped') {
          result = outcome;
          trainer.dispose();
        }
        return outcome;
      } catch (error) {
        trainer.dispose();
        throw error;
      }
    },
    head: () => result?.head ?? trainer.head(),
    dispose: () => trainer.dispose(),
  };
}

function validate(head: SavedHead, { features, labels }: LabelledFeatures): ValidationResult {
  const classCount = head.classes.length;
  const decided = decisions(answer(head, features), classCount);
  const confusion = confusionMatrix(decided, labels, classCount);
  const right = confusion.reduce((sum, row, label) => sum + (row[label] ?? 0), 0);
  return { right, total: labels.length, ...wilson(right, labels.length), confusion };
}

function gather(
  samples: readonly TrainingSample[],
  featuresOf: (id: string) => Float32Array | undefined,
  size: number,
): LabelledFeatures {
  const features = new Float32Array(samples.length * size);
  for (const [i, { id }] of samples.entries()) {
    const row = featuresOf(id);
    if (row?.length !== size || size === 0) {
      throw new EngineError('features-missing', `Sample ${id}: ${row?.length ?? 0} features`);
    }
    features.set(row, i * size);
  }
  return {
    features,
    size,
    labels: Int32Array.from(samples, ({ label }) => label),
    groups: samples.map(({ group }) => group),
  };
}
