// The MLP head, with one hidden layer, in tfjs operations on the current backend.

import * as tf from '@tensorflow/tfjs-core';
import { breather } from '../../../model/breather';
import { EngineError } from '../../../model/engine-error';
import type { SavedHead } from '../../../model/head';
import { mlp } from '../../../model/head-kinds/mlp';
import { type Random, seededRandom } from '../../../model/random';
import type { PassReport } from '../../../model/training';
import { ENOUGH_TO_CHOOSE_EPOCH } from '../../../model/training';
import { Adam } from '../adam';
import { normalise } from '../features';
import { measureLogits } from '../logistic';
import { logPrior } from '../prior';
import type { HeadTrainer, TrainingData } from '../trainer';

const HIDDEN = 100;
const DROPOUT = 0.5;
/** Training stops after this many epochs without a better one. */
const PATIENCE = 15;
/**
 * The refit makes at least this many updates, however early the kept epoch came. We count updates,
 * not epochs, because updates are what the weights need: with the default settings, the decay has
 * then shrunk the initial weights to 5 % (0.99 ^ 300).
 */
const LEAST_REFIT_UPDATES = 300;

export interface MlpSettings {
  mostEpochs: number;
  batchSize: number;
  learningRate: number;
  /**
   * Decoupled weight decay: each step multiplies the weights by 1 - learningRate × this. It leaves
   * the biases alone.
   */
  weightDecay: number | 'auto';
  seed: number;
  /** See `TrainSettings`. */
  keepsPrior?: boolean | undefined;
}

/**
 * Where each part of the parameters lies in one flat vector. This way, updating all of them takes
 * only a dozen operations.
 */
interface Layout {
  size: number;
  hiddenWeights: Part;
  hiddenBias: Part;
  weights: Part;
  bias: Part;
}

interface Part {
  start: number;
  shape: [number] | [number, number];
}

/** What all runs on the same samples share. */
interface Problem {
  layout: Layout;
  settings: MlpSettings;
  /** Normalised, [n, size]. */
  inputs: tf.Tensor2D;
  /** One-hot, [n, C]. */
  targets: tf.Tensor2D;
  /** 1 - learning rate × decay for weights, 1 for biases. */
  decay: tf.Tensor1D;
  /** The error that the training reduces. */
  error: ErrorOf;
}

/**
 * The derivative of a batch's loss with respect to its logits [b, C], computed from the logits and
 * the truth [b, C]. It is called in a tidy.
 */
export type ErrorOf = (logits: tf.Tensor2D, truth: tf.Tensor2D) => tf.Tensor2D;

/** For the mean cross-entropy. */
const crossEntropyError: ErrorOf = (logits, truth) =>
  tf.div(tf.sub(tf.softmax(logits), truth), truth.shape[0]);

/** @param targets [n, C]  @param features raw, [n, size] */
export function problemOf(
  features: Float32Array,
  size: number,
  targets: Float32Array,
  outputs: number,
  settings: MlpSettings,
  error: ErrorOf = crossEntropyError,
): Problem {
  const n = features.length / size;
  const layout = layoutOf(size, outputs);
  const decay = new Float32Array(layout.size).fill(1);
  const shrink = 1 - settings.learningRate * decayOf(settings);
  for (const { start, shape } of [layout.hiddenWeights, layout.weights]) {
    decay.fill(shrink, start, start + tf.util.sizeFromShape(shape));
  }
  return {
    layout,
    settings,
    inputs: tf.tensor2d(normalise(features, size), [n, size]),
    targets: tf.tensor2d(targets, [n, outputs]),
    decay: tf.tensor1d(decay),
    error,
  };
}

export function disposeProblem({ inputs, targets, decay }: Problem): void {
  tf.dispose([inputs, targets, decay]);
}

const decayOf = ({ weightDecay }: MlpSettings) =>
  weightDecay === 'auto' ? mlp.strength.automatic : weightDecay;

/**
 * Trains dense(100, relu) → dropout → dense(C) by AdamW (Loshchilov and Hutter, 2019) on shuffled
 * batches. It keeps the epoch with the smallest validation loss, and stops some epochs after it. If
 * no samples are held out, or too few to tell epochs apart, it trains all epochs and keeps the
 * last. `refit` then trains once more on all samples. It learns the classes' prior with all the
 * rest, and then the prior is taken out of the output's biases. The same data, seed and backend
 * give the same head. Its tensors live until `dispose`.
 */
export class MlpTrainer implements HeadTrainer {
  readonly mostPasses: number;
  readonly l2: number;
  done: HeadTrainer['done'];
  keptPass = 0;

  /** The training samples come first, then those held out. */
  private readonly problem: Problem;
  private readonly run: Run;
  private refitRun: Run | undefined;

  private best = Number.POSITIVE_INFINITY;
  private kept: Float32Array | undefined;
  private disposed = false;

  constructor(
    private readonly data: TrainingData,
    private readonly settings: MlpSettings,
  ) {
    const { train, validation, classes } = data;
    this.mostPasses = settings.mostEpochs;
    this.l2 = decayOf(settings);

    const n = train.labels.length + validation.labels.length;
    const features = new Float32Array(n * train.size);
    features.set(train.features);
    features.set(validation.features, train.features.length);
    const truth = new Float32Array(n * classes.length);
    for (const [i, label] of [...train.labels, ...validation.labels].entries()) {
      truth[i * classes.length + label] = 1;
    }
    this.problem = problemOf(features, train.size, truth, classes.length, settings);
    this.run = new Run(this.problem, train.labels.length);
  }

  /**
   * Throws EngineError 'training-diverged' if a loss is not finite; `head` still gives the best
   * epoch before.
   */
  async step(): Promise<PassReport> {
    const { run } = this;
    await run.epoch();
    const report = await this.measure();
    const loss = report.validationLoss ?? report.trainLoss;
    if (!Number.isFinite(loss) || !Number.isFinite(report.trainLoss)) {
      throw diverged(`The loss of epoch ${run.epochs} is ${loss}`);
    }
    const chooses = this.data.validation.labels.length >= ENOUGH_TO_CHOOSE_EPOCH;
    if (!chooses || loss < this.best) {
      this.kept = await finiteParameters(run);
      this.best = loss;
      this.keptPass = run.epochs;
    }
    if (run.epochs >= this.mostPasses) this.done = 'most-passes';
    else if (run.epochs - this.keptPass >= PATIENCE) this.done = 'early-stop';
    return report;
  }

  head(): SavedHead {
    const { labels } = this.data.train;
    return this.save(this.kept ?? beginning(this.problem).parameters, labels);
  }

  /**
   * The head trained on all samples, including those held out, from the start and with the same
   * seed. It trains for as many epochs as the kept one, or more if those are few updates, but never
   * more than the settings allow. Undefined if `signal` aborts it. If you call it again, it
   * continues from there.
   */
  async refit(signal?: AbortSignal): Promise<SavedHead | undefined> {
    const { train, validation } = this.data;
    // Nothing was held out, so this would only repeat the same training.
    if (validation.labels.length === 0) return this.head();
    const labels = Int32Array.from([...train.labels, ...validation.labels]);
    const updatesPerEpoch = Math.ceil(labels.length / this.settings.batchSize);
    const least = Math.ceil(LEAST_REFIT_UPDATES / updatesPerEpoch);
    const epochs = Math.min(this.mostPasses, Math.max(this.keptPass, least));
    this.refitRun ??= new Run(this.problem, labels.length);
    while (this.refitRun.epochs < epochs) {
      if (signal?.aborted) return undefined;
      await this.refitRun.epoch();
      // This waits for the GPU. Otherwise a long queue of work would delay the answer to a stop.
      await this.refitRun.values();
    }
    return this.save(await finiteParameters(this.refitRun), labels);
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    disposeProblem(this.problem);
    this.run.dispose();
    this.refitRun?.dispose();
  }

  /**
   * Losses and accuracies of the answers, without dropout, on the training and the validation
   * samples.
   */
  private async measure(): Promise<PassReport> {
    const { train, validation, classes } = this.data;
    const prior = this.priorOf(train.labels);
    const values = (await this.run.logits()).map((z, i) => z - (prior[i % classes.length] ?? 0));
    const cut = train.labels.length * classes.length;
    const learned = measureLogits(values.subarray(0, cut), train.labels, classes.length);
    const report: PassReport = {
      pass: this.run.epochs,
      trainLoss: learned.loss,
      trainAccuracy: learned.accuracy,
    };
    if (validation.labels.length === 0) return report;
    const held = measureLogits(values.subarray(cut), validation.labels, classes.length);
    return { ...report, validationLoss: held.loss, validationAccuracy: held.accuracy };
  }

  private priorOf(labels: Int32Array): Float32Array {
    return logPrior(labels, this.data.classes.length, this.settings.keepsPrior);
  }

  /** @param labels of the samples that were learned from */
  private save(parameters: Float32Array, labels: Int32Array): SavedHead {
    const { classes, featureKey, train } = this.data;
    const prior = this.priorOf(labels);
    const { hiddenWeights, hiddenBias, weights, bias } = this.problem.layout;
    const part = ({ start, shape }: Part) =>
      parameters.slice(start, start + tf.util.sizeFromShape(shape));
    return {
      kind: 'mlp',
      classes: [...classes],
      featureKey,
      featureSize: train.size,
      normalisation: 'l2-sqrt-d',
      layers: [
        {
          inputs: train.size,
          outputs: HIDDEN,
          weights: part(hiddenWeights),
          bias: part(hiddenBias),
          activation: 'relu',
        },
        {
          inputs: HIDDEN,
          outputs: classes.length,
          weights: part(weights),
          bias: part(bias).map((b, k) => b - (prior[k] ?? 0)),
          activation: 'linear',
        },
      ],
    };
  }
}

/**
 * The network while it learns from the first `count` samples of a problem. Its tensors live until
 * `dispose`.
 */
export class Run {
  epochs = 0;

  private readonly random: Random;
  private readonly breathe = breather();
  private readonly adam: Adam;
  /** All parameters in one flat vector. */
  private parameters: tf.Tensor1D;

  constructor(
    private readonly problem: Problem,
    private readonly count: number,
  ) {
    const { random, parameters } = beginning(problem);
    this.random = random;
    this.parameters = tf.tensor1d(parameters);
    this.adam = new Adam(problem.layout.size);
  }

  async epoch(): Promise<void> {
    const { batchSize } = this.problem.settings;
    const order = this.random.shuffle(Array(this.count).keys());
    for (let start = 0; start < order.length; start += batchSize) {
      this.update(order.slice(start, start + batchSize));
      await this.breathe();
    }
    this.epochs++;
  }

  /** The parameters. Do not write to them: the cpu backend returns the array that it works with. */
  values(): Promise<Float32Array> {
    return this.parameters.data<'float32'>();
  }

  /** The logits of all samples of the problem, without dropout. */
  async logits(): Promise<Float32Array> {
    const logits = tf.tidy(() => {
      const tensors = this.parts();
      return outputOf(tensors, hiddenOf(tensors, this.problem.inputs));
    });
    const values = await logits.data<'float32'>();
    logits.dispose();
    return values;
  }

  dispose(): void {
    this.parameters.dispose();
    this.adam.dispose();
  }

  /** One AdamW update on the batch. */
  private update(batch: number[]): void {
    const { inputs, targets, decay, settings, error } = this.problem;
    const mask = Float32Array.from({ length: batch.length * HIDDEN }, () =>
      this.random.uniform() < DROPOUT ? 0 : 1 / (1 - DROPOUT),
    );
    const [gradient, shrunk] = tf.tidy(() => {
      const rows = tf.tensor1d(batch, 'int32');
      const slope = gradientOf(
        this.parts(),
        tf.gather(inputs, rows),
        tf.gather(targets, rows),
        tf.tensor2d(mask, [batch.length, HIDDEN]),
        error,
      );
      return [slope, tf.mul(this.parameters, decay)];
    });
    const parameters = this.adam.updated(shrunk, gradient, settings.learningRate);
    tf.dispose([this.parameters, gradient, shrunk]);
    this.parameters = parameters;
  }

  /** The parts of the parameters. A tidy has to dispose them. */
  private parts(): MlpTensors {
    const part = <T extends tf.Tensor>({ start, shape }: Part) =>
      tf.reshape(
        tf.slice(this.parameters, start, tf.util.sizeFromShape(shape)),
        shape,
      ) as tf.Tensor as T;
    const { hiddenWeights, hiddenBias, weights, bias } = this.problem.layout;
    return {
      hiddenWeights: part(hiddenWeights),
      hiddenBias: part(hiddenBias),
      weights: part(weights),
      bias: part(bias),
    };
  }
}

/** A loss can be finite although weights are not, because a relu hides minus infinity. */
async function finiteParameters(run: Run): Promise<Float32Array> {
  const parameters = await run.values();
  // We loop by index because `every` takes ten times as long.
  for (let i = 0; i < parameters.length; i++) {
    const weight = parameters[i] ?? 0;
    if (!Number.isFinite(weight)) throw diverged(`A weight of epoch ${run.epochs} is ${weight}`);
  }
  return parameters;
}

const diverged = (detail: string) => new EngineError('training-diverged', detail);

/** The network's weights, [inputs, outputs], and biases. */
export interface MlpTensors {
  hiddenWeights: tf.Tensor2D;
  hiddenBias: tf.Tensor1D;
  weights: tf.Tensor2D;
  bias: tf.Tensor1D;
}

const hiddenOf = ({ hiddenWeights, hiddenBias }: MlpTensors, x: tf.Tensor2D): tf.Tensor2D =>
  tf.fused.matMul({
    a: x,
    b: hiddenWeights,
    bias: hiddenBias,
    activation: 'relu',
  }) as tf.Tensor2D;

const outputOf = ({ weights, bias }: MlpTensors, hidden: tf.Tensor2D): tf.Tensor2D =>
  tf.fused.matMul({ a: hidden, b: weights, bias }) as tf.Tensor2D;

/**
 * The gradient of the batch's loss, as one flat vector in the order of MlpTensors. The loss is the
 * mean cross-entropy unless `errorOf` says otherwise. We write the gradient out because that takes
 * fewer operations than a tape. Call it in a tidy. `mask` [n, hidden] drops hidden units by 0 and
 * scales the others.
 */
export function gradientOf(
  tensors: MlpTensors,
  x: tf.Tensor2D,
  truth: tf.Tensor2D,
  mask: tf.Tensor2D,
  errorOf: ErrorOf = crossEntropyError,
): tf.Tensor1D {
  const hidden = hiddenOf(tensors, x);
  const dropped = tf.mul<tf.Tensor2D>(hidden, mask);
  const error = errorOf(outputOf(tensors, dropped), truth);
  const hiddenError = tf.mul<tf.Tensor2D>(
    tf.matMul(error, tensors.weights, false, true),
    tf.mul(tf.step(hidden), mask),
  );
  // A separate operation transposes the matrix. On wasm that is five times faster than in matMul.
  return tf.concat1d([
    tf.reshape(tf.matMul(tf.transpose(x), hiddenError), [-1]),
    tf.sum<tf.Tensor1D>(hiddenError, 0),
    tf.reshape(tf.matMul(tf.transpose(dropped), error), [-1]),
    tf.sum<tf.Tensor1D>(error, 0),
  ]);
}

function layoutOf(features: number, classCount: number): Layout {
  let size = 0;
  const part = (...shape: [number] | [number, number]): Part => {
    const start = size;
    size += tf.util.sizeFromShape(shape);
    return { start, shape };
  };
  const hiddenWeights = part(features, HIDDEN);
  const hiddenBias = part(HIDDEN);
  const weights = part(HIDDEN, classCount);
  const bias = part(classCount);
  return { size, hiddenWeights, hiddenBias, weights, bias };
}

/** The seed's random numbers, and the parameters made from the first of them. */
function beginning({ layout, settings }: Problem): { random: Random; parameters: Float32Array } {
  const random = seededRandom(settings.seed);
  return { random, parameters: initialParameters(layout, random) };
}

/**
 * Normal with variance 2 / inputs before a relu (He et al., 2015), 1 / inputs before the output.
 * Biases are 0.
 */
function initialParameters({ size, hiddenWeights, weights }: Layout, random: Random): Float32Array {
  const parameters = new Float32Array(size);
  for (const [{ start, shape }, gain] of [
    [hiddenWeights, 2],
    [weights, 1],
  ] as const) {
    const deviation = Math.sqrt(gain / shape[0]);
    const end = start + tf.util.sizeFromShape(shape);
    for (let i = start; i < end; i++) parameters[i] = random.normal() * deviation;
  }
  return parameters;
}
