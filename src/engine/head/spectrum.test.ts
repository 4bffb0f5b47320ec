import { expect, test } from 'vitest';
import { seededRandom } from '../../model/random';
import { spectrumOf } from './spectrum';

const product = (a: Float64Array, x: Float64Array, size: number) =>
  Float64Array.from({ length: size }, (_, i) =>
    x.reduce((sum, value, j) => sum + (a[i * size + j] ?? 0) * value, 0),
  );
const dot = (a: Float64Array, b: Float64Array) =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

test.each([1, 2, 3, 25])('vectors keep their products under a matrix of %d rows', async (size) => {
  const random = seededRandom(size);
  const half = Float64Array.from({ length: size * size }, () => random.normal());
  const matrix = half.map((_, place) => {
    const [i, j] = [Math.floor(place / size), place % size];
    return (half[i * size + j] ?? 0) + (half[j * size + i] ?? 0);
  });
  const vectors = Float64Array.from({ length: 2 * size }, () => random.normal());
  const [x, y] = [vectors.subarray(0, size), vectors.subarray(size)];
  const { values, along } = await spectrumOf(matrix.slice(), size, vectors, () => undefined);
  const [u, v] = [along.subarray(0, size), along.subarray(size)];
  // xᵀ Aᵏ y = Σ uᵢ λᵢᵏ vᵢ, for as many powers as tell all of the matrix.
  let powered = Float64Array.from(y);
  let turned = Float64Array.from(v);
  for (let k = 0; k < 6; k++) {
    const expected = dot(x, powered);
    expect(Math.abs(dot(u, turned) - expected)).toBeLessThan(
      1e-9 * (1 + Math.abs(expected)) * 10 ** k,
    );
    powered = product(matrix, powered, size);
    turned = turned.map((value, i) => value * (values[i] ?? 0));
  }
  const trace = Array.from({ length: size }, (_, i) => matrix[i * size + i] ?? 0);
  expect(values.reduce((a, b) => a + b, 0)).toBeCloseTo(
    trace.reduce((a, b) => a + b, 0),
    9,
  );
});

test('equal and zero eigenvalues are found as often as they are there', async () => {
  const size = 6;
  const ones = new Float64Array(size * size).fill(1);
  const { values } = await spectrumOf(ones, size, new Float64Array(), () => undefined);
  const sorted = [...values].sort((a, b) => b - a);
  expect(sorted[0]).toBeCloseTo(size, 10);
  for (const value of sorted.slice(1)) expect(value).toBeCloseTo(0, 10);
});
