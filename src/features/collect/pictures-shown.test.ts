import { expect, test } from 'vitest';
import type { ClassRow, SampleRow } from '../../model/project';
import { picturesShown } from './pictures-shown';

const classRow = (id: string, shape: number): ClassRow => ({
  id,
  projectId: 'p',
  name: id,
  colour: shape,
  shape,
  order: shape,
  deletedAt: 0,
});
const rows: SampleRow[] = [
  ['one', 'ants'],
  ['two', 'bees'],
  ['three', 'ants', true],
  ['gone', 'deleted'],
  ['four', 'ants'],
].map(([id, classId, test], seq) => ({
  id: String(id),
  projectId: 'p',
  classId: String(classId),
  group: String(id),
  seq,
  createdAt: 0,
  source: 'file',
  deletedAt: 0,
  ...(test ? { test: true as const } : {}),
}));
const state = {
  classes: [classRow('ants', 0), classRow('bees', 1)],
  samples: Object.fromEntries(rows.toReversed().map((row) => [row.id, row])),
};
const shown = (...filter: Parameters<typeof picturesShown>[1][]) =>
  filter.map((each) =>
    picturesShown(state, each).map(({ sample, of, number }) => `${sample.id} ${of.id} ${number}`),
  )[0];

test('all classes: the newest first, each with its number in its class', () => {
  expect(shown({ use: 'all' })).toEqual([
    'four ants 3',
    'three ants 2',
    'two bees 1',
    'one ants 1',
  ]);
});

test('one class, and only what is for testing or for learning: the numbers stay', () => {
  expect(shown({ classId: 'ants', use: 'test' })).toEqual(['three ants 2']);
  expect(shown({ classId: 'ants', use: 'learn' })).toEqual(['four ants 3', 'one ants 1']);
  expect(shown({ classId: 'bees', use: 'test' })).toEqual([]);
});
