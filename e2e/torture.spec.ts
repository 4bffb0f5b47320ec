// The kill test of `npm run torture` with a few kills, and its verdict on losses, since it must be
// able to fail.
import { expect, test } from '@playwright/test';
import { faults, judge, mismatches, type Round, type Shown } from '../tools/torture/ledger';
import type { Kept } from '../tools/torture/page';
import { torture } from '../tools/torture/torture';

// A killed browser cannot finish its trace.
test.use({ trace: 'off' });

test('nothing that was shown as saved is lost when the browser is killed', async ({ baseURL }) => {
  test.skip(process.platform !== 'linux', 'finds the processes to kill in /proc');
  const result = await torture({ url: baseURL ?? '', kills: 5, seed: 1, atOnce: 1 });
  const { kills, lost, undone, broken } = result;
  expect({ kills, lost, undone, broken }).toEqual({ kills: 5, lost: [], undone: [], broken: [] });
});

/** A class with the pictures p1, p2, … */
const kept = (count: number, patch: Partial<Kept> = {}): Kept => ({
  projects: [{ id: 'project', alive: true }],
  classes: [{ id: 'a', projectId: 'project', name: 'Ants', alive: true }],
  samples: Array.from({ length: count }, (_, i) => ({
    id: `s${i + 1}`,
    classId: 'a',
    projectId: 'project',
    seq: i,
    picture: `p${i + 1}`,
    features: { net: 1280 },
  })),
  deleted: [],
  orphans: [],
  ...patch,
});

const shown = (at: number, count: number, patch: Partial<Shown> = {}): Shown => ({
  at,
  saved: true,
  problem: false,
  classes: [{ id: 'a', name: 'Ants', count, pictures: [] }],
  ...patch,
});

test.describe('the judge of the kill test', () => {
  const recorded: Round = {
    before: kept(2),
    shown: [shown(1, 2), shown(5, 4)],
    acts: [{ kind: 'record', classId: 'a', at: 2 }],
  };
  const deleted: Round = {
    before: kept(3),
    shown: [shown(1, 3), shown(5, 2)],
    acts: [{ kind: 'delete', classId: 'a', at: 2, doneAt: 3, pictures: ['p1'] }],
  };
  const withoutFirst = kept(3, { samples: kept(3).samples.slice(1) });

  test('finds nothing wrong where all is there, and more', () => {
    expect(judge(recorded, kept(4))).toMatchObject({ lost: [], undone: [], newlyShown: 2 });
    expect(judge(recorded, kept(7))).toMatchObject({ lost: [], undone: [] });
    expect(judge(deleted, withoutFirst)).toMatchObject({ lost: [], undone: [] });
  });

  test('finds pictures that were shown and are gone, by count and by bytes', () => {
    expect(judge(recorded, kept(3)).lost).toHaveLength(1);
    const other = kept(4);
    const [first] = other.samples;
    if (first) first.picture = 'another';
    expect(judge(recorded, other).lost).toEqual(['picture p1 of class a']);
    // They are visible beside "Saving 3 pictures". These are saved, and those three are not.
    const saving = { ...recorded, shown: [shown(1, 2), shown(5, 4, { saved: false })] };
    expect(judge(saving, kept(3)).lost).toHaveLength(1);
    const problem = { ...recorded, shown: [shown(1, 2), shown(5, 4, { problem: true })] };
    expect(judge(problem, kept(3)).lost).toEqual([]);
  });

  test('finds deletions, names and classes that did not last', () => {
    expect(judge(deleted, kept(3)).undone).toHaveLength(2);
    const begun = { ...deleted, shown: [shown(1, 3)] };
    expect(judge(begun, kept(3))).toMatchObject({ lost: [], undone: [] });
    expect(judge(begun, withoutFirst)).toMatchObject({ lost: [], undone: [] });

    const still: Round = { before: kept(2), shown: [shown(1, 2)], acts: [] };
    const named = (name: string, alive = true) =>
      kept(2, { classes: [{ id: 'a', projectId: 'project', name, alive }] });
    expect(judge(still, named('Bees')).undone).toHaveLength(1);
    expect(judge(still, named('Ants', false)).undone).toHaveLength(1);
    const renaming: Round = { ...still, acts: [{ kind: 'rename', classId: 'a', at: 2 }] };
    expect(judge(renaming, named('Bees')).undone).toEqual([]);
  });

  test('finds rows that do not hold together', () => {
    expect(faults(kept(3))).toEqual([]);
    expect(faults(kept(1, { classes: [] }))).toHaveLength(1);
    expect(faults(kept(0, { projects: [] }))).toHaveLength(1);
    expect(faults(kept(0, { orphans: ['picture p9'] }))).toHaveLength(1);
    const spoilt = kept(3);
    Object.assign(spoilt.samples[0] ?? {}, { unreadable: 'no picture' });
    Object.assign(spoilt.samples[1] ?? {}, { features: { net: 9 } });
    Object.assign(spoilt.samples[2] ?? {}, { seq: 0 });
    expect(faults(spoilt).length).toBeGreaterThanOrEqual(3);
    expect(mismatches(shown(1, 3), kept(3))).toEqual([]);
    expect(mismatches(shown(1, 3), kept(2))).toHaveLength(1);
  });
});
