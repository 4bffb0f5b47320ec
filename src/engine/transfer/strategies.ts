// The strategies of transfer learning, each from request to result, on one split.

import * as tf from '@tensorflow/tfjs-core';
import type { BackendName } from '../../model/backend';
import { breather } from '../../model/breather';
import { EngineError } from '../../model/engine-error';
import { ENOUGH_TO_CALIBRATE } from '../../model/enough';
import type { Evaluation } from '../../model/evaluation';
import { changedKey } from '../../model/feature-key';
import type { SavedHead, SavedNetwork } from '../../model/head';
import { seededRandom } from '../../model/random';
import type {
  ChangedAnswers,
  StrategyEvent,
  StrategyRequest,
  StrategyResult,
} from '../../model/strategy';
import type { PassReport } from '../../model/training';
import type { Backbone, SourceHead } from '../backbone/load';
import type { ConvolutionTensors, Network } from '../backbone/network';
import { fitTemperature } from '../evaluate/calibration';
import { evaluate } from '../evaluate/evaluation';
import { fitFamiliarity } from '../evaluate/familiarity';
import { afterLearningFromAll } from '../evaluate/interval';
import { gather, type LabelledFeatures } from '../evaluate/samples';
import { probabilitiesOf } from '../evaluate/softmax';
import { logits } from '../head/answer';
import { LinearTrainer } from '../head/linear';
import { measureLogits } from '../head/logistic';
import { type Division, divide, trainingData } from '../head/train';
import type { TrainingData } from '../head/trainer';
import { parametersFrom } from './cost';
import { type DenseHead, type NetworkProblem, NetworkRun } from './network-run';
import { featuresAt, inputsAt, type PixelsOf, pixelTensor } from './pictures';
import { disposeStages, randomWeights, SMALL_NETWORK, SMALL_SIDE } from './random-weights';
import { changedAnswers, firstAnswers, softenedAnswers } from './source-answers';

/** What a strategy needs of the engine around it. */
export interface Around {
  /** Undefined where its stages are not known: 'frozen' and 'scratch' can do without. */
  backbone: Backbone | undefined;
  inputSize: number;
  /** Raw features of a sample by the backbone as it came. */
  featuresOf(id: string): Float32Array | undefined;
  pixelsOf: PixelsOf;
  /**
   * The source task's head of the backbone, which stays whole while anything runs.
   *
   * @throws EngineError 'backbone-missing' where it has none or it cannot be fetched
   */
  sourceHead(): Promise<SourceHead>;
  /** Pictures in one forward pass. */
  batchSize: number;
  backend: BackendName;
}

export interface StrategyRun {
  /**
   * Goes on until it is done, or `signal` aborts it: then undefined, and it may be called again to go on from there.
   * Frees everything when done or when it throws.
   *
   * @throws EngineError 'training-diverged'; as `PixelsOf`
   */
  continue(options: {
    signal?: AbortSignal;
    onEvent(event: StrategyEvent): void;
  }): Promise<StrategyResult | undefined>;
  /** Frees a run that is not to go on; one under way ends as one that was aborted. */
  dispose(): Promise<void>;
}

/** How networks learn that do so in epochs: until one whose mean loss is `enough`, in nats, has nothing left to teach. */
export const LEARNING = {
  finetune: {
    mostEpochs: 15,
    patience: 5,
    batchSize: 16,
    stageRate: 2e-5,
    headRate: 1e-4,
    enough: 0,
  },
  retain: {
    mostEpochs: 15,
    patience: 5,
    batchSize: 16,
    stageRate: 2e-5,
    headRate: 1e-4,
    enough: 0,
  },
  full: { mostEpochs: 15, patience: 5, batchSize: 16, stageRate: 1e-5, headRate: 1e-4, enough: 0 },
  scratch: {
    mostEpochs: 40,
    patience: 10,
    batchSize: 16,
    stageRate: 1e-3,
    headRate: 1e-3,
    enough: 0.02,
  },
} as const;
/** Strength of the penalty on the head of a network that learns from scratch. */
export const SCRATCH_L2 = 1;
/** Weight of the loss that holds on to the source task's answers: the paper's, as much as the target task's. */
const SOURCE_WEIGHT = 1;
/** Pictures that random weights are scaled by. */
export const TO_SCALE_BY = 16;

/** The last block that stays as it came where nobody chose one: three blocks and the last convolution learn, or are cut. */
function defaultFreezeAt({ stages }: Pick<Network['card'], 'stages'>): number {
  return stages.length - 5;
}

/**
 * Prepares a strategy. @throws EngineError 'too-few-samples', 'features-missing': as `startTraining`; 'unknown-design'
 * where it needs a backbone whose stages are known; RangeError where there is no block `freezeAt`
 */
export function startStrategy(request: StrategyRequest, around: Around): StrategyRun {
  const { classes, samples } = request;
  const sizes = classes.map((_, label) => samples.filter((s) => s.label === label).length);
  if (classes.length < 2 || sizes.includes(0)) {
    throw new EngineError('too-few-samples', `Samples of each class: ${sizes.join(', ')}`);
  }
  const { freezeAt } = request;
  if (freezeAt !== undefined) {
    const blocks = designOf(around).card.stages.length - 2;
    if (!(freezeAt >= 0 && freezeAt <= blocks)) throw new RangeError(`no block ${freezeAt}`);
  }

  let msTrain = 0;
  const steps = measured(request, around);
  return {
    async continue({ signal, onEvent }) {
      const breathe = breather();
      for (;;) {
        if (signal?.aborted) return undefined;
        const start = performance.now();
        const { done, value } = await steps.next();
        msTrain += performance.now() - start;
        // Without a result where it was let go meanwhile.
        if (done) return value && { ...withNetwork(value), msTrain };
        if (value) onEvent(value.type === 'pass' ? { ...value, ms: msTrain } : value);
        await breathe();
      }
    },
    async dispose() {
      await steps.return(undefined as never);
    },
  };
}

function designOf({ backbone }: Around): Backbone {
  if (!backbone)
    throw new EngineError('unknown-design', 'the stages of the backbone are not known');
  return backbone;
}

/** Before it is told when. */
type Told =
  | Exclude<StrategyEvent, { type: 'pass' }>
  | Omit<Extract<StrategyEvent, { type: 'pass' }>, 'ms'>;
type Steps<Result> = AsyncGenerator<Told | undefined, Result>;
type Measured = Omit<StrategyResult, 'msTrain'> & { network?: SavedNetwork };

/** What all strategies begin with: one split, and the head on the backbone's own features. */
interface Begun {
  request: StrategyRequest;
  around: Around;
  division: Division;
  learning: LabelledFeatures;
  test: LabelledFeatures;
}

async function* measured(request: StrategyRequest, around: Around): Steps<Measured> {
  const { samples, test: testSamples = [] } = request;
  const size = around.featuresOf(samples[0]?.id ?? '')?.length ?? 0;
  const learning = gather(samples, around.featuresOf, size);
  const test = gather(testSamples, around.featuresOf, size);
  const division = await divide(request, learning, test);
  const begun: Begun = { request, around, division, learning, test };
  switch (request.strategy) {
    case 'frozen':
      return yield* onFeatures(begun, learning.features, test.features, request.featureKey);
    case 'partial':
      return yield* cut(begun);
    case 'random':
      return yield* atRandom(begun);
    case 'finetune':
    case 'retain':
    case 'full':
      return yield* tuned(begun, request.strategy);
    case 'scratch':
      return yield* fromScratch(begun);
  }
}

/** A linear head on features of any kind, measured, then fitted to all samples. */
async function* onFeatures(
  { request, around, division, learning, test }: Begun,
  features: Float32Array,
  testFeatures: Float32Array,
  featureKey: string,
  network?: SavedNetwork,
): Steps<Measured> {
  const size = features.length / learning.labels.length;
  const data = trainingData({ ...request, featureKey }, { ...learning, features, size }, division);
  const { head, refitted, trainer } = yield* linearHead(request, data, division, true);
  const measured = judged(request, division, data, head);
  return {
    strategy: request.strategy,
    ended: trainer.done ?? 'most-passes',
    keptPass: trainer.keptPass,
    split: division.split,
    ...(measured.validation && { validation: measured.validation }),
    ...(await finished(request, division, data, refitted, measured.temperature, {
      ...test,
      features: testFeatures,
      size,
    })),
    l2: trainer.l2,
    trainedParameters: (size + 1) * request.classes.length,
    backend: around.backend,
    ...(network && { network }),
  };
}

/** The linear head of the training's own kind: on the training side alone, and on all. */
async function* linearHead(
  { settings }: StrategyRequest,
  data: TrainingData,
  { split }: Division,
  tells: boolean,
): Steps<{ head: SavedHead; refitted: SavedHead; trainer: LinearTrainer }> {
  const trainer = new LinearTrainer(data, {
    l2: settings.head === 'linear' ? settings.l2 : 'auto',
    mostPasses: settings.epochs,
    seed: settings.seed,
  });
  if (tells) yield { type: 'started', unit: 'pass', mostPasses: trainer.mostPasses, split };
  while (!trainer.done) {
    const report = await trainer.step();
    yield tells ? { type: 'pass', report } : undefined;
  }
  if (tells) yield { type: 'refitting' };
  const head = trainer.head();
  return { head, refitted: (await trainer.refit()) ?? head, trainer };
}

async function* cut(begun: Begun): Steps<Measured> {
  const { request, around } = begun;
  const { inputSize } = around;
  const backbone = designOf(around);
  const freezeAt = request.freezeAt ?? defaultFreezeAt(backbone.card);
  const until = freezeAt + 1;
  const ids = [...request.samples, ...(request.test ?? [])].map(({ id }) => id);
  const features = yield* featuresAt(
    backbone,
    until,
    ids,
    inputSize,
    around.pixelsOf,
    around.batchSize,
  );
  const network: SavedNetwork = {
    design: 'backbone',
    inputSize,
    kept: until,
    until,
    weights: new Float32Array(),
  };
  const split = (features.length / ids.length) * request.samples.length;
  const result = yield* onFeatures(
    begun,
    features.subarray(0, split),
    features.subarray(split),
    changedKey(request.featureKey, request.strategy, freezeAt),
    network,
  );
  return { ...result, freezeAt };
}

async function* atRandom(begun: Begun): Steps<Measured> {
  const { request, around } = begun;
  const { card } = designOf(around);
  const { inputSize: side, pixelsOf, batchSize } = around;
  const ids = [...request.samples, ...(request.test ?? [])].map(({ id }) => id);
  const tensors = await randomStages(card, begun, side);
  try {
    const until = card.stages.length;
    const random = { card, tensors };
    const features = yield* featuresAt(random, until, ids, side, pixelsOf, batchSize);
    const split = (features.length / ids.length) * request.samples.length;
    const weights = await weightsOf(tensors);
    return yield* onFeatures(
      begun,
      features.subarray(0, split),
      features.subarray(split),
      changedKey(request.featureKey, request.strategy),
      { design: 'backbone', inputSize: side, kept: 0, until, weights },
    );
  } finally {
    disposeStages(tensors);
  }
}

/** Fine-tuning, from the head of the frozen backbone on: epoch 0 is the frozen result. */
async function* tuned(begun: Begun, strategy: 'finetune' | 'retain' | 'full'): Steps<Measured> {
  const { request, around, division, learning, test } = begun;
  const { inputSize } = around;
  const backbone = designOf(around);
  const { stages } = backbone.card;
  const freezeAt = request.freezeAt ?? defaultFreezeAt(backbone.card);
  const from = strategy === 'full' ? 0 : freezeAt + 1;
  const data = trainingData(request, learning, division);
  const frozen = yield* linearHead(request, data, division, false);
  const source = await sourceHeadFor(around, strategy);
  const result = yield* learnt(begun, {
    strategy,
    network: backbone,
    from,
    side: inputSize,
    l2: frozen.trainer.l2,
    head: denseOf(frozen.head),
    headOfAll: denseOf(frozen.refitted),
    before: reportOf(0, frozen.head, data),
    featureKey: changedKey(
      request.featureKey,
      strategy,
      strategy === 'full' ? undefined : freezeAt,
    ),
    saved: { design: 'backbone', inputSize, kept: from, until: stages.length },
    ...(source && { source }),
  });
  const at = strategy === 'full' ? {} : { freezeAt };
  if (result) return { ...result, ...at };
  // No epoch was better than none: the frozen backbone it is.
  const measured = judged(request, division, data, frozen.head);
  return {
    strategy,
    ...at,
    ended: 'early-stop',
    keptPass: 0,
    split: division.split,
    ...(measured.validation && { validation: measured.validation }),
    ...(await finished(request, division, data, frozen.refitted, measured.temperature, test)),
    ...(source && {
      forgetting: forgettingOf(
        { changed: 0, total: data.validation.labels.length },
        { changed: 0, total: test.labels.length },
      ),
    }),
    l2: frozen.trainer.l2,
    trainedParameters:
      parametersFrom(backbone.card, from) + (learning.size + 1) * request.classes.length,
    backend: around.backend,
  };
}

/** Undefined where fine-tuning can do without: then its forgetting is not known. */
async function sourceHeadFor(
  around: Around,
  strategy: 'finetune' | 'retain' | 'full',
): Promise<SourceHead | undefined> {
  const { sourceHead } = around;
  if (!designOf(around).card.sourceHead && strategy !== 'retain') return undefined;
  try {
    return await sourceHead();
  } catch (error) {
    const absent = error instanceof EngineError && error.kind === 'backbone-missing';
    if (strategy === 'retain' || !absent) throw error;
    return undefined; // Without a network, which nothing else here needs.
  }
}

async function* fromScratch(begun: Begun): Steps<Measured> {
  const { request, division, learning } = begun;
  const features = SMALL_NETWORK.stages.at(-1)?.outputChannels ?? 0;
  const tensors = await randomStages(SMALL_NETWORK, begun, SMALL_SIDE);
  const classCount = request.classes.length;
  const head = {
    weights: new Float32Array(features * classCount),
    bias: new Float32Array(classCount),
  };
  const data = trainingData(request, learning, division);
  try {
    const result = yield* learnt(begun, {
      strategy: 'scratch',
      network: { card: SMALL_NETWORK, tensors },
      from: 0,
      side: SMALL_SIDE,
      l2: SCRATCH_L2,
      head,
      headOfAll: head,
      before: reportOfLogits(0, (labels) => new Float32Array(labels.length * classCount), data),
      featureKey: changedKey(request.featureKey, request.strategy),
      saved: {
        design: 'small',
        inputSize: SMALL_SIDE,
        kept: 0,
        until: SMALL_NETWORK.stages.length,
      },
    });
    if (!result) throw new Error('the first epoch is always kept');
    return result;
  } finally {
    disposeStages(tensors);
  }
}

interface ToLearn {
  strategy: 'finetune' | 'retain' | 'full' | 'scratch';
  network: Network;
  from: number;
  side: number;
  l2: number;
  head: DenseHead;
  headOfAll: DenseHead;
  /** Of epoch 0. */
  before: PassReport;
  featureKey: string;
  saved: Omit<SavedNetwork, 'weights'>;
  /** To measure forgetting by, and to hold on to in 'retain'. */
  source?: SourceHead;
}

/** Learns in epochs and keeps the best; undefined where that is epoch 0. */
async function* learnt(begun: Begun, toLearn: ToLearn): Steps<Measured | undefined> {
  const { request, around, division, learning, test } = begun;
  const { strategy, network, from, side, featureKey, source } = toLearn;
  const { split } = division;
  const { patience, enough, ...rates } = LEARNING[strategy];
  const { mostEpochs = LEARNING[strategy].mostEpochs } = request;
  const ids = [...split.train, ...split.validation, ...(request.test ?? []).map(({ id }) => id)];
  const inputs = yield* inputsAt(network, from, ids, side, around.pixelsOf, around.batchSize);
  const sides = trainingData(request, learning, division);
  const trainCount = split.train.length;
  const count = trainCount + split.validation.length;
  const problem: NetworkProblem = {
    network,
    from,
    inputs,
    labels: Int32Array.from([...sides.train.labels, ...sides.validation.labels]),
    classCount: request.classes.length,
    l2: toLearn.l2,
    mirrors: from === 0,
    seed: request.settings.seed,
    ...rates,
  };
  // By the very pictures that it learns from: what was stored as features saw them before they were compressed.
  const before = source && (yield* sourceAnswers(problem, toLearn.head, source, count, ids.length));
  if (before && strategy === 'retain') {
    problem.source = { head: source, softened: before.softened, weight: SOURCE_WEIGHT };
  }
  yield { type: 'started', unit: 'epoch', mostPasses: mostEpochs, split };
  yield { type: 'pass', report: toLearn.before };
  let run = new NetworkRun(problem, toLearn.head, trainCount);
  try {
    // What knew nothing is no result to fall back on.
    const startsWell = strategy !== 'scratch';
    let best = (startsWell ? toLearn.before.validationLoss : undefined) ?? Number.POSITIVE_INFINITY;
    let kept: Float32Array | undefined;
    let keptPass = 0;
    let ended: Measured['ended'] = 'most-passes';
    for (let epoch = 1; epoch <= mostEpochs; epoch++) {
      const { loss, accuracy } = yield* run.epoch();
      const values = await run.values();
      const report: PassReport = { pass: epoch, trainLoss: loss, trainAccuracy: accuracy };
      if (split.validation.length > 0) {
        const features = yield* run.features(trainCount, count);
        const head = savedHead(request, featureKey, run.headOf(values));
        const held = measureLogits(
          logits(head, features),
          sides.validation.labels,
          request.classes.length,
        );
        report.validationLoss = held.loss;
        report.validationAccuracy = held.accuracy;
      }
      yield { type: 'pass', report };
      if (report.validationLoss === undefined || report.validationLoss < best) {
        best = report.validationLoss ?? best;
        kept = values.slice();
        keptPass = epoch;
      } else if (epoch - keptPass >= patience) {
        ended = 'early-stop';
        break;
      }
      if (loss < enough) {
        ended = 'converged';
        break;
      }
    }
    if (!kept) return undefined;

    run.restore(kept);
    const measuredHead = savedHead(request, featureKey, run.headOf(kept));
    const validation = yield* run.features(trainCount, count);
    const width = measuredHead.featureSize;
    const heldOut = { ...sides.validation, features: validation, size: width };
    const measured = judged(request, division, { ...sides, validation: heldOut }, measuredHead);
    const trainedParameters = run.learning;
    if (count > trainCount) {
      yield { type: 'refitting' };
      run.dispose();
      run = new NetworkRun(problem, toLearn.headOfAll, count);
      for (let epoch = 0; epoch < keptPass; epoch++) yield* run.epoch();
      kept = await run.values();
    }
    const features = yield* run.features(0, ids.length);
    const all = (first: number, last: number) => features.subarray(first * width, last * width);
    const data: TrainingData = {
      ...sides,
      train: { ...sides.train, features: all(0, trainCount), size: width },
      validation: { ...sides.validation, features: all(trainCount, count), size: width },
      featureKey,
    };
    const head = savedHead(request, featureKey, run.headOf(kept));
    return {
      strategy,
      ended,
      keptPass,
      split,
      ...(measured.validation && { validation: measured.validation }),
      ...(await finished(request, division, data, head, measured.temperature, {
        ...test,
        features: all(count, ids.length),
        size: width,
      })),
      ...(before && {
        forgetting: forgettingOf(
          changedAnswers(
            before.first.subarray(trainCount, count),
            await firstAnswers(source, validation),
          ),
          changedAnswers(
            before.first.subarray(count),
            await firstAnswers(source, all(count, ids.length)),
          ),
        ),
      }),
      l2: toLearn.l2,
      trainedParameters,
      backend: around.backend,
      network: { ...toLearn.saved, weights: run.stagesOf(kept) },
    };
  } finally {
    run.dispose();
  }
}

/** What the source head says before anything learnt: softened of the first `learning` pictures, its first of all. */
async function* sourceAnswers(
  problem: NetworkProblem,
  head: DenseHead,
  source: SourceHead,
  learning: number,
  all: number,
): Steps<{ softened: Float32Array; first: Int32Array }> {
  const untouched = new NetworkRun(problem, head, learning);
  try {
    const features = yield* untouched.features(0, all);
    const width = features.length / all;
    return {
      softened: await softenedAnswers(source, features.subarray(0, learning * width)),
      first: await firstAnswers(source, features),
    };
  } finally {
    untouched.dispose();
  }
}

/** Those sides that have pictures. */
function forgettingOf(
  validation: ChangedAnswers,
  test: ChangedAnswers,
): NonNullable<StrategyResult['forgetting']> {
  return { ...(validation.total > 0 && { validation }), ...(test.total > 0 && { test }) };
}

/** What a head that has not learnt from the held-out samples says of them; the one that is kept learns from them too. */
function judged(
  { classes }: StrategyRequest,
  { split }: Division,
  { train, validation }: TrainingData,
  head: SavedHead,
): { temperature: number; validation?: Evaluation } {
  const { labels, groups, features } = validation;
  if (labels.length === 0) return { temperature: 1 };
  const held = logits(head, features);
  const temperature =
    labels.length < ENOUGH_TO_CALIBRATE ? 1 : fitTemperature(held, labels, classes.length);
  const figures = evaluate(
    split.validation,
    labels,
    groups,
    probabilitiesOf(held, classes.length, temperature),
    classes.length,
    new Set(train.groups),
  );
  const learnt = train.labels.length;
  const interval = afterLearningFromAll(figures, learnt, learnt + labels.length);
  return { temperature, validation: { ...figures, ...interval } };
}

/** The head as it answers in the end, and what it says of the test samples. */
async function finished(
  { classes, settings, test: testSamples = [] }: StrategyRequest,
  { testGroups }: Division,
  { train, validation }: TrainingData,
  head: SavedHead,
  temperature: number,
  test: LabelledFeatures,
): Promise<{ head: SavedHead; test?: Evaluation }> {
  const familiarity = await fitFamiliarity([train, validation], settings.seed);
  const whole: SavedHead = {
    ...head,
    ...(temperature !== 1 && { temperature }),
    ...(familiarity && { familiarity }),
  };
  if (testSamples.length === 0) return { head: whole };
  const said = probabilitiesOf(logits(whole, test.features), classes.length, temperature);
  return {
    head: whole,
    test: evaluate(
      testSamples.map(({ id }) => id),
      test.labels,
      testGroups,
      said,
      classes.length,
      new Set([...train.groups, ...validation.groups]),
    ),
  };
}

const reportOf = (pass: number, head: SavedHead, data: TrainingData): PassReport =>
  reportOfLogits(pass, (_, features) => logits(head, features), data);

function reportOfLogits(
  pass: number,
  logitsOf: (labels: Int32Array, features: Float32Array) => Float32Array,
  { train, validation, classes }: TrainingData,
): PassReport {
  const of = ({ labels, features }: LabelledFeatures) =>
    measureLogits(logitsOf(labels, features), labels, classes.length);
  const { loss, accuracy } = of(train);
  const report: PassReport = { pass, trainLoss: loss, trainAccuracy: accuracy };
  if (validation.labels.length === 0) return report;
  const held = of(validation);
  return { ...report, validationLoss: held.loss, validationAccuracy: held.accuracy };
}

function denseOf({ layers }: SavedHead): DenseHead {
  const [layer] = layers;
  if (!layer) throw new Error('a linear head has one layer');
  return layer;
}

/** A linear head of the numbers that a network learnt. */
export function savedHead(
  { classes }: Pick<StrategyRequest, 'classes'>,
  featureKey: string,
  { weights, bias }: DenseHead,
): SavedHead {
  const inputs = weights.length / classes.length;
  return {
    kind: 'linear',
    classes: [...classes],
    featureKey,
    featureSize: inputs,
    normalisation: 'l2-sqrt-d',
    layers: [{ inputs, outputs: classes.length, weights, bias, activation: 'linear' }],
  };
}

/** The head with the network that it takes the features of. */
function withNetwork({ network, ...measured }: Measured): Omit<StrategyResult, 'msTrain'> {
  return network ? { ...measured, head: { ...measured.head, network } } : measured;
}

/** Features of another network than the backbone must not be taken for the backbone's. */

/** Random weights for a design, scaled by some of the pictures learnt from. */
async function randomStages(
  card: Network['card'],
  { request, around, division }: Begun,
  side: number,
): Promise<ConvolutionTensors[][]> {
  const { seed } = request.settings;
  const some = seededRandom(seed).shuffle(division.split.train).slice(0, TO_SCALE_BY);
  const pictures = await around.pixelsOf(some, side);
  const pixels = pixelTensor(pictures, side);
  try {
    return randomWeights(card, pixels, seed);
  } finally {
    pixels.dispose();
  }
}

async function weightsOf(tensors: readonly (readonly ConvolutionTensors[])[]) {
  const flat = tf.tidy(() =>
    tf.concat1d(
      tensors.flat().flatMap(({ kernel, bias }) => [tf.reshape(kernel, [-1]) as tf.Tensor1D, bias]),
    ),
  );
  try {
    return (await flat.data<'float32'>()).slice();
  } finally {
    flat.dispose();
  }
}
