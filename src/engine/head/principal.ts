// The principal components of many samples with many features.

import { seededRandom } from '../../model/random';
import { normalise } from './features';
import { accumulate, multiply, type Rows, range } from './rows';

/** We follow this many directions more than asked for, so that those asked for come out well. */
const SPARE = 8;
/**
 * Each iteration brings the directions closer to the true ones by the square of the ratio of their
 * spreads.
 */
const ITERATIONS = 2;
/** How many rows one uninterrupted piece of work handles. It takes a few milliseconds. */
const PIECE = 64;

/**
 * The samples along their directions of largest spread: scores [n, count], with the widest column
 * first. They are found by subspace iteration from seeded random directions (Halko, Martinsson and
 * Tropp, 2011, algorithm 4.4). The first few columns are practically exact, the last ones nearly
 * so. The largest score of a column is positive. Columns that the samples do not span are 0.
 *
 * @param rows centred
 */
export async function principalScores(
  rows: Rows,
  count: number,
  seed: number,
  breathe: () => Promise<void> | undefined,
): Promise<Rows> {
  const { width } = rows;
  const n = rows.data.length / width;
  const directions = Math.min(count + SPARE, n, width);
  const random = seededRandom(seed);
  let basis = Float64Array.from({ length: directions * width }, () => random.normal());
  orthonormalise(basis, width);

  const along = async () => {
    const products = new Float64Array(n * directions);
    for (let start = 0; start < n; start += PIECE) {
      const end = Math.min(n, start + PIECE);
      const out = products.subarray(start * directions, end * directions);
      multiply(rows, range(start, end), basis, directions, out);
      await breathe();
    }
    return products;
  };
  for (let i = 0; i < ITERATIONS; i++) {
    const products = await along();
    basis = new Float64Array(directions * width);
    for (let start = 0; start < n; start += PIECE) {
      const end = Math.min(n, start + PIECE);
      const factors = products.subarray(start * directions, end * directions);
      accumulate(rows, range(start, end), factors, directions, basis);
      await breathe();
    }
    orthonormalise(basis, width);
  }

  const products = await along();
  const turn = eigenvectors(gram(products, directions), directions);
  const data = new Float32Array(n * count);
  for (let c = 0; c < Math.min(count, directions); c++) {
    let most = 0;
    for (let i = 0; i < n; i++) {
      let score = 0;
      for (let k = 0; k < directions; k++) {
        score += (products[i * directions + k] ?? 0) * (turn[c * directions + k] ?? 0);
      }
      data[i * count + c] = score;
      if (Math.abs(score) > Math.abs(most)) most = score;
    }
    if (most >= 0) continue;
    for (let i = c; i < data.length; i += count) data[i] = -(data[i] ?? 0);
  }
  return { data, width: count, triangular: false };
}

/**
 * Raw features [n, width], each scaled to length √width, with their mean subtracted: what heads
 * learn from.
 */
export function centred(features: Float32Array, width: number): Rows {
  const data = normalise(features, width);
  const mean = new Float64Array(width);
  const n = data.length / width;
  for (let i = 0; i < data.length; i += width) {
    for (let j = 0; j < width; j++) mean[j] = (mean[j] ?? 0) + (data[i + j] ?? 0) / n;
  }
  for (let i = 0; i < data.length; i += width) {
    for (let j = 0; j < width; j++) data[i + j] = (data[i + j] ?? 0) - (mean[j] ?? 0);
  }
  return { data, width, triangular: false };
}

/** The Gram-Schmidt method on rows, done twice for accuracy. Rows that add nothing become 0. */
function orthonormalise(rows: Float64Array, width: number): void {
  for (let start = 0; start < rows.length; start += width) {
    const row = rows.subarray(start, start + width);
    const before = Math.sqrt(dot(row, row));
    for (const _ of [1, 2]) {
      for (let other = 0; other < start; other += width) {
        const earlier = rows.subarray(other, other + width);
        const share = dot(row, earlier);
        for (let j = 0; j < width; j++) row[j] = (row[j] ?? 0) - share * (earlier[j] ?? 0);
      }
    }
    const length = Math.sqrt(dot(row, row));
    const scale = length > 1e-10 * before ? 1 / length : 0;
    for (let j = 0; j < width; j++) row[j] = (row[j] ?? 0) * scale;
  }
}

/** The products of the columns of `values` [n, size] with each other. */
function gram(values: Float64Array, size: number): Float64Array {
  const products = new Float64Array(size * size);
  for (let start = 0; start < values.length; start += size) {
    for (let a = 0; a < size; a++) {
      const x = values[start + a] ?? 0;
      for (let b = 0; b < size; b++) {
        products[a * size + b] = (products[a * size + b] ?? 0) + x * (values[start + b] ?? 0);
      }
    }
  }
  return products;
}

/**
 * The eigenvectors of a symmetric matrix as rows, found by Jacobi rotations. The largest eigenvalue
 * comes first.
 */
function eigenvectors(matrix: Float64Array, size: number): Float64Array {
  const a = matrix.slice();
  const v = new Float64Array(size * size);
  for (let i = 0; i < size; i++) v[i * size + i] = 1;
  const turn = (m: Float64Array, p: number, q: number, step: number, c: number, s: number) => {
    for (let k = 0; k < size; k++) {
      const x = m[p + k * step] ?? 0;
      const y = m[q + k * step] ?? 0;
      m[p + k * step] = c * x - s * y;
      m[q + k * step] = s * x + c * y;
    }
  };
  for (let sweep = 0; sweep < 30; sweep++) {
    let turned = false;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        const pq = a[p * size + q] ?? 0;
        const pp = a[p * size + p] ?? 0;
        const qq = a[q * size + q] ?? 0;
        if (Math.abs(pq) <= 1e-14 * Math.sqrt(Math.abs(pp * qq)) || pq === 0) continue;
        turned = true;
        const ratio = (qq - pp) / (2 * pq);
        const t = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.hypot(ratio, 1));
        const c = 1 / Math.hypot(t, 1);
        turn(a, p, q, size, c, t * c);
        turn(a, p * size, q * size, 1, c, t * c);
        turn(v, p * size, q * size, 1, c, t * c);
      }
    }
    if (!turned) break;
  }
  const order = Array.from({ length: size }, (_, i) => i).sort(
    (i, j) => (a[j * size + j] ?? 0) - (a[i * size + i] ?? 0) || i - j,
  );
  return Float64Array.from({ length: size * size }, (_, place) => {
    const row = order[Math.floor(place / size)] ?? 0;
    return v[row * size + (place % size)] ?? 0;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
