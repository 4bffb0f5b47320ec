// Turns logits into probabilities, in plain typed arrays.

/**
 * The softmax of logits [n, size] divided by the temperature (Guo et al. 2017). The largest stays
 * the largest.
 */
export function probabilitiesOf(
  logits: ArrayLike<number>,
  size: number,
  temperature = 1,
): Float32Array {
  const values = Float32Array.from(logits, (z) => z / temperature);
  softmaxRows(values, size);
  return values;
}

/**
 * The softmax of each row of `values` [n, size], in place. The largest is subtracted first, so
 * nothing overflows.
 */
export function softmaxRows(values: Float32Array | Float64Array, size: number): void {
  for (let start = 0; start < values.length; start += size) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < size; k++) largest = Math.max(largest, values[start + k] ?? 0);
    let sum = 0;
    for (let k = 0; k < size; k++) {
      const e = Math.exp((values[start + k] ?? 0) - largest);
      values[start + k] = e;
      sum += e;
    }
    for (let k = 0; k < size; k++) values[start + k] = (values[start + k] ?? 0) / sum;
  }
}
