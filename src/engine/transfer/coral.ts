// CORAL: correlation alignment (Sun, Feng and Saenko, 2016).
import type { Rows } from '../head/rows';
import { spectrumOf } from '../head/spectrum';

/**
 * Adapts the first `n` rows, the source, to the rest, the target. Both are centred on their own
 * means. Then the source is whitened and given the target's correlations: S (Cs + I)^-½ (Ct + I)^½.
 * Labels are not used. A direction along which no row varies keeps its length, so rows turned into
 * their span (spanOf) give the same result as the features themselves.
 *
 * @returns all rows in the same order, as new ones
 */
export async function adaptToTarget(
  rows: Rows,
  n: number,
  breathe: () => Promise<void> | undefined,
): Promise<Rows> {
  const { width } = rows;
  const count = rows.data.length / width;
  const source = centredOn(rows, 0, n);
  const target = centredOn(rows, n, count);
  const whitening = await powerOf(await covariance(source, width, breathe), width, -0.5, breathe);
  const colouring = await powerOf(await covariance(target, width, breathe), width, 0.5, breathe);
  const white = await product(source, whitening, width, breathe);
  const adapted = await product(white, colouring, width, breathe);
  const data = new Float32Array(rows.data.length);
  data.set(adapted);
  data.set(target, n * width);
  return { data, width, triangular: false };
}

/** The rows from `from` to `to`, with their mean subtracted. */
function centredOn({ data, width }: Rows, from: number, to: number): Float64Array {
  const some = Float64Array.from(data.subarray(from * width, to * width));
  const mean = new Float64Array(width);
  some.forEach((value, place) => {
    const j = place % width;
    mean[j] = (mean[j] ?? 0) + value / (to - from);
  });
  return some.map((value, place) => value - (mean[place % width] ?? 0));
}

/** The covariance of centred rows, with 1 added to the diagonal: [width, width]. */
async function covariance(
  rows: Float64Array,
  width: number,
  breathe: () => Promise<void> | undefined,
): Promise<Float64Array> {
  const n = rows.length / width;
  const result = new Float64Array(width * width);
  for (let j = 0; j < width; j++) result[j * width + j] = 1;
  for (let start = 0; start < rows.length; start += width) {
    for (let j = 0; j < width; j++) {
      const value = (rows[start + j] ?? 0) / Math.max(1, n - 1);
      if (value === 0) continue;
      for (let k = 0; k < width; k++) {
        const place = j * width + k;
        result[place] = (result[place] ?? 0) + value * (rows[start + k] ?? 0);
      }
    }
    await breathe();
  }
  return result;
}

/** A symmetric matrix raised to a power, by way of its eigenvectors. */
async function powerOf(
  matrix: Float64Array,
  size: number,
  exponent: number,
  breathe: () => Promise<void> | undefined,
): Promise<Float64Array> {
  const identity = new Float64Array(size * size);
  for (let j = 0; j < size; j++) identity[j * size + j] = 1;
  // Row j of `along` holds the shares of axis j along all eigenvectors.
  const { values, along } = await spectrumOf(matrix, size, identity, breathe);
  const powers = values.map((value) => Math.max(value, Number.MIN_VALUE) ** exponent);
  const scaled = along.map((share, place) => share * (powers[place % size] ?? 0));
  const result = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    for (let k = 0; k <= j; k++) {
      let sum = 0;
      for (let e = 0; e < size; e++) {
        sum += (scaled[j * size + e] ?? 0) * (along[k * size + e] ?? 0);
      }
      result[j * size + k] = sum;
      result[k * size + j] = sum;
    }
    await breathe();
  }
  return result;
}

/** rows [n, size] times a symmetric matrix. */
async function product(
  rows: Float64Array,
  matrix: Float64Array,
  size: number,
  breathe: () => Promise<void> | undefined,
): Promise<Float64Array> {
  const result = new Float64Array(rows.length);
  for (let start = 0; start < rows.length; start += size) {
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let k = 0; k < size; k++) {
        sum += (rows[start + k] ?? 0) * (matrix[j * size + k] ?? 0);
      }
      result[start + j] = sum;
    }
    await breathe();
  }
  return result;
}
