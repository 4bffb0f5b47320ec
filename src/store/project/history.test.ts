import { expect, it } from 'vitest';
import type { SampleRow } from '../../model/project';
import { type History, type HistoryEntry, noted } from './history';

const row = {} as SampleRow;
const moving = (count: number): HistoryEntry => ({
  act: 'move-samples',
  count,
  changes: Array.from({ length: count }, () => ({ table: 'samples', before: row, after: row })),
  at: 0,
});

const after = (...counts: number[]) =>
  counts.reduce((history: History, count) => noted(history, moving(count), undefined), {
    undoable: [],
    redoable: [],
  });
const kept = (...counts: number[]) => after(...counts).undoable.map(({ count }) => count);

it('keeps the last hundred acts, as far as their rows allow', () => {
  expect(kept(...Array.from({ length: 120 }, () => 1))).toHaveLength(100);
  expect(kept(1, 40_000, 40_000, 20_000)).toEqual([40_000, 40_000, 20_000]);
  expect(kept(40_000, 40_000, 40_000, 1)).toEqual([40_000, 40_000, 1]);
});

it('keeps the last act however large it is', () => {
  expect(kept(5, 120_000)).toEqual([120_000]);
  expect(kept(120_000, 5)).toEqual([5]);
});
