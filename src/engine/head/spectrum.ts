// The eigenvalues of a symmetric matrix, and the shares of some vectors along its eigenvectors.

export interface Spectrum {
  /** The eigenvalues [size], in no particular order. */
  values: Float64Array;
  /** [count, size]: the share of each vector along the eigenvector of each value. */
  along: Float64Array;
}

const MOST_TURNS = 60;

/**
 * Makes the matrix tridiagonal by Householder reflections, then diagonal by the implicit QL method
 * (Golub and Van Loan, algorithms 8.3.1 and 8.3.3), and turns the vectors along with it. We never
 * build the eigenvectors themselves, which would be most of the work.
 *
 * @param matrix [size, size], symmetric; overwritten
 * @param vectors [count, size]; not changed
 */
export async function spectrumOf(
  matrix: Float64Array,
  size: number,
  vectors: Float64Array,
  breathe: () => Promise<void> | undefined,
): Promise<Spectrum> {
  const along = vectors.slice();
  const { diagonal, beside } = await tridiagonal(matrix, size, along, breathe);
  diagonalise(diagonal, beside, along);
  return { values: diagonal, along };
}

async function tridiagonal(
  a: Float64Array,
  size: number,
  along: Float64Array,
  breathe: () => Promise<void> | undefined,
) {
  const v = new Float64Array(size);
  const p = new Float64Array(size);
  for (let k = 0; k < size - 2; k++) {
    // The reflection I - 2 v vᵀ clears column k below the diagonal, except for its first entry
    // there.
    let square = 0;
    for (let i = k + 1; i < size; i++) square += at(a, i * size + k) ** 2;
    const first = at(a, (k + 1) * size + k);
    const length = first > 0 ? -Math.sqrt(square) : Math.sqrt(square);
    const norm = Math.sqrt(2 * (square - first * length));
    if (norm === 0 || square === first * first) continue;
    for (let i = k + 1; i < size; i++) v[i] = at(a, i * size + k) / norm;
    v[k + 1] = (first - length) / norm;

    // A - 2 v wᵀ - 2 w vᵀ with w = p - (vᵀp) v and p = A v, on the block that is left.
    let inner = 0;
    for (let i = k + 1; i < size; i++) {
      let sum = 0;
      for (let j = k + 1; j < size; j++) sum += at(a, i * size + j) * at(v, j);
      p[i] = sum;
      inner += sum * at(v, i);
    }
    for (let i = k + 1; i < size; i++) p[i] = at(p, i) - inner * at(v, i);
    for (let i = k + 1; i < size; i++) {
      const vi = 2 * at(v, i);
      const wi = 2 * at(p, i);
      for (let j = k + 1; j < size; j++) {
        a[i * size + j] = at(a, i * size + j) - vi * at(p, j) - wi * at(v, j);
      }
    }
    a[(k + 1) * size + k] = length;
    for (let start = 0; start < along.length; start += size) {
      let sum = 0;
      for (let i = k + 1; i < size; i++) sum += at(along, start + i) * at(v, i);
      for (let i = k + 1; i < size; i++) {
        along[start + i] = at(along, start + i) - 2 * sum * at(v, i);
      }
    }
    await breathe();
  }
  return {
    diagonal: Float64Array.from({ length: size }, (_, i) => at(a, i * size + i)),
    beside: Float64Array.from({ length: size }, (_, i) =>
      i < size - 1 ? at(a, (i + 1) * size + i) : 0,
    ),
  };
}

/** Leaves the eigenvalues in `d`. `e[i]` is the entry between d[i] and d[i + 1]. */
function diagonalise(d: Float64Array, e: Float64Array, along: Float64Array): void {
  const size = d.length;
  for (let l = 0; l < size; l++) {
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      let m = l;
      while (m < size - 1) {
        if (Math.abs(at(e, m)) <= Number.EPSILON * (Math.abs(at(d, m)) + Math.abs(at(d, m + 1)))) {
          break;
        }
        m++;
      }
      if (m === l) break;
      // Wilkinson's shift.
      let g = (at(d, l + 1) - at(d, l)) / (2 * at(e, l));
      let r = Math.hypot(g, 1);
      g = at(d, m) - at(d, l) + at(e, l) / (g + (g < 0 ? -r : r));
      let [s, c, shift] = [1, 1, 0];
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * at(e, i);
        const b = c * at(e, i);
        r = Math.hypot(f, g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1] = at(d, i + 1) - shift;
          e[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = at(d, i + 1) - shift;
        r = (at(d, i) - g) * s + 2 * c * b;
        shift = s * r;
        d[i + 1] = g + shift;
        g = c * r - b;
        for (let start = 0; start < along.length; start += size) {
          const x = at(along, start + i + 1);
          const y = at(along, start + i);
          along[start + i + 1] = s * y + c * x;
          along[start + i] = c * y - s * x;
        }
      }
      if (r === 0 && i >= l) continue;
      d[l] = at(d, l) - shift;
      e[l] = g;
      e[m] = 0;
    }
  }
}

const at = (numbers: Float64Array, index: number): number => numbers[index] ?? 0;
