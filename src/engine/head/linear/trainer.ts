// The linear head: logistic regression on normalised features. Few samples are computed in plain
// typed arrays, so the result is the same on every backend. With many it is the same to four
// digits.

import { breather } from '../../../model/breather';
import type { SavedHead } from '../../../model/head';
import { seededRandom } from '../../../model/random';
import type { PassReport } from '../../../model/training';
import type { LabelledFeatures } from '../../evaluate/samples';
import { foldCount } from '../../evaluate/split';
import { normalise } from '../features';
import { LogisticFit, logitsOf, measureLogits } from '../logistic';
import { logPrior } from '../prior';
import type { Breathe } from '../products';
import { type Rows, range } from '../rows';
import { type Span, spanOf } from '../span';
import { chooseL2, DEFAULT_L2 } from '../strength';
import type { HeadTrainer, HeldOutLogits, TrainingData } from '../trainer';
import { savedLinear } from './saved';

/** Cross-validation uses at most this many samples: in their span, its fits take milliseconds. */
const MOST_TO_COMPARE = 600;
/** A fit ends at this relative distance of the weights from the optimum. */
const TOLERANCE = 3e-3;

export interface LinearSettings {
  /** λ, or 'auto' to choose it by cross-validation. See LogisticFit. */
  l2: number | 'auto';
  mostPasses: number;
  seed: number;
  /** See `TrainSettings`. */
  keepsPrior?: boolean | undefined;
}

/**
 * Trains a linear head. All state is in typed arrays; the same data and seed give the same head.
 */
export class LinearTrainer implements HeadTrainer {
  readonly mostPasses: number;
  done: HeadTrainer['done'];
  l2 = DEFAULT_L2;
  heldOut: HeadTrainer['heldOut'];

  private state: State | undefined;

  constructor(
    private readonly data: TrainingData,
    private readonly settings: LinearSettings,
  ) {
    this.mostPasses = settings.mostPasses;
  }

  get keptPass(): number {
    return this.state?.fit.passes ?? 0;
  }

  async step(): Promise<PassReport> {
    this.state ??= await this.prepare();
    const { fit, rows, breathe } = this.state;
    await fit.step();
    if (fit.converged(TOLERANCE)) this.done = 'converged';
    else if (fit.passes >= this.mostPasses) this.done = 'most-passes';

    const { train, validation, classes } = this.data;
    const { loss, accuracy } = fit.measure();
    const report: PassReport = { pass: fit.passes, trainLoss: loss, trainAccuracy: accuracy };
    if (validation.labels.length === 0) return report;
    const held = range(train.labels.length, train.labels.length + validation.labels.length);
    const logits = await logitsOf(rows, held, fit.theta, classes.length, breathe);
    const measured = measureLogits(logits, validation.labels, classes.length);
    return { ...report, validationLoss: measured.loss, validationAccuracy: measured.accuracy };
  }

  head(): SavedHead {
    return this.save(this.state);
  }

  /**
   * The head fitted on all samples, including those held out, with the same λ. The fit starts from
   * the trained head. Undefined if `signal` aborts it.
   */
  async refit(signal?: AbortSignal): Promise<SavedHead | undefined> {
    this.state ??= await this.prepare();
    const { train, validation, classes } = this.data;
    const labels = new Int32Array([...train.labels, ...validation.labels]);
    const breathe = breather();
    const fit = await LogisticFit.begin(
      {
        rows: this.state.rows,
        index: range(0, labels.length),
        labels,
        classCount: classes.length,
        l2: this.l2,
        prior: this.priorOf(labels),
      },
      breathe,
      this.state.fit.theta,
    );
    while (fit.passes < this.mostPasses && !fit.converged(TOLERANCE)) {
      if (signal?.aborted) return undefined;
      await fit.step();
      await breathe();
    }
    return this.save({ ...this.state, fit });
  }

  dispose(): void {
    // The state is only typed arrays, so there is nothing to free.
  }

  private priorOf(labels: Int32Array): Float32Array {
    return logPrior(labels, this.data.classes.length, this.settings.keepsPrior);
  }

  private async prepare(): Promise<State> {
    const { train, classes } = this.data;
    const breathe = breather();
    const prepared = await prepareRows(this.data, this.settings, breathe);
    const { mean, rows, span, l2, heldOut } = prepared;
    this.l2 = l2;
    this.heldOut = heldOut;
    const fit = await LogisticFit.begin(
      {
        rows,
        index: range(0, train.labels.length),
        labels: train.labels,
        classCount: classes.length,
        l2,
        prior: this.priorOf(train.labels),
      },
      breathe,
      prepared.start,
    );
    return { mean, rows, span, fit, breathe };
  }

  /** Undoes the span and the centring: W (x - mean) + b = W x + (b - W mean). */
  private save(state: State | undefined): SavedHead {
    const { classes, featureKey, train } = this.data;
    const outputs = classes.length;
    const inputs = train.size;
    const weights = new Float32Array(inputs * outputs);
    const bias = new Float32Array(outputs);
    if (state) {
      const { theta } = state.fit;
      const byClass = state.span?.back(theta, outputs) ?? theta;
      for (let k = 0; k < outputs; k++) {
        let intercept = theta[outputs * state.rows.width + k] ?? 0;
        for (let j = 0; j < inputs; j++) {
          const w = byClass[k * inputs + j] ?? 0;
          weights[j * outputs + k] = w;
          intercept -= w * (state.mean[j] ?? 0);
        }
        bias[k] = intercept;
      }
    }
    return savedLinear(classes, featureKey, { weights, bias });
  }
}

interface State extends Pick<PreparedRows, 'mean' | 'rows' | 'span'> {
  fit: LogisticFit;
  breathe: Breathe;
}

export interface PreparedRows {
  /** The mean of all normalised features. It has been subtracted from the rows. */
  mean: Float64Array;
  /** The training samples come first, then those held out. */
  rows: Rows;
  /**
   * How to get back from the samples' own span to their features. Undefined if they were not
   * turned.
   */
  span: Span | undefined;
  l2: number;
  heldOut: HeldOutLogits | undefined;
  /** What a comparison on some of many samples found, laid out like the fit's weights. */
  start?: Float64Array;
}

/**
 * What the fits of a linear head start from: λ, and centred rows, turned into their span if that is
 * faster.
 *
 * @param manyFits whether so many fits follow that turning few samples into their span pays off
 * even if λ is given
 */
export async function prepareRows(
  { train, validation, classes }: TrainingData,
  { l2, seed, keepsPrior }: Omit<LinearSettings, 'mostPasses'>,
  breathe: () => Promise<void> | undefined,
  manyFits = false,
): Promise<PreparedRows> {
  const { rows, mean } = await centredRows([train, validation], train.size, breathe);
  const n = train.labels.length;
  const all = n + validation.labels.length;
  // If there are few samples, all are turned into their span, for every fit to come. If there are
  // many, only some of them are turned, for the comparison.
  const few = all <= Math.min(MOST_TO_COMPARE, train.size);
  if (l2 !== 'auto' || foldCount(train.labels, train.groups) < 2) {
    const span = manyFits && few ? await spanOf(rows, range(0, all), breathe) : undefined;
    const given = l2 === 'auto' ? DEFAULT_L2 : l2;
    return { mean, rows: span?.rows ?? rows, span, l2: given, heldOut: undefined };
  }
  const compared = few ? range(0, n) : stratifiedSample(train.labels, MOST_TO_COMPARE, seed);
  const turned = await spanOf(rows, few ? range(0, all) : compared, breathe);
  const chosen = await chooseL2(
    turned.rows,
    range(0, compared.length),
    compared.map((i) => train.labels[i] ?? 0),
    Array.from(compared, (i) => train.groups[i] ?? ''),
    classes.length,
    seed,
    breathe,
    logPrior(train.labels, classes.length, keepsPrior),
  );
  const heldOut = chosen.logits && { places: compared, logits: chosen.logits };
  if (few) return { mean, rows: turned.rows, span: turned, l2: chosen.l2, heldOut };
  const { solution } = chosen;
  const start = solution && spread(turned, solution, classes.length);
  return { mean, rows, span: undefined, l2: chosen.l2, heldOut, ...(start && { start }) };
}

/** Weights and intercepts in a span, as weights of the features and the same intercepts. */
function spread(span: Span, solution: Float64Array, classCount: number): Float64Array {
  const weights = span.back(solution, classCount);
  const intercepts = solution.subarray(classCount * span.rows.width);
  const whole = new Float64Array(weights.length + intercepts.length);
  whole.set(weights);
  whole.set(intercepts, weights.length);
  return whole;
}

/**
 * Normalised features of all parts, stacked in order, with their mean subtracted. The intercept
 * absorbs the mean, so the problem is the same. It is better conditioned, because all features are
 * positive.
 */
async function centredRows(
  parts: readonly LabelledFeatures[],
  width: number,
  breathe: () => Promise<void> | undefined,
): Promise<{ rows: Rows; mean: Float64Array }> {
  const n = parts.reduce((sum, { labels }) => sum + labels.length, 0);
  const data = new Float32Array(n * width);
  const mean = new Float64Array(width);
  let start = 0;
  for (const { features } of parts) {
    for (let from = 0; from < features.length; from += width, start += width) {
      data.set(normalise(features.subarray(from, from + width), width), start);
      for (let j = 0; j < width; j++) mean[j] = (mean[j] ?? 0) + (data[start + j] ?? 0) / n;
      await breathe();
    }
  }
  for (start = 0; start < data.length; start += width) {
    for (let j = 0; j < width; j++) data[start + j] = (data[start + j] ?? 0) - (mean[j] ?? 0);
    await breathe();
  }
  return { rows: { data, width, triangular: false }, mean };
}

/**
 * About `size` places in `labels`, in seeded order. Each class has its share and none is left out.
 */
function stratifiedSample(labels: Int32Array, size: number, seed: number): Int32Array {
  const share = Math.min(1, size / labels.length);
  const places = new Map<number, number[]>();
  for (const i of seededRandom(seed).shuffle(labels.keys())) {
    const label = labels[i] ?? 0;
    const known = places.get(label);
    if (known) known.push(i);
    else places.set(label, [i]);
  }
  return Int32Array.from(
    Array.from(places.values(), (list) => list.slice(0, Math.ceil(list.length * share))).flat(),
  );
}
