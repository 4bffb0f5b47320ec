import { expect, it } from 'vitest';
import { seededRandom } from './random';

/** By an independent implementation in Python. */
const FIRST_OF_42 = [
  0.3317389744333923, 0.8797566234134138, 0.8559039107058197, 0.34338954160921276,
];

it('gives the same sequence for the same seed, on every platform', () => {
  const random = seededRandom(42);
  expect(Array.from({ length: 4 }, () => random.uniform())).toEqual(FIRST_OF_42);
  expect(seededRandom(43).uniform()).not.toBe(FIRST_OF_42[0]);
});

it('is uniform and normal by its moments', () => {
  const random = seededRandom(1);
  const n = 100_000;
  const moments = (draw: () => number) => {
    let mean = 0;
    let square = 0;
    for (let i = 0; i < n; i++) {
      const x = draw();
      mean += x / n;
      square += (x * x) / n;
    }
    return { mean, variance: square - mean * mean };
  };
  const uniform = moments(() => random.uniform());
  expect(uniform.mean).toBeCloseTo(0.5, 2);
  expect(uniform.variance).toBeCloseTo(1 / 12, 2);
  const normal = moments(() => random.normal());
  expect(normal.mean).toBeCloseTo(0, 1.5);
  expect(Math.abs(normal.variance - 1)).toBeLessThan(0.02);
});

it('shuffles: every item once, every place about equally often', () => {
  const random = seededRandom(5);
  const firsts = [0, 0, 0, 0];
  for (let i = 0; i < 4000; i++) {
    const items = random.shuffle([0, 1, 2, 3]);
    expect([...items].sort()).toEqual([0, 1, 2, 3]);
    const first = items[0] ?? 0;
    firsts[first] = (firsts[first] ?? 0) + 1;
  }
  for (const count of firsts) expect(Math.abs(count - 1000)).toBeLessThan(120);
});
