import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random';
import {
  clusteredDifference,
  type PairedCounts,
  pairedDifference,
  verdictOn,
} from './paired-difference';

const countsOf = (both: number, onlySecond: number, onlyFirst: number, neither: number) => ({
  both,
  onlySecond,
  onlyFirst,
  neither,
});

/** Answers one by one, as the counts have it. */
function answers({ both, onlyFirst, onlySecond, neither }: PairedCounts) {
  const cells = [both, onlyFirst, onlySecond, neither];
  const first = cells.flatMap((count, cell) => Array<boolean>(count).fill(cell < 2));
  const second = cells.flatMap((count, cell) => Array<boolean>(count).fill(cell % 2 === 0));
  return [first, second] as const;
}

const alone = (n: number) => Array.from({ length: n }, (_, i) => String(i));

/** McNemar's exact test, two-sided: how often coins would fall so far from equal. */
function exactP({ onlyFirst, onlySecond }: PairedCounts): number {
  const differ = onlyFirst + onlySecond;
  let chance = 0.5 ** differ;
  let tail = 0;
  for (let k = 0; k <= Math.min(onlyFirst, onlySecond); k++) {
    tail += chance;
    chance *= (differ - k) / (k + 1);
  }
  return Math.min(1, 2 * tail);
}

const anyCounts = fc.record({
  both: fc.nat(60),
  onlySecond: fc.nat(40),
  onlyFirst: fc.nat(40),
  neither: fc.nat(60),
});

describe('the difference', () => {
  it('is that of the shares, within an interval from -1 to 1', () => {
    fc.assert(
      fc.property(anyCounts, fc.double({ min: 0, max: 1, noNaN: true }), (counts, of) => {
        const total = counts.both + counts.onlyFirst + counts.onlySecond + counts.neither;
        fc.pre(total > 0);
        const { difference, low, high } = pairedDifference(counts, 1 + of * (total - 1));
        expect(difference).toBe((counts.onlySecond - counts.onlyFirst) / total);
        expect(low).toBeGreaterThanOrEqual(-1);
        expect(low).toBeLessThanOrEqual(difference);
        expect(high).toBeGreaterThanOrEqual(difference);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('turns with the order', () => {
    fc.assert(
      fc.property(anyCounts, (counts) => {
        const there = pairedDifference(counts);
        const back = pairedDifference({
          ...counts,
          onlyFirst: counts.onlySecond,
          onlySecond: counts.onlyFirst,
        });
        expect(back.difference).toBeCloseTo(-there.difference, 12);
        expect(back.low).toBeCloseTo(-there.high, 10);
        expect(back.high).toBeCloseTo(-there.low, 10);
      }),
    );
  });

  it('may be anything where nothing was measured', () => {
    expect(pairedDifference(countsOf(0, 0, 0, 0))).toEqual({ difference: 0, low: -1, high: 1 });
  });

  it("ends where Newcombe's interval ends or the exact one, whichever is farther", () => {
    const { difference, low, high } = pairedDifference(countsOf(36, 12, 2, 0));
    expect(difference).toBeCloseTo(0.2, 10);
    // Newcombe's example (1998, table III): from 0.0569 to 0.3404.
    expect(high).toBeCloseTo(0.3404, 4);
    // 12 of 14 are at least 0.57187 of them (Clopper and Pearson), and 14 of 50 differ.
    expect(low).toBeCloseTo((14 / 50) * (2 * 0.57187 - 1), 4);
  });
});

describe('the verdict', () => {
  it('is none for a few pictures: 4 gained and none lost of 12 come by chance one time in eight', () => {
    const counts = countsOf(6, 4, 0, 2);
    expect(exactP(counts)).toBe(0.125);
    const found = pairedDifference(counts);
    expect(found.low).toBeLessThan(0);
    expect(verdictOn(found)).toBe('close');
  });

  it('agrees with the exact test, as does the interval', () => {
    fc.assert(
      fc.property(anyCounts, (counts) => {
        const found = pairedDifference(counts);
        if (found.low > 0 || found.high < 0) expect(exactP(counts)).toBeLessThanOrEqual(0.05);
        const verdict = verdictOn(found);
        if (verdict === 'better') expect(counts.onlySecond).toBeGreaterThan(counts.onlyFirst);
        if (verdict === 'worse') expect(counts.onlySecond).toBeLessThan(counts.onlyFirst);
      }),
      { numRuns: 1000 },
    );
  });

  it('is no bolder where pictures are no independent evidence', () => {
    fc.assert(
      fc.property(anyCounts, fc.double({ min: 0, max: 1, noNaN: true }), (counts, of) => {
        const total = counts.both + counts.onlyFirst + counts.onlySecond + counts.neither;
        fc.pre(total > 0);
        const verdict = verdictOn(pairedDifference(counts, 1 + of * (total - 1)));
        if (verdict !== 'close') expect(exactP(counts)).toBeLessThanOrEqual(0.05);
      }),
      { numRuns: 1000 },
    );
  });

  it('is that of the interval as it is shown, and the same from the other side', () => {
    for (const [low, high, from, back] of [
      [0.01, 0.27, 'better', 'worse'],
      [0.004, 0.27, 'close', 'close'],
      [-0.004, 0.27, 'close', 'close'],
      [-0.27, -0.01, 'worse', 'better'],
    ] as const) {
      expect(verdictOn({ low, high })).toBe(from);
      expect(verdictOn({ low: -high, high: -low })).toBe(back);
    }
  });
});

describe('answers one by one', () => {
  it('are counted, each by itself where it is of a recording of its own', () => {
    const counts = countsOf(60, 14, 4, 22);
    const [first, second] = answers(counts);
    expect(clusteredDifference(first, second, alone(100))).toEqual(pairedDifference(counts));
  });

  it('count together where they are of one recording', () => {
    const [first, second] = answers(countsOf(60, 14, 4, 22));
    const single = clusteredDifference(first, second, alone(100));
    // The same pictures, but each kind comes from two recordings.
    const groups = first.map((was, i) => `${was} ${second[i]} ${i % 2}`);
    const few = clusteredDifference(first, second, groups);
    expect(few.high - few.low).toBeGreaterThan(2 * (single.high - single.low));
    expect(few.low).toBeLessThan(0);
  });

  it('hold the true difference about 95 times in a hundred', () => {
    const random = seededRandom(11);
    let held = 0;
    const times = 400;
    for (let time = 0; time < times; time++) {
      const first: boolean[] = [];
      const second: boolean[] = [];
      for (let i = 0; i < 80; i++) {
        // Easy and hard pictures, so that the two go together; 0.04 apart.
        const easy = random.uniform() < 0.7 ? 0.95 : 0.6;
        first.push(random.uniform() < easy);
        second.push(random.uniform() < easy + 0.04);
      }
      const { low, high } = clusteredDifference(first, second, alone(80));
      if (low <= 0.04 && 0.04 <= high) held++;
    }
    expect(held / times).toBeGreaterThan(0.925);
    expect(held / times).toBeLessThan(0.99);
  });
});
