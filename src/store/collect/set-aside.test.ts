import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SampleRow } from '../../model/project';
import { asideByShare } from './set-aside';

let seq = 0;
function burst(classId: string, group: string, count: number, rest: Partial<SampleRow> = {}) {
  return Array.from(
    { length: count },
    (): SampleRow => ({
      id: `${group}-${seq}`,
      projectId: 'p',
      classId,
      group,
      seq: seq++,
      createdAt: 0,
      source: 'camera',
      deletedAt: 0,
      ...rest,
    }),
  );
}
const files = (classId: string, count: number) =>
  Array.from({ length: count }, (_, i) => burst(classId, `${classId}-file-${i}`, 1)).flat();

describe('pictures to set aside', () => {
  test('files: the share of each class, rounded', () => {
    const rows = [...files('a', 40), ...files('b', 23)];
    const { ids, flattered } = asideByShare(rows, ['a', 'b'], 0.2, 1);
    expect(ids.filter((id) => id.startsWith('a'))).toHaveLength(8);
    expect(ids.filter((id) => id.startsWith('b'))).toHaveLength(5);
    expect(flattered).toEqual([]);
  });

  test('one recording: its end, with a word that this flatters', () => {
    const rows = burst('a', 'r', 20);
    const { ids, flattered } = asideByShare(rows, ['a'], 0.2, 1);
    expect(ids).toEqual(rows.slice(-4).map(({ id }) => id));
    expect(flattered).toEqual(['a']);
  });

  test('more of one recording, where its end is set aside already', () => {
    const rows = burst('a', 'r', 20).map(
      (row, i): SampleRow => (i < 16 ? row : { ...row, test: true }),
    );
    const { ids } = asideByShare(rows, ['a'], 0.4, 1);
    expect(ids).toEqual(rows.slice(12, 16).map(({ id }) => id));
  });

  test('too few: none', () => {
    expect(asideByShare(files('a', 2), ['a'], 0.5, 1).ids).toEqual([]);
    expect(asideByShare(burst('a', 'r', 4), ['a'], 0.5, 1).ids).toEqual([]);
  });

  test('recordings larger than the share: the smallest of them', () => {
    const rows = [...burst('a', 'long', 30), ...burst('a', 'short', 10)];
    const { ids } = asideByShare(rows, ['a'], 0.1, 1);
    expect(ids).toHaveLength(10);
    expect(ids.every((id) => id.startsWith('short'))).toBe(true);
  });

  test('nothing more where that many are set aside', () => {
    const rows = [...files('a', 16), ...burst('a', 'tests', 4, { test: true })];
    expect(asideByShare(rows, ['a'], 0.2, 1).ids).toEqual([]);
  });

  test('a recording that is partly set aside comes first', () => {
    const begun = burst('a', 'begun', 6).map(
      (row, i): SampleRow => (i > 0 ? row : { ...row, test: true }),
    );
    const rows = [...burst('a', 'one', 6), ...begun, ...burst('a', 'other', 18)];
    const { ids } = asideByShare(rows, ['a'], 0.2, 1);
    expect(ids).toEqual(begun.slice(1).map(({ id }) => id));
  });

  test('a recording that reaches into another class goes whole, and only where no other fits', () => {
    const mixed = [...burst('a', 'mixed', 5), ...burst('b', 'mixed', 5)];
    const others = [...burst('a', 'pure', 5), ...burst('a', 'long', 15)];
    expect(asideByShare([...mixed, ...others], ['a'], 0.2, 3).ids).toEqual(
      others.slice(0, 5).map(({ id }) => id),
    );
    const all = [...mixed, ...burst('a', 'long', 20), ...files('b', 20)];
    expect(asideByShare(all, ['a'], 0.2, 3).ids.sort()).toEqual(mixed.map(({ id }) => id).sort());
  });

  test('no recording is on both sides unless it is all of its class; something is left to learn from; the seed decides', () => {
    const plan = fc.array(
      fc.record({
        classId: fc.constantFrom('a', 'b', 'c'),
        group: fc.integer({ min: 0, max: 5 }),
        test: fc.boolean(),
        moved: fc.boolean(),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(plan, fc.integer({ min: 1, max: 9 }), fc.integer(), (items, tenths, seed) => {
        seq = 0;
        // A recording belongs to one class, except for pictures that were moved to the last class.
        const whole = items.map(({ classId, group, moved }) => ({
          classId: moved ? 'c' : classId,
          group: `${classId}${group}`,
        }));
        const tests = new Set(
          items.flatMap(({ test, classId, group }) => (test ? [`${classId}${group}`] : [])),
        );
        const rows = whole.flatMap(({ classId, group }) =>
          burst(classId, group, 1, tests.has(group) ? { test: true } : {}),
        );
        const { ids, flattered } = asideByShare(rows, ['a', 'b', 'c'], tenths / 10, seed);
        const chosen = new Set(ids);
        expect(chosen.size).toBe(ids.length);
        for (const classId of ['a', 'b', 'c']) {
          const all = rows.filter((row) => row.classId === classId);
          const learned = all.filter((row) => !row.test && !chosen.has(row.id));
          const before = all.filter((row) => !row.test);
          if (before.length > 0) expect(learned.length).toBeGreaterThan(0);
          if (flattered.includes(classId)) continue;
          const learnedGroups = new Set(learned.map(({ group }) => group));
          for (const row of all) {
            if (row.test || chosen.has(row.id)) expect(learnedGroups.has(row.group)).toBe(false);
          }
        }
        const again = asideByShare(rows.toReversed(), ['a', 'b', 'c'], tenths / 10, seed);
        expect(new Set(again.ids)).toEqual(chosen);
      }),
      { numRuns: 300 },
    );
  });
});
