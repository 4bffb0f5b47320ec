import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TrainingSample } from '../../model/training';
import { groupedFolds, splitSamples } from './split';

/** `sizes[label]`: the sizes of that class's groups. */
function classesOf(sizes: number[][]): TrainingSample[] {
  return sizes.flatMap((groups, label) =>
    groups.flatMap((size, g) =>
      Array.from({ length: size }, (_, i) => ({
        id: `${label}/${g}/${i}`,
        label,
        group: `${label}/${g}`,
      })),
    ),
  );
}

const heldOf = (samples: TrainingSample[], ids: string[], label: number) =>
  samples.filter((s) => s.label === label && ids.includes(s.id)).length;

const arbitrarySamples = fc
  .array(fc.record({ label: fc.nat(3), group: fc.nat(12), size: fc.integer({ min: 1, max: 8 }) }), {
    minLength: 1,
    maxLength: 25,
  })
  .map((bursts) =>
    bursts
      .flatMap(({ label, group, size }) => Array.from({ length: size }, () => ({ label, group })))
      .map(({ label, group }, i): TrainingSample => ({ id: `s${i}`, label, group: `g${group}` })),
  );
const arbitraryShare = fc.double({ min: 0.1, max: 0.5, noNaN: true });

describe('splitSamples', () => {
  it('places every sample once, keeps bursts together and leaves every class something to learn from', () => {
    fc.assert(
      fc.property(arbitrarySamples, arbitraryShare, fc.integer(), (samples, share, seed) => {
        const split = splitSamples(samples, 4, share, seed);
        expect([...split.train, ...split.validation].sort()).toEqual(
          samples.map((s) => s.id).sort(),
        );
        const train = new Set(split.train);
        for (const { label } of samples) {
          expect(samples.some((s) => s.label === label && train.has(s.id))).toBe(true);
        }
        const groupsOn = (side: string[]) =>
          new Set(samples.filter((s) => side.includes(s.id)).map((s) => s.group));
        const held = groupsOn(split.validation);
        for (const group of groupsOn(split.train)) {
          if (!held.has(group)) continue;
          // This may only happen if the class has no other group, and then the class is listed.
          const owner = split.sameBurstClasses.find((label) =>
            samples.every((s) => s.label !== label || s.group === group),
          );
          expect(owner).toBeDefined();
        }
      }),
    );
  });

  it('hardly moves the others when one more sample comes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 120 }),
        arbitraryShare,
        fc.nat(),
        (count, share, seed) => {
          const samples = classesOf([new Array(count + 1).fill(1)]);
          const before = splitSamples(samples.slice(0, count), 1, share, seed).validation;
          const after = new Set(splitSamples(samples, 1, share, seed).validation);
          expect(before.filter((id) => !after.has(id)).length).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('splits anew by whole recordings once there is a second one', () => {
    const once = classesOf([[17], [17]]);
    expect(splitSamples(once, 2, 0.2, 1).sameBurstClasses).toEqual([0, 1]);
    const twice = classesOf([
      [17, 17],
      [17, 17],
    ]);
    const split = splitSamples(twice, 2, 0.2, 1);
    expect(split.sameBurstClasses).toEqual([]);
    expect(split.validation).toHaveLength(34);
  });

  it('depends on the seed, not on the order in which pictures came', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(2), { minLength: 6, maxLength: 60 }),
        fc.nat(),
        (labels, seed) => {
          const samples = labels.map((label, i) => ({ id: `${i}`, label, group: `${i}` }));
          const split = splitSamples(samples, 3, 0.2, seed);
          const reversed = splitSamples(samples.toReversed(), 3, 0.2, seed);
          expect(reversed.validation.toReversed()).toEqual(split.validation);
        },
      ),
    );
    const samples = classesOf([new Array(40).fill(1)]);
    expect(splitSamples(samples, 1, 0.2, 1)).not.toEqual(splitSamples(samples, 1, 0.2, 2));
  });

  it('holds out the share of each class exactly where every picture is its own group', () => {
    const samples = classesOf([new Array(10).fill(1), new Array(97).fill(1), new Array(3).fill(1)]);
    const { validation, sameBurstClasses } = splitSamples(samples, 3, 0.2, 7);
    expect([0, 1, 2].map((label) => heldOf(samples, validation, label))).toEqual([2, 19, 1]);
    expect(sameBurstClasses).toEqual([]);
  });

  it('comes as near to the share as bursts allow', () => {
    const samples = classesOf([
      [40, 10],
      [30, 30],
      [20, 20, 20, 20, 20],
    ]);
    const { validation } = splitSamples(samples, 3, 0.2, 3);
    expect([0, 1, 2].map((label) => heldOf(samples, validation, label))).toEqual([10, 30, 20]);
  });

  it('holds out the end of a single recording and says so', () => {
    const samples = classesOf([[20], new Array(10).fill(2), [4], [1, 1]]);
    const split = splitSamples(samples, 4, 0.15, 1);
    expect(split.sameBurstClasses).toEqual([0]);
    const ends = split.validation.filter((id) => id.startsWith('0/'));
    expect(ends).toEqual(['0/0/17', '0/0/18', '0/0/19']);
    expect(heldOf(samples, split.validation, 2)).toBe(0);
    expect(heldOf(samples, split.validation, 3)).toBe(0);
  });

  it('lets a picture that was moved to another class follow its burst', () => {
    const samples = classesOf([new Array(6).fill(5), new Array(6).fill(5)]);
    const moved = samples.map((s) => (s.id === '0/2/3' ? { ...s, label: 1 } : s));
    for (let seed = 0; seed < 10; seed++) {
      const { validation } = splitSamples(moved, 2, 0.2, seed);
      const held = moved.filter((s) => s.group === '0/2' && validation.includes(s.id)).length;
      expect([0, 5]).toContain(held);
    }
  });
});

describe('groupedFolds', () => {
  it('keeps groups together and spreads classes evenly', () => {
    fc.assert(
      fc.property(arbitrarySamples, fc.integer({ min: 2, max: 5 }), (samples, k) => {
        const labels = samples.map((s) => s.label);
        const groups = samples.map((s) => s.group);
        const folds = groupedFolds(labels, groups, k, 1);
        const foldOf = new Map<string, number>();
        folds.forEach((fold, i) => {
          const group = groups[i] ?? '';
          expect(foldOf.get(group) ?? fold).toBe(fold);
          foldOf.set(group, fold);
          expect(fold).toBeLessThan(k);
        });
      }),
    );
    const labels = [...new Array(50).fill(0), ...new Array(23).fill(1)];
    const folds = groupedFolds(labels, Array.from(labels.keys()), 5, 3);
    for (let fold = 0; fold < 5; fold++) {
      const inFold = labels.filter((_, i) => folds[i] === fold);
      expect(inFold.filter((label) => label === 0)).toHaveLength(10);
      expect([4, 5]).toContain(inFold.filter((label) => label === 1).length);
    }
  });
});
