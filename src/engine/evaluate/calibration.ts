// Measures whether answers are as often right as they are sure, and finds the one number that makes
// them so.

import { ENOUGH_TO_CALIBRATE } from '../../model/enough';
import type { Calibration, ReliabilityBin } from '../../model/evaluation';
import { decisions } from './metrics';
import { probabilitiesOf } from './softmax';
import { groupedFolds } from './split';

/**
 * The weight of the prior that keeps the temperature near 1. At 1, the prior is as sharp as a
 * standard deviation of 0.5 in ln T. Measured on hymenoptera: without it, 5 to 10 pictures in each
 * class give wild temperatures, and a larger loss than no temperature at all.
 */
const PRIOR = 4;
const BINS = 10;
const FOLDS = 5;

/** Answers by heads that did not learn from the samples, nor from others of their group. */
export interface HeldOutAnswers {
  /** [n, C] */
  logits: ArrayLike<number>;
  /** [n] */
  labels: Int32Array;
  /** [n] */
  groups: readonly string[];
}

/**
 * Temperature scaling (Guo et al. 2017): dividing the logits by this T makes the mean cross-entropy
 * of held-out answers smallest. We add a prior: it minimises, over b = 1/T, Σ losses + 4 (b - 1 -
 * ln b). The second term is the negative logarithm of a gamma density with its mode at 1. Both
 * terms are convex in b, so the slope has a single zero, which we bracket.
 *
 * @param logits [n, C]
 * @returns T, more than 0; it is 1 if there is nothing to fit it to
 */
export function fitTemperature(
  logits: ArrayLike<number>,
  labels: ArrayLike<number>,
  classCount: number,
): number {
  const exponentials = new Float64Array(classCount);
  /**
   * The slope of the objective at b: the sum over the answers of (mean logit under p - the true
   * class's logit), plus the prior's slope.
   */
  const slope = (b: number) => {
    let total = PRIOR * (1 - 1 / b);
    for (let i = 0; i < labels.length; i++) {
      const start = i * classCount;
      const truth = logits[start + (labels[i] ?? 0)] ?? 0;
      let largest = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < classCount; k++) largest = Math.max(largest, logits[start + k] ?? 0);
      let sum = 0;
      for (let k = 0; k < classCount; k++) {
        const e = Math.exp(b * ((logits[start + k] ?? 0) - largest));
        exponentials[k] = e;
        sum += e;
      }
      for (let k = 0; k < classCount; k++) {
        total += ((exponentials[k] ?? 0) / sum) * ((logits[start + k] ?? 0) - truth);
      }
    }
    return total;
  };
  let low = 1 / 32;
  let high = 32;
  while (high / low > 1.001) {
    const middle = Math.sqrt(low * high);
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
  return 1 / Math.sqrt(low * high);
}

/**
 * The expected calibration error (Guo et al. 2017) of the answers' most probable class, in ten bins
 * of equal width, and the bins of the reliability diagram.
 *
 * @param probabilities [n, C]
 */
export function reliability(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classCount: number,
): { ece: number; bins: ReliabilityBin[] } {
  const bins = Array.from({ length: BINS }, () => ({ count: 0, confidence: 0, right: 0 }));
  decisions(probabilities, classCount).forEach((decided, i) => {
    const confidence = probabilities[i * classCount + decided] ?? 0;
    const bin = bins[Math.min(BINS - 1, Math.floor(confidence * BINS))];
    if (!bin) return;
    bin.count++;
    bin.confidence += confidence;
    if (decided === labels[i]) bin.right++;
  });
  const gap = bins.reduce((sum, { confidence, right }) => sum + Math.abs(confidence - right), 0);
  return {
    ece: gap / labels.length,
    bins: bins.map(({ count, confidence, right }, k) => ({
      low: k / BINS,
      high: (k + 1) / BINS,
      count,
      ...(count > 0 && { confidence: confidence / count, accuracy: right / count }),
    })),
  };
}

/**
 * The temperature for a head, fitted to held-out answers, and its effect. The figures with it are
 * cross-fitted: each group gets the temperature of the others. If too few answers were held out, or
 * all of them are from one group, the temperature is 1 and the figures are those without it.
 */
export async function calibrate(
  { logits, labels, groups }: HeldOutAnswers,
  classCount: number,
  seed: number,
  breathe: () => Promise<void> | undefined,
): Promise<Calibration> {
  const before = probabilitiesOf(logits, classCount);
  const uncalibrated = reliability(before, labels, classCount);
  const base = {
    count: labels.length,
    ece: uncalibrated.ece,
    binsBefore: uncalibrated.bins,
  };
  const folds = Math.min(FOLDS, new Set(groups).size);
  if (labels.length < ENOUGH_TO_CALIBRATE || folds < 2) {
    return { ...base, temperature: 1, eceCalibrated: base.ece, bins: base.binsBefore };
  }
  const foldOf = groupedFolds(labels, groups, folds, seed);
  const after = new Float32Array(before.length);
  for (let fold = 0; fold < folds; fold++) {
    await breathe();
    const others = pick(logits, labels, classCount, (i) => foldOf[i] !== fold);
    const own = pick(logits, labels, classCount, (i) => foldOf[i] === fold);
    const temperature = fitTemperature(others.logits, others.labels, classCount);
    const answers = probabilitiesOf(own.logits, classCount, temperature);
    own.places.forEach((i, k) => {
      after.set(answers.subarray(k * classCount, (k + 1) * classCount), i * classCount);
    });
  }
  const calibrated = reliability(after, labels, classCount);
  return {
    ...base,
    temperature: fitTemperature(logits, labels, classCount),
    eceCalibrated: calibrated.ece,
    bins: calibrated.bins,
  };
}

function pick(
  logits: ArrayLike<number>,
  labels: Int32Array,
  classCount: number,
  wanted: (i: number) => boolean,
) {
  const places = Int32Array.from(labels.keys()).filter(wanted);
  const rows = new Float64Array(places.length * classCount);
  places.forEach((i, place) => {
    for (let k = 0; k < classCount; k++) {
      rows[place * classCount + k] = logits[i * classCount + k] ?? 0;
    }
  });
  return { places, labels: places.map((i) => labels[i] ?? 0), logits: rows };
}
