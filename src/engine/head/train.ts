// One training from request to result: split, sets, trainer and measurement.

import type { BackendName } from '../../model/backend';
import { breather } from '../../model/breather';
import { EngineError } from '../../model/engine-error';
import type { Familiarity } from '../../model/head';
import { HEAD_KINDS } from '../../model/head-kinds/head-kinds';
import type {
  SplitAssignment,
  TrainEvent,
  TrainingSample,
  TrainRequest,
  TrainResult,
} from '../../model/training';
import { calibrate, type HeldOutAnswers } from '../evaluate/calibration';
import { evaluate } from '../evaluate/evaluation';
import { fitFamiliarity } from '../evaluate/familiarity';
import { forHeadOfAll } from '../evaluate/interval';
import { guessing } from '../evaluate/metrics';
import { joinNearDuplicates } from '../evaluate/near-duplicates';
import { gather, type LabelledFeatures } from '../evaluate/samples';
import { probabilitiesOf } from '../evaluate/softmax';
import { splitSamples } from '../evaluate/split';
import { logitsOfMany } from './answer';
import type { HeadTrainer, HeldOutLogits, TrainingData } from './trainer';
import { TRAINERS } from './trainers';

export interface TrainingRun {
  /**
   * Trains until it is done or `signal` aborts it. After an abort, call it again to continue. Once
   * done, it gives the same result again. It frees everything when it is done or throws.
   *
   * @throws EngineError 'training-diverged'
   */
  continue(options: {
    signal?: AbortSignal;
    onEvent(event: TrainEvent): void;
  }): Promise<TrainResult>;
  /** Frees a stopped run that will not continue. */
  dispose(): void;
}

/**
 * Prepares a training. A head that has not learned from the held-out samples measures them. Then
 * the head is fitted once more on all samples.
 *
 * @param featuresOf the raw features of a sample, by its id
 * @throws EngineError 'too-few-samples' with fewer than two classes, or if a class has no sample;
 * 'features-missing' if a sample has no features, or features of another length than the rest
 */
export function startTraining(
  request: TrainRequest,
  featuresOf: (id: string) => Float32Array | undefined,
  backend: BackendName,
): TrainingRun {
  const { classes, samples } = request;
  const sizes = classes.map((_, label) => samples.filter((s) => s.label === label).length);
  if (classes.length < 2 || sizes.includes(0)) {
    throw new EngineError('too-few-samples', `Samples of each class: ${sizes.join(', ')}`);
  }
  const size = featuresOf(samples[0]?.id ?? '')?.length ?? 0;
  const learning = gather(samples, featuresOf, size);
  const test = gather(request.test ?? [], featuresOf, size);
  return runOf(request, () => prepare(request, learning, test), backend);
}

/** What a run has once its features have been read. */
interface Prepared {
  split: SplitAssignment;
  data: TrainingData;
  test: LabelledFeatures;
  trainer: HeadTrainer;
}

/**
 * One split of a request's samples, and the names of the groups after near-duplicates are joined.
 */
export interface Division {
  split: SplitAssignment;
  groups: readonly string[];
  testGroups: readonly string[];
}

/**
 * Divides the samples by the raw features of the backbone. Everything trained on them afterwards is
 * then measured on the same split.
 */
export async function divide(
  { classes, samples, settings }: Pick<TrainRequest, 'classes' | 'samples' | 'settings'>,
  learning: LabelledFeatures,
  test: LabelledFeatures,
): Promise<Division> {
  const features = join(learning.features, test.features);
  const groups = [...learning.groups, ...test.groups];
  const labels = Int32Array.from([...learning.labels, ...test.labels]);
  const joined = await joinNearDuplicates(features, learning.size, labels, groups, breather());
  const grouped = samples.map((sample, i) => ({ ...sample, group: joined[i] ?? '' }));
  return {
    split: {
      ...splitSamples(grouped, classes.length, settings.validationShare, settings.seed),
      joinedGroups: setsOf(groups.slice(0, samples.length), joined),
    },
    groups: joined.slice(0, samples.length),
    testGroups: joined.slice(samples.length),
  };
}

/**
 * The samples on each side of a split, in the order of the request's samples. Any kind of features
 * will do.
 */
export function trainingData(
  { classes, samples, featureKey }: Pick<TrainRequest, 'classes' | 'samples' | 'featureKey'>,
  learning: LabelledFeatures,
  { split, groups }: Division,
): TrainingData {
  const chosen = (ids: readonly string[]) => {
    const wanted = new Set(ids);
    return pick({ ...learning, groups }, samples, (id) => wanted.has(id));
  };
  return { train: chosen(split.train), validation: chosen(split.validation), classes, featureKey };
}

async function prepare(
  request: TrainRequest,
  learning: LabelledFeatures,
  test: LabelledFeatures,
): Promise<Prepared> {
  const { settings } = request;
  const division = await divide(request, learning, test);
  const data = trainingData(request, learning, division);
  const trainer = TRAINERS[settings.head](data, settings);
  const { split, testGroups } = division;
  return { split, data, test: { ...test, groups: testGroups }, trainer };
}

function runOf(
  { test: testSamples = [], settings }: TrainRequest,
  prepareOnce: () => Promise<Prepared>,
  backend: BackendName,
): TrainingRun {
  let prepared: Prepared | undefined;
  let familiarity: Promise<Familiarity | undefined> | undefined;
  let msTrain = 0;
  let result: TrainResult | undefined;

  const train = async (
    signal: AbortSignal | undefined,
    onEvent: (event: TrainEvent) => void,
  ): Promise<TrainResult> => {
    const start = performance.now();
    if (!prepared) {
      prepared = await prepareOnce();
      const { unit } = HEAD_KINDS[settings.head];
      const { mostPasses } = prepared.trainer;
      onEvent({ type: 'started', unit, mostPasses, split: prepared.split });
    }
    const { split, data, test, trainer } = prepared;
    // Passes may be short. A stop can only arrive, and a prediction can only be answered, in a turn
    // of the event loop.
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

    const { train: learned, validation, classes } = data;
    const held = await logitsOfMany(measured, validation.features, breathe);
    const heldOut = heldOutAnswers(data, held, trainer.heldOut);
    const calibration =
      heldOut.labels.length > 0
        ? await calibrate(heldOut, classes.length, settings.seed, breathe)
        : undefined;
    const temperature = calibration?.temperature ?? 1;
    familiarity ??= fitFamiliarity([learned, validation], settings.seed);
    const familiar = await familiarity;
    const head = {
      ...(refitted ?? measured),
      ...(temperature !== 1 && { temperature }),
      ...(familiar && { familiarity: familiar }),
    };
    msTrain += performance.now() - start;
    const outcome: TrainResult = {
      head,
      ended,
      keptPass: trainer.keptPass,
      split,
      guessing: guessing((validation.labels.length > 0 ? validation : learned).labels),
      l2: trainer.l2,
      refitOnAll: refitted !== undefined,
      msTrain,
      backend,
    };
    const learnedGroups = new Set(learned.groups);
    if (validation.labels.length > 0) {
      const probabilities = probabilitiesOf(held, classes.length, temperature);
      const figures = evaluate(
        split.validation,
        validation.labels,
        validation.groups,
        probabilities,
        classes.length,
        learnedGroups,
      );
      const n = learned.labels.length;
      const all = refitted ? n + validation.labels.length : n;
      outcome.validation = forHeadOfAll(figures, n, all);
    }
    if (test.labels.length > 0) {
      outcome.test = evaluate(
        testSamples.map(({ id }) => id),
        test.labels,
        test.groups,
        probabilitiesOf(
          await logitsOfMany(head, test.features, breathe),
          classes.length,
          temperature,
        ),
        classes.length,
        refitted ? new Set([...learnedGroups, ...validation.groups]) : learnedGroups,
      );
    }
    if (calibration) outcome.calibration = calibration;
    return outcome;
  };

  return {
    async continue({ signal, onEvent }) {
      if (result) return result;
      try {
        const outcome = await train(signal, onEvent);
        if (outcome.ended !== 'stopped') {
          result = outcome;
          prepared?.trainer.dispose();
        }
        return outcome;
      } catch (error) {
        prepared?.trainer.dispose();
        throw error;
      }
    },
    dispose: () => prepared?.trainer.dispose(),
  };
}

/**
 * All answers by heads that did not learn from the samples: those for the validation set, and those
 * that the trainer made along the way. The end of a recording is left out if its beginning was
 * learned from.
 */
function heldOutAnswers(
  { train, validation, classes }: TrainingData,
  held: Float32Array,
  more: HeldOutLogits | undefined,
): HeldOutAnswers {
  const learned = new Set(train.groups);
  const fair = [...validation.labels.keys()].filter(
    (i) => !learned.has(validation.groups[i] ?? ''),
  );
  const places = [...(more?.places ?? [])];
  const row = (i: number) => held.subarray(i * classes.length, (i + 1) * classes.length);
  return {
    logits: [...fair.flatMap((i) => [...row(i)]), ...(more?.logits ?? [])],
    labels: Int32Array.from([
      ...fair.map((i) => validation.labels[i] ?? 0),
      ...places.map((i) => train.labels[i] ?? 0),
    ]),
    groups: [
      ...fair.map((i) => validation.groups[i] ?? ''),
      ...places.map((i) => train.groups[i] ?? ''),
    ],
  };
}

/** Groups that now share a name, listed for each name that has several. */
function setsOf(groups: readonly string[], joined: readonly string[]): string[][] {
  const sets = new Map<string, Set<string>>();
  groups.forEach((group, i) => {
    const name = joined[i] ?? '';
    sets.set(name, (sets.get(name) ?? new Set()).add(group));
  });
  return Array.from(sets.values(), (set) => [...set]).filter((set) => set.length > 1);
}

function join(a: Float32Array, b: Float32Array): Float32Array {
  if (b.length === 0) return a;
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** The rows of the wanted samples, in order. */
function pick(
  { features, size, labels, groups }: LabelledFeatures,
  samples: readonly TrainingSample[],
  wanted: (id: string) => boolean,
): LabelledFeatures {
  const places = [...samples.keys()].filter((i) => wanted(samples[i]?.id ?? ''));
  const rows = new Float32Array(places.length * size);
  places.forEach((i, k) => {
    rows.set(features.subarray(i * size, (i + 1) * size), k * size);
  });
  return {
    features: rows,
    size,
    labels: Int32Array.from(places, (i) => labels[i] ?? 0),
    groups: places.map((i) => groups[i] ?? ''),
  };
}
