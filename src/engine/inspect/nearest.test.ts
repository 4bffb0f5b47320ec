import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nearestTo } from './nearest';

const vector = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 3 })
  .map((values) => Float32Array.from(values));

it('finds what sorting all distances finds, without the sample itself', () => {
  fc.assert(
    fc.property(
      vector,
      fc.array(vector, { maxLength: 12 }),
      fc.integer({ min: 0, max: 5 }),
      (of, all, k) => {
        const samples = all.map((features, i) => [`s${i}`, features] as const);
        const cosine = (a: Float32Array, b: Float32Array) => {
          const product = a.reduce((sum, x, j) => sum + x * (b[j] ?? 0), 0);
          const lengths = Math.hypot(...a) * Math.hypot(...b);
          return lengths === 0 ? 1 : 1 - product / lengths;
        };
        const expected = samples
          .filter(([id]) => id !== 's1')
          .map(([, features]) => cosine(of, features))
          .sort((a, b) => a - b)
          .slice(0, k);
        const found = nearestTo(of, samples, k, 's1');
        expect(found.map(({ id }) => id)).not.toContain('s1');
        expect(found).toHaveLength(expected.length);
        found.forEach(({ distance }, i) => {
          expect(distance).toBeCloseTo(expected[i] ?? -1, 6);
        });
      },
    ),
  );
});

it('keeps the order of equals and passes over what has no features', () => {
  const one = Float32Array.of(1, 1);
  const samples = [
    ['gone', undefined],
    ['other backbone', Float32Array.of(1)],
    ['b', Float32Array.of(2, 2)],
    ['a', one],
    ['far', Float32Array.of(1, 0)],
  ] as const;
  expect(nearestTo(one, samples, 2).map(({ id }) => id)).toEqual(['b', 'a']);
});
