// What the dialog with all pictures shows: the newest first, by class and by what they are for.
import type { ClassRow, SampleRow } from '../../model/project';
import { samplesInOrder } from '../../store/project/samples-by-class';
import type { AppState } from '../../store/state';

export type Use = 'all' | 'learn' | 'test';

export interface Filter {
  /** If there is none, all classes are shown. */
  classId?: string | undefined;
  use: Use;
}

export interface Shown {
  sample: SampleRow;
  of: ClassRow;
  /** Its number in its class, from 1, by when it came. */
  number: number;
}

/** Makes one pass over all pictures, however many classes there are. */
export function picturesShown(
  { classes, samples }: Pick<AppState, 'classes' | 'samples'>,
  { classId, use }: Filter,
): Shown[] {
  const numbers = new Map(classes.map((of) => [of.id, { of, last: 0 }]));
  const shown: Shown[] = [];
  for (const sample of samplesInOrder(samples)) {
    const known = numbers.get(sample.classId);
    // It belongs to a deleted class, which an undo may bring back.
    if (!known) continue;
    known.last++;
    if (classId !== undefined && sample.classId !== classId) continue;
    if (use !== 'all' && (use === 'test') !== (sample.test ?? false)) continue;
    shown.push({ sample, of: known.of, number: known.last });
  }
  return shown.reverse();
}
