import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seededRandom } from '../random';
import { clusteredShare, independentSize } from './clustered-share';
import { wilson } from './wilson';

it("is Wilson's interval where every picture is its own group", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (right) => {
      const groups = right.map((_, i) => `${i}`);
      const expected = wilson(right.filter(Boolean).length, right.length);
      const { low, high } = clusteredShare(right, groups);
      expect(low).toBeCloseTo(expected.low, 12);
      expect(high).toBeCloseTo(expected.high, 12);
    }),
  );
});

it('counts no fewer answers than groups that are all alike would be, and no more than there are', () => {
  const answers = fc.array(fc.record({ right: fc.boolean(), group: fc.nat(8) }), { minLength: 1 });
  fc.assert(
    fc.property(answers, (all) => {
      const groups = all.map(({ group }) => `${group}`);
      const sizes = [...new Set(groups)].map((name) => groups.filter((g) => g === name).length);
      const size = independentSize(
        all.map(({ right }) => Number(right)),
        groups,
      );
      const squares = sizes.reduce((sum, s) => sum + s * s, 0);
      expect(size).toBeGreaterThanOrEqual(all.length ** 2 / squares - 1e-9);
      expect(size).toBeLessThanOrEqual(all.length + 1e-9);
    }),
  );
});

it('takes two recordings for two pieces of evidence, however many their frames', () => {
  const right = new Array<boolean>(80).fill(true);
  const groups = right.map((_, i) => `${i % 2}`);
  expect(clusteredShare(right, groups)).toEqual({ right: 80, total: 80, ...wilson(2, 2) });
});

it('holds the truth where the frames of a recording are alike, and plain Wilson does not', () => {
  const random = seededRandom(3);
  const truth = 0.8;
  let held = 0;
  let plain = 0;
  const rounds = 400;
  for (let round = 0; round < rounds; round++) {
    const right: boolean[] = [];
    const groups: string[] = [];
    for (let group = 0; group < 12; group++) {
      const recording = random.uniform() < truth;
      for (let frame = 0; frame < 15; frame++) {
        // Three in four frames are like their recording.
        right.push(random.uniform() < 0.75 ? recording : random.uniform() < truth);
        groups.push(`${group}`);
      }
    }
    const covers = ({ low, high }: { low: number; high: number }) => low <= truth && truth <= high;
    if (covers(clusteredShare(right, groups))) held++;
    if (covers(wilson(right.filter(Boolean).length, right.length))) plain++;
  }
  expect(held / rounds).toBeGreaterThan(0.9);
  expect(plain / rounds).toBeLessThan(0.7);
});

it('is as sure as recordings are many, not pictures', () => {
  const groups = Array.from({ length: 40 }, (_, i) => `${Math.floor(i / 10)}`);
  const right = groups.map((group) => group !== '3');
  const together = clusteredShare(right, groups);
  expect(together).toMatchObject({ right: 30, total: 40 });
  expect(together.low).toBeLessThan(0.4);
  expect(together.high).toBeGreaterThan(0.95);
  const all = groups.map(() => true);
  expect(clusteredShare(all, groups).low).toBeCloseTo(wilson(4, 4).low, 12);
});

it('takes no more from differences than from pictures of which each is by itself', () => {
  const differences = [1, 0, 0, -1, 1, 1, 0, 0];
  expect(independentSize(differences, [...'abcdefgh'])).toBe(8);
  // Each recording gains and loses as a whole, so only four independent values are left.
  expect(independentSize([1, 1, 0, 0, -1, -1, 0, 0], [...'aabbccdd'])).toBe(4);
});
