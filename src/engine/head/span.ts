// A few samples of many features span a space with as few dimensions as there are samples. When we
// turn them into that space, their inner products stay the same, so a fit gives the same result in
// a fraction of the time.
import { accumulate, multiply, type Rows } from './rows';

/**
 * A row is in the span of the rows before it if no more than this share of its squared length is
 * left outside.
 */
const NOTHING_LEFT = 1e-9;

export interface Span {
  /** The n samples in their own span: lower triangular [n, n]. */
  readonly rows: Rows;
  /**
   * The vectors of the original space that have the same products with the samples.
   *
   * @param vectors [count, n] in the span; it may be longer
   * @returns [count, D]
   */
  back(vectors: Float64Array, count: number): Float64Array;
}

/**
 * Turns the samples `index` of `rows` into their span: X = L Q, where the rows of Q are orthonormal
 * and L Lᵀ = X Xᵀ is the Cholesky decomposition of the Gram matrix. A ridge penalty on w = Qᵀ v
 * equals the one on v. Duplicates, and samples that are mixtures of others, add no dimension: their
 * column of L is zero. The first m samples use only the first m columns, so a problem on those
 * samples is a block of this one.
 */
export async function spanOf(
  rows: Rows,
  index: Int32Array,
  breathe: () => Promise<void> | undefined,
): Promise<Span> {
  const n = index.length;
  const { width } = rows;
  const data = new Float32Array(n * n);
  const l = new Float64Array(n * n);
  const sample = new Float64Array(width);
  const products = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const start = (index[i] ?? 0) * width;
    sample.set(rows.data.subarray(start, start + width));
    multiply(rows, index.subarray(0, i + 1), sample, 1, products);
    const square = products[i] ?? 0;
    let left = square;
    for (let j = 0; j < i; j++) {
      const pivot = l[j * n + j] ?? 0;
      if (pivot === 0) continue;
      let sum = products[j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (l[i * n + k] ?? 0) * (l[j * n + k] ?? 0);
      const entry = sum / pivot;
      l[i * n + j] = entry;
      left -= entry * entry;
    }
    l[i * n + i] = left > NOTHING_LEFT * square ? Math.sqrt(left) : 0;
    await breathe();
  }
  data.set(l);

  return {
    rows: { data, width: n, triangular: true },
    back(vectors, count) {
      // Xᵀ a where Lᵀ a = v, so that X Xᵀ a = L Lᵀ a = L v.
      const factors = new Float64Array(n * count);
      for (let v = 0; v < count; v++) {
        const rest = vectors.slice(v * n, (v + 1) * n);
        for (let i = n - 1; i >= 0; i--) {
          const pivot = l[i * n + i] ?? 0;
          if (pivot === 0) continue;
          const factor = (rest[i] ?? 0) / pivot;
          factors[i * count + v] = factor;
          for (let k = 0; k < i; k++) rest[k] = (rest[k] ?? 0) - factor * (l[i * n + k] ?? 0);
        }
      }
      const result = new Float64Array(count * width);
      accumulate(rows, index, factors, count, result);
      return result;
    },
  };
}
