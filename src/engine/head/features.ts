/**
 * Scales each row of `features` [n, size] to length sqrt(size), so that the mean square of a
 * feature is 1. A row of zeros stays as it is. Returns a new array.
 */
export function normalise(features: Float32Array, size: number): Float32Array {
  const result = new Float32Array(features.length);
  for (let start = 0; start < features.length; start += size) {
    const row = features.subarray(start, start + size);
    let squares = 0;
    for (const x of row) squares += x * x;
    if (squares === 0) continue;
    const scale = Math.sqrt(size / squares);
    for (let j = 0; j < row.length; j++) result[start + j] = (row[j] ?? 0) * scale;
  }
  return result;
}
