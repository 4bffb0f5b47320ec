// Products of a matrix of samples with a few vectors. A linear head spends all its time here. We
// process four rows at a time, so that each vector is read once for the four of them.

/**
 * Samples as rows of a row-major matrix. It is in single precision because most of the memory that
 * is read belongs to it.
 */
export interface Rows {
  readonly data: Float32Array;
  readonly width: number;
  /** Whether row i is zero to the right of column i. */
  readonly triangular: boolean;
}

/**
 * out[i, v] = rows[index[i]] · vectors[v], in double precision.
 *
 * @param vectors [count, rows.width], row-major; it may be longer
 * @param out [index.length, count], overwritten
 */
export function multiply(
  rows: Rows,
  index: Int32Array,
  vectors: Float64Array,
  count: number,
  out: Float64Array,
): void {
  const { data, width, triangular } = rows;
  const last = index.length - 1;
  for (let i = 0; i <= last; i += 4) {
    const r0 = index[i] ?? 0;
    const r1 = index[Math.min(i + 1, last)] ?? 0;
    const r2 = index[Math.min(i + 2, last)] ?? 0;
    const r3 = index[Math.min(i + 3, last)] ?? 0;
    const x0 = r0 * width;
    const x1 = r1 * width;
    const x2 = r2 * width;
    const x3 = r3 * width;
    const length = triangular ? Math.max(r0, r1, r2, r3) + 1 : width;
    for (let v = 0; v < count; v++) {
      const start = v * width;
      let sum0 = 0;
      let sum1 = 0;
      let sum2 = 0;
      let sum3 = 0;
      for (let k = 0; k < length; k++) {
        const w = vectors[start + k] ?? 0;
        sum0 += (data[x0 + k] ?? 0) * w;
        sum1 += (data[x1 + k] ?? 0) * w;
        sum2 += (data[x2 + k] ?? 0) * w;
        sum3 += (data[x3 + k] ?? 0) * w;
      }
      const place = i * count + v;
      out[place] = sum0;
      if (i + 1 <= last) out[place + count] = sum1;
      if (i + 2 <= last) out[place + 2 * count] = sum2;
      if (i + 3 <= last) out[place + 3 * count] = sum3;
    }
  }
}

/**
 * out[v] += Σ_i factors[i, v] · rows[index[i]], in double precision.
 *
 * @param factors [index.length, count], row-major
 * @param out [count, rows.width], row-major; it may be longer
 */
export function accumulate(
  rows: Rows,
  index: Int32Array,
  factors: Float64Array,
  count: number,
  out: Float64Array,
): void {
  const { data, width, triangular } = rows;
  const last = index.length - 1;
  for (let i = 0; i <= last; i += 4) {
    const r0 = index[i] ?? 0;
    const r1 = index[Math.min(i + 1, last)] ?? 0;
    const r2 = index[Math.min(i + 2, last)] ?? 0;
    const r3 = index[Math.min(i + 3, last)] ?? 0;
    const x0 = r0 * width;
    const x1 = r1 * width;
    const x2 = r2 * width;
    const x3 = r3 * width;
    const length = triangular ? Math.max(r0, r1, r2, r3) + 1 : width;
    for (let v = 0; v < count; v++) {
      // Rows past the end have no factor and count as 0.
      const place = i * count + v;
      const f0 = factors[place] ?? 0;
      const f1 = i + 1 <= last ? (factors[place + count] ?? 0) : 0;
      const f2 = i + 2 <= last ? (factors[place + 2 * count] ?? 0) : 0;
      const f3 = i + 3 <= last ? (factors[place + 3 * count] ?? 0) : 0;
      const start = v * width;
      for (let k = 0; k < length; k++) {
        out[start + k] =
          (out[start + k] ?? 0) +
          f0 * (data[x0 + k] ?? 0) +
          f1 * (data[x1 + k] ?? 0) +
          f2 * (data[x2 + k] ?? 0) +
          f3 * (data[x3 + k] ?? 0);
      }
    }
  }
}

/** `from`, `from` + 1, … `to` - 1. */
export function range(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, i) => from + i);
}
