// The stages of a network and its head learn together in epochs. The best epoch is kept.

import type { SavedNetwork } from '../../../model/head';
import { STRATEGIES, startsAtRandom } from '../../../model/strategies';
import type { ChangedAnswers, StrategyResult } from '../../../model/strategy';
import type { PassReport } from '../../../model/training';
import type { SourceHead } from '../../backbone/load';
import type { Network } from '../../backbone/network';
import type { LabelledFeatures } from '../../evaluate/samples';
import { logits } from '../../head/answer';
import { savedLinear } from '../../head/linear/saved';
import { measureLogits } from '../../head/logistic';
import { trainingData } from '../../head/train';
import type { TrainingData } from '../../head/trainer';
import { type DenseHead, type NetworkProblem, NetworkRun } from '../network-run';
import { inputsAt } from '../pictures';
import { changedAnswers, firstAnswers, softenedAnswers } from '../source-answers';
import type { Begun, Measured, Steps } from './begun';
import { finished, judged } from './judged';

/**
 * The weight of the loss that preserves the source's answers. As in the paper, it equals the
 * target's.
 */
const SOURCE_WEIGHT = 1;

interface ToLearn {
  network: Network;
  from: number;
  side: number;
  l2: number;
  head: DenseHead;
  headOfAll: DenseHead;
  /** The report of epoch 0. */
  before: PassReport;
  featureKey: string;
  saved: Omit<SavedNetwork, 'weights'>;
  /** For measuring forgetting, and for preserving its answers if the strategy does so. */
  source?: SourceHead;
}

/** Learns in epochs and keeps the best. Undefined if that is epoch 0. */
export async function* inEpochs(begun: Begun, toLearn: ToLearn): Steps<Measured | undefined> {
  const { request, around, division, learning, test } = begun;
  const { network, from, side, featureKey, source } = toLearn;
  const { split } = division;
  const { strategy } = request;
  const facts = STRATEGIES[strategy];
  if (!facts.recipe) throw new Error(`${strategy} does not learn in epochs`);
  const { patience, enough, ...rates } = facts.recipe;
  const { mostEpochs = rates.mostEpochs } = request;
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
    keepsPrior: request.settings.keepsPrior,
    ...rates,
  };
  // The answers have to come from the very pictures that it learns from. The stored features were
  // made before the pictures were compressed.
  const before = source && (yield* sourceAnswers(problem, toLearn.head, source, count, ids.length));
  if (before && facts.needsSourceHead) {
    problem.source = { head: source, softened: before.softened, weight: SOURCE_WEIGHT };
  }
  yield { type: 'started', unit: 'epoch', mostPasses: mostEpochs, split };
  yield { type: 'pass', report: toLearn.before };
  let run = new NetworkRun(problem, toLearn.head, trainCount);
  try {
    // A network that started at random is no result to fall back on.
    let best =
      (!startsAtRandom(facts) ? toLearn.before.validationLoss : undefined) ??
      Number.POSITIVE_INFINITY;
    let kept: Float32Array | undefined;
    let keptPass = 0;
    let ended: Measured['ended'] = 'most-passes';
    for (let epoch = 1; epoch <= mostEpochs; epoch++) {
      const { loss, accuracy } = yield* run.epoch();
      const values = await run.values();
      const report: PassReport = { pass: epoch, trainLoss: loss, trainAccuracy: accuracy };
      if (split.validation.length > 0) {
        const features = yield* run.features(trainCount, count);
        const head = savedLinear(request.classes, featureKey, run.headOf(values));
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
    const measuredHead = savedLinear(request.classes, featureKey, run.headOf(kept));
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
    const head = savedLinear(request.classes, featureKey, run.headOf(kept));
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

/**
 * The source head's answers before anything has learned: softened answers to the first `learning`
 * pictures, and first answers to all of them.
 */
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

/** Only the sides that have pictures. */
export function forgettingOf(
  validation: ChangedAnswers,
  test: ChangedAnswers,
): NonNullable<StrategyResult['forgetting']> {
  return { ...(validation.total > 0 && { validation }), ...(test.total > 0 && { test }) };
}

/** The report of one pass: loss and accuracy on both sides. */
export function reportOf(
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
