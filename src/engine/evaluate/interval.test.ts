import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seededRandom } from '../../model/random';
import { afterLearningFromAll, independentSize, shareInterval } from './interval';
import { wilson } from './metrics';

it("is Wilson's interval where every picture is its own group", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (right) => {
      const groups = right.map((_, i) => `${i}`);
      const expected = wilson(right.filter(Boolean).length, right.length);
      const { low, high } = shareInterval(right, groups);
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
        all.map(({ right }) => right),
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
  expect(shareInterval(right, groups)).toEqual(wilson(2, 2));
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
        // Three in four frames are as their recording is.
        right.push(random.uniform() < 0.75 ? recording : random.uniform() < truth);
        groups.push(`${group}`);
      }
    }
    const covers = ({ low, high }: { low: number; high: number }) => low <= truth && truth <= high;
    if (covers(shareInterval(right, groups))) held++;
    if (covers(wilson(right.filter(Boolean).length, right.length))) plain++;
  }
  expect(held / rounds).toBeGreaterThan(0.9);
  expect(plain / rounds).toBeLessThan(0.7);
});

it('allows the head that learnt from more to be better, not worse', () => {
  const measured = wilson(10, 12);
  const { low, high } = afterLearningFromAll(measured, 48, 60);
  expect(low).toBe(measured.low);
  expect(1 - high).toBeCloseTo((1 - measured.high) * 0.8 ** 0.3, 12);
  expect(afterLearningFromAll(measured, 60, 60).high).toBeCloseTo(measured.high, 12);
});
