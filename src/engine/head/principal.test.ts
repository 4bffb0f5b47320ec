import { expect, it } from 'vitest';
import { seededRandom } from '../../model/random';
import { principalScores } from './principal';

const atOnce = () => undefined;

/** Samples around 0 with these spreads along axes that are turned at random. */
function spreadOut(n: number, width: number, spreads: number[], seed: number) {
  const random = seededRandom(seed);
  const axes = spreads.map(() => {
    const axis = Float64Array.from({ length: width }, () => random.normal());
    const length = Math.hypot(...axis);
    return axis.map((x) => x / length);
  });
  const data = new Float32Array(n * width);
  const mean = new Float64Array(width);
  for (let i = 0; i < n; i++) {
    for (const [a, spread] of spreads.entries()) {
      const score = spread * random.normal();
      for (let j = 0; j < width; j++) {
        data[i * width + j] = (data[i * width + j] ?? 0) + score * (axes[a]?.[j] ?? 0);
      }
    }
    for (let j = 0; j < width; j++) mean[j] = (mean[j] ?? 0) + (data[i * width + j] ?? 0) / n;
  }
  return { data: data.map((x, i) => x - (mean[i % width] ?? 0)), width, triangular: false };
}

it('keeps all distances where it keeps all directions', async () => {
  const rows = spreadOut(60, 40, [5, 4, 3, 2, 1], 1);
  const scores = await principalScores(rows, 6, 1, atOnce);
  const distance = ({ data, width }: typeof rows, i: number, j: number) =>
    Math.hypot(
      ...Array.from(
        { length: width },
        (_, k) => (data[i * width + k] ?? 0) - (data[j * width + k] ?? 0),
      ),
    );
  for (let i = 1; i < 60; i++) {
    expect(distance(scores as typeof rows, i, 0)).toBeCloseTo(distance(rows, i, 0), 3);
  }
  // The sixth direction does not exist.
  expect(Math.max(...scores.data.filter((_, place) => place % 6 === 5).map(Math.abs))).toBeLessThan(
    1e-3,
  );
});

it('orders uncorrelated directions by their spread, the same each time', async () => {
  const rows = spreadOut(
    300,
    80,
    Array.from({ length: 80 }, (_, i) => 10 / (1 + i)),
    2,
  );
  const count = 4;
  const { data } = await principalScores(rows, count, 7, atOnce);
  const product = (a: number, b: number) => {
    let sum = 0;
    for (let i = 0; i < data.length; i += count) sum += (data[i + a] ?? 0) * (data[i + b] ?? 0);
    return sum;
  };
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < a; b++) {
      expect(product(b, b)).toBeGreaterThan(product(a, a));
      expect(Math.abs(product(a, b))).toBeLessThan(1e-4 * product(a, a));
    }
    const column = Array.from(data).filter((_, place) => place % count === a);
    expect(
      column.reduce((most, x) => (Math.abs(x) > Math.abs(most) ? x : most), 0),
    ).toBeGreaterThan(0);
  }
  expect((await principalScores(rows, count, 7, atOnce)).data).toEqual(data);
  // Another seed starts elsewhere and finds the same.
  const other = await principalScores(rows, count, 8, atOnce);
  for (let i = 0; i < data.length; i += count) expect(other.data[i]).toBeCloseTo(data[i] ?? 0, 3);
});

it.each([1, 2, 3])('does with %i samples', async (n) => {
  const { data, width } = await principalScores(spreadOut(n, 10, [1, 1], 3), 5, 1, atOnce);
  expect(width).toBe(5);
  expect(data).toHaveLength(5 * n);
  expect(data.every(Number.isFinite)).toBe(true);
});
