// Measures how far other pictures are from those learned from, and what adapting to them without
// their labels brings.

import { breather } from '../../model/breather';
import type { DomainReport } from '../../model/domain';
import { EngineError } from '../../model/engine-error';
import { clusteredShare } from '../../model/statistics/clustered-share';
import { clusteredDifference } from '../../model/statistics/paired-difference';
import { fitted, foldsOf } from '../head/held-out';
import { logitsOf } from '../head/logistic';
import { centred } from '../head/principal';
import { multiply, type Rows, range } from '../head/rows';
import { spanOf } from '../head/span';
import { adaptToTarget } from './coral';

const Z = 1.96;

export interface Domain {
  /** Raw features [n, width]. */
  features: Float32Array;
  groups: readonly string[];
  /** [n]; absent if some are unknown. */
  labels?: Int32Array;
}

/**
 * Measures how well two sets of pictures can be told apart: by a linear classifier of the domain,
 * cross-validated by group (the proxy of Ben-David et al., 2007), and by the maximum mean
 * discrepancy (Gretton et al., 2012) with a Gaussian kernel as wide as the median distance. If both
 * sets are labelled, it also measures what adapting the first to the second brings (CORAL).
 *
 * @returns undefined if either set has a single group
 * @throws EngineError 'aborted'
 */
export async function domainDistance(
  own: Domain & { labels: Int32Array; classCount: number },
  other: Domain,
  width: number,
  seed: number,
  signal: AbortSignal,
): Promise<DomainReport | undefined> {
  const quiet = breather();
  const breathe = () => {
    if (signal.aborted) throw new EngineError('aborted', 'the comparison was cancelled');
    return quiet();
  };
  const [n, m] = [own.groups.length, other.groups.length];
  const all = new Float32Array((n + m) * width);
  all.set(own.features);
  all.set(other.features, n * width);
  const rows = (await spanOf(centred(all, width), range(0, n + m), breathe)).rows;
  const domains = Int32Array.from({ length: n + m }, (_, i) => (i < n ? 0 : 1));
  // Recordings of the two sets stay apart, even if they have the same name.
  const groups = [
    ...own.groups.map((name) => `0 ${name}`),
    ...other.groups.map((name) => `1 ${name}`),
  ];
  const folds = foldsOf({ rows, labels: domains, groups, classCount: 2 }, seed);
  if (!folds) return undefined;

  const scores = new Float64Array(n + m);
  const places = range(0, n + m);
  for (let fold = 0; fold < folds.count; fold++) {
    const tested = places.filter((i) => folds.of[i] === fold);
    const fit = await fitted(
      { rows, labels: domains, classCount: 2 },
      places.filter((i) => folds.of[i] !== fold),
      breathe,
    );
    const logits = await logitsOf(rows, tested, fit.theta, 2, breathe);
    tested.forEach((i, k) => {
      scores[i] = (logits[2 * k + 1] ?? 0) - (logits[2 * k] ?? 0);
    });
  }
  const auc = areaUnderCurve(scores.subarray(0, n), scores.subarray(n));
  const spread = Z * standardErrorOf(auc, new Set(own.groups).size, new Set(other.groups).size);
  return {
    auc,
    low: Math.max(0, auc - spread),
    high: Math.min(1, auc + spread),
    mmd: await meanDiscrepancy(rows, n, breathe),
    from: { own: n, other: m, folds: folds.count },
    ...(other.labels && {
      adapted: await measureAdapting(rows, own, { ...other, labels: other.labels }, breathe),
    }),
  };
}

/**
 * Compares two heads on the second set: one learned from the first set, the other from the first
 * set adapted to the second.
 */
async function measureAdapting(
  rows: Rows,
  own: Domain & { labels: Int32Array; classCount: number },
  other: Domain & { labels: Int32Array },
  breathe: () => Promise<void> | undefined,
): Promise<NonNullable<DomainReport['adapted']>> {
  const [n, m] = [own.labels.length, other.labels.length];
  const labels = new Int32Array(n + m);
  labels.set(own.labels);
  labels.set(other.labels, n);
  const rightWith = async (seen: Rows): Promise<boolean[]> => {
    const fit = await fitted(
      { rows: seen, labels, classCount: own.classCount },
      range(0, n),
      breathe,
    );
    const logits = await logitsOf(seen, range(n, n + m), fit.theta, own.classCount, breathe);
    return Array.from(other.labels, (label, i) => {
      const row = logits.subarray(i * own.classCount, (i + 1) * own.classCount);
      return row.indexOf(Math.max(...row)) === label;
    });
  };
  const before = await rightWith(rows);
  const after = await rightWith(await adaptToTarget(rows, n, breathe));
  return {
    before: clusteredShare(before, other.groups),
    after: clusteredShare(after, other.groups),
    ...clusteredDifference(before, after, other.groups),
  };
}

/**
 * The probability that a score of `second` is above one of `first`; equal scores count half (Mann
 * and Whitney).
 */
export function areaUnderCurve(first: Float64Array, second: Float64Array): number {
  let above = 0;
  for (const low of first) {
    for (const high of second) above += high > low ? 1 : high === low ? 0.5 : 0;
  }
  return above / (first.length * second.length);
}

/**
 * The standard error by Hanley and McNeil, 1982, for n and m independent scores. The AUC is kept
 * away from 0 and 1, as if one score fell just short.
 */
function standardErrorOf(auc: number, n: number, m: number): number {
  const a = Math.min(Math.max(auc, 0.5 / Math.max(n, m)), 1 - 0.5 / Math.max(n, m));
  const q1 = a / (2 - a);
  const q2 = (2 * a * a) / (1 + a);
  return Math.sqrt((a * (1 - a) + (m - 1) * (q1 - a * a) + (n - 1) * (q2 - a * a)) / (n * m));
}

/** MMD² between the first `n` rows and the rest, without bias. */
async function meanDiscrepancy(
  rows: Rows,
  n: number,
  breathe: () => Promise<void> | undefined,
): Promise<number> {
  const count = rows.data.length / rows.width;
  const index = range(0, count);
  const products = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    const row = Float64Array.from(rows.data.subarray(i * rows.width, (i + 1) * rows.width));
    multiply(rows, index, row, 1, products.subarray(i * count, (i + 1) * count));
    await breathe();
  }
  const at = (i: number, j: number) => products[i * count + j] ?? 0;
  const squared = (i: number, j: number) => Math.max(0, at(i, i) + at(j, j) - 2 * at(i, j));
  const distances = new Float64Array((count * (count - 1)) / 2);
  let place = 0;
  for (let i = 0; i < count; i++) for (let j = 0; j < i; j++) distances[place++] = squared(i, j);
  const median = distances.sort()[Math.floor(distances.length / 2)] || 1;
  let [within, beyond, between] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const likeness = Math.exp(-squared(i, j) / median);
      if (i < n) within += likeness;
      else if (j >= n) beyond += likeness;
      else between += likeness;
    }
  }
  const m = count - n;
  return (2 * within) / (n * (n - 1)) + (2 * beyond) / (m * (m - 1)) - (2 * between) / (n * m);
}
