// `npm run faults` with a few rounds, and its verdict on losses, since it must be able to fail.
import { expect, it } from 'vitest';
import type { ClassRow, ProjectRow, SampleRow } from '../../src/model/project';
import { faults } from './faults';
import { type Kept, keptIn, Ledger, type Shown } from './ledger';

it('nothing that was promised is lost, and nothing deleted comes back, whatever fails', async () => {
  const { findings } = await faults({ seed: 3010, rounds: 6 });
  expect(findings).toEqual([]);
});

const project: ProjectRow = { id: 'p', name: 'Pets', createdAt: 1, openedAt: 1, deletedAt: 0 };
const cats: ClassRow = {
  id: 'c',
  projectId: 'p',
  name: 'cats',
  colour: 0,
  shape: 0,
  order: 1,
  deletedAt: 0,
};
const sample = (id: string, deletedAt = 0): SampleRow => ({
  id,
  projectId: 'p',
  classId: 'c',
  group: 'g',
  seq: Number(id),
  createdAt: 1,
  source: 'camera',
  deletedAt,
});
const shown = (...ids: string[]): Shown => ({
  project,
  classes: [cats],
  samples: Object.fromEntries(ids.map((id) => [id, sample(id)])),
  run: undefined,
  problem: false,
});
const kept = (samples: SampleRow[], classes = [cats], projects = [project]): Kept =>
  keptIn(new Map<string, unknown[]>(Object.entries({ projects, classes, samples })));
const kinds = (found: string[]) => found.map((each) => each.split(':', 1)[0]);

it('the ledger finds what is lost, what is back, and what is not as it was shown', () => {
  const ledger = new Ledger();
  ledger.see(shown('1', '2'), 'calm');
  expect(ledger.judge(kept([sample('1'), sample('2')]), 'calm')).toEqual([]);
  expect(kinds(ledger.judge(kept([sample('1')]), 'calm'))).toEqual(['lost']);
  expect(kinds(ledger.judge(kept([sample('1'), sample('2', 5)]), 'calm'))).toEqual(['lost']);
  expect(kinds(ledger.judge(kept([], [cats], []), 'calm'))).toEqual(['lost']);
  const renamed = kept([sample('1'), sample('2')], [{ ...cats, name: 'dogs' }]);
  expect(kinds(ledger.judge(renamed, 'calm'))).toEqual(['wrong']);
  const more = kept([sample('1'), sample('2'), sample('3')]);
  expect(kinds(ledger.judge(more, 'calm'))).toEqual(['unsaid']);
  ledger.see(shown('1'), 'calm');
  const back = kept([sample('1'), sample('2')]);
  expect(kinds(ledger.judge(back, 'calm'))).toEqual(['resurrected']);
});

it('the ledger leaves open what is under way', () => {
  const ledger = new Ledger();
  ledger.see(shown('1'), 'calm');
  ledger.see(shown(), 'busy');
  expect(ledger.judge(kept([sample('1')]), 'busy')).toEqual([]);
  expect(ledger.judge(kept([]), 'busy')).toEqual([]);
  // A picture is shown once it is on the disk.
  ledger.see(shown('1', '2'), 'adding');
  expect(kinds(ledger.judge(kept([sample('1')]), 'busy'))).toEqual(['lost']);
});

it('finds rows that do not hold together', () => {
  const { broken } = kept([{ ...sample('1'), classId: 'none' }]);
  expect(broken.join()).toContain('of no class');
});
