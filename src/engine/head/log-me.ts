// How well features suit a task, measured without training a head on them.
import { multiply, range } from './rows';
import { spectrumOf } from './spectrum';

/** A share of a target's squared length. Anything smaller is raised to this much. */
const LEAST = 1e-9;
const TOLERANCE = 1e-6;
const MOST_TURNS = 100;

/**
 * LogME (You, Liu, Wang and Long, 2021): the logarithm of the evidence for the labels given the
 * features, per sample, in a Bayesian linear model whose two variances are chosen to maximise it.
 * It is the mean over the classes, each against the rest. Higher is better, and only scores of the
 * same samples can be compared. The evidence is the paper's (section 4.2). Its maximum is found by
 * their fixed-point iteration (You et al., 2022, algorithm 3). Their code also adds small numbers
 * to avoid dividing by 0. We leave these out, because with them the scale of the features would
 * matter.
 *
 * @param features [n, width], row-major; scaling all of them alike changes nothing
 * @param labels [n], below `classCount`
 */
export async function logMe(
  features: Float32Array,
  width: number,
  labels: Int32Array,
  classCount: number,
  breathe: () => Promise<void> | undefined,
): Promise<number> {
  const n = labels.length;
  const targets = new Float64Array(classCount * n);
  labels.forEach((label, i) => {
    targets[label * n + i] = 1;
  });
  // We use the smaller of FᵀF and FFᵀ. They have the same eigenvalues except for zeros.
  const wide = width > n;
  const size = wide ? n : width;
  const matrix = await (wide
    ? rowProducts(features, n, width, breathe)
    : columnProducts(features, n, width, breathe));
  const vectors = wide ? targets : withColumns(features, width, targets, classCount);
  const { values, along } = await spectrumOf(matrix, size, vectors, breathe);
  // Rounding can leave values that are negative or almost zero. They count as zero.
  const least = 1e-12 * values.reduce((most, value) => Math.max(most, value), 0);

  let sum = 0;
  for (let c = 0; c < classCount; c++) {
    const squares: number[] = [];
    const spread: number[] = [];
    values.forEach((value, i) => {
      if (value <= least) return;
      const share = along[c * size + i] ?? 0;
      spread.push(value);
      // The vectors of FᵀF are longer by √value.
      squares.push(wide ? share ** 2 : share ** 2 / value);
    });
    const count = labels.reduce((total, label) => total + (label === c ? 1 : 0), 0);
    sum += evidence(spread, squares, count, n);
  }
  return sum / classCount;
}

/**
 * @param spread the eigenvalues of FᵀF that are not 0
 * @param squares the target's squared share along each
 * @param square the target's squared length
 */
function evidence(spread: number[], squares: number[], square: number, n: number): number {
  const outside = Math.max(0, square - squares.reduce((sum, x) => sum + x, 0));
  let [alpha, beta] = [1, 1];
  let weights = 0;
  let error = 0;
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const ratio = alpha / beta;
    let known = 0;
    weights = 0;
    error = outside;
    spread.forEach((value, i) => {
      const x = squares[i] ?? 0;
      known += value / (value + ratio);
      weights += (value * x) / (value + ratio) ** 2;
      error += x * (ratio / (value + ratio)) ** 2;
    });
    error = Math.max(error, LEAST * square);
    if (weights === 0) break;
    alpha = known / weights;
    beta = (n - known) / error;
    if (Math.abs(alpha / beta - ratio) <= TOLERANCE * ratio) break;
  }
  // The dimensions that the features do not span add nothing, because their α cancel.
  const volume = spread.reduce((sum, value) => sum + Math.log(1 + (beta / alpha) * value), 0);
  const total =
    (n / 2) * Math.log(beta) -
    volume / 2 -
    (beta / 2) * error -
    (alpha / 2) * weights -
    (n / 2) * Math.log(2 * Math.PI);
  return total / n;
}

/** FFᵀ: [n, n]. */
async function rowProducts(
  features: Float32Array,
  n: number,
  width: number,
  breathe: () => Promise<void> | undefined,
): Promise<Float64Array> {
  const rows = { data: features, width, triangular: false };
  const all = range(0, n);
  const products = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = Float64Array.from(features.subarray(i * width, (i + 1) * width));
    multiply(rows, all, row, 1, products.subarray(i * n, (i + 1) * n));
    await breathe();
  }
  return products;
}

/** FᵀF: [width, width]. */
async function columnProducts(
  features: Float32Array,
  n: number,
  width: number,
  breathe: () => Promise<void> | undefined,
): Promise<Float64Array> {
  const turned = new Float32Array(features.length);
  features.forEach((value, place) => {
    turned[(place % width) * n + Math.floor(place / width)] = value;
  });
  return rowProducts(turned, width, n, breathe);
}

/** Fᵀ of each target: [count, width]. */
function withColumns(
  features: Float32Array,
  width: number,
  targets: Float64Array,
  count: number,
): Float64Array {
  const n = targets.length / count;
  const result = new Float64Array(count * width);
  for (let c = 0; c < count; c++) {
    for (let i = 0; i < n; i++) {
      const target = targets[c * n + i] ?? 0;
      if (target === 0) continue;
      for (let j = 0; j < width; j++) {
        const place = c * width + j;
        result[place] = (result[place] ?? 0) + target * (features[i * width + j] ?? 0);
      }
    }
  }
  return result;
}
