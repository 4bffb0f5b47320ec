// How many pictures the lab's strategies and curves have to learn from and to be measured on. This
// is the split, as far as it can be told before the engine makes it.

import type { ClassRow, SampleRow } from '../../model/project';
import { countToHoldOut, LEAST_OF_ONE_RECORDING } from '../../model/split-limits';
import { learnable } from '../project/classes';
import { testSamplesOf } from '../project/samples-by-class';
import type { AppState } from '../state';
import type { Pictures } from './strategy-cost';

export interface PictureCounts extends Pictures {
  /** The number of pictures to learn from in the smallest class. */
  fewestToLearn: number;
  /** Classes with too few pictures for one to be held out. */
  tooFew: ClassRow[];
}

export function pictureCounts({
  classes,
  samples,
  settings,
}: Pick<AppState, 'classes' | 'samples' | 'settings'>): PictureCounts {
  const rows = [...learnable({ classes, samples })].map(([row, own]) => {
    const validation = heldOutOf(own, settings.validationShare);
    return { row, validation, train: own.length - validation };
  });
  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
  return {
    classes: rows.length,
    train: sum(rows.map(({ train }) => train)),
    validation: sum(rows.map(({ validation }) => validation)),
    test: sum(rows.map(({ row }) => testSamplesOf(samples, row.id).length)),
    fewestToLearn: rows.length > 0 ? Math.min(...rows.map(({ train }) => train)) : 0,
    tooFew: rows.filter(({ validation }) => validation === 0).map(({ row }) => row),
  };
}

/**
 * The number that the engine's `splitSamples` aims at. Whole recordings may make it slightly more
 * or less.
 */
function heldOutOf(rows: readonly SampleRow[], share: number): number {
  const recordings = new Set(rows.map(({ group }) => group)).size;
  if (recordings === 1 && rows.length < LEAST_OF_ONE_RECORDING) return 0;
  return countToHoldOut(rows.length, share);
}
