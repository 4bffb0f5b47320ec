// Classes of the open project: which comes next, which belongs to a folder, and which can be
// learned from.
import { newId } from '../../model/new-id';
import type { ClassRow, SampleRow } from '../../model/project';
import type { Change } from '../../storage/changes';
import type { AppState } from '../state';
import { learnedFrom, samplesOf } from './samples-by-class';

const COLOURS = 10;

/**
 * Finds a class for each name: the one that has it, or else the first empty class without a name,
 * or else a new one, of which there may be `room` many. Also says what to change for that.
 */
export function classesFor(
  state: Pick<AppState, 'project' | 'classes' | 'samples' | 'undoable'>,
  names: Iterable<string>,
  room: number,
): { ids: Map<string, string>; changes: Change[]; added: number } {
  const ids = new Map<string, string>();
  const changes: Change[] = [];
  let added = 0;
  let { classes } = state;
  const unnamed = classes.filter(
    (row) => !row.name && samplesOf(state.samples, row.id).length === 0,
  );
  const folded = (name: string) => name.trim().toLocaleLowerCase();
  // What has no name takes the place that the others leave.
  for (const name of [...names].sort((a, b) => Number(!a) - Number(!b))) {
    const namesake = classes.find((row) => name && folded(row.name) === folded(name));
    const before = namesake ?? unnamed.shift();
    if (before === undefined && added >= room) continue;
    const after = namesake ?? { ...(before ?? nextClass({ ...state, classes })), name };
    ids.set(name, after.id);
    if (before === undefined) added++;
    if (before?.name === after.name) continue;
    changes.push({ table: 'classes', ...(before && { before }), after });
    classes = before
      ? classes.map((row) => (row.id === after.id ? after : row))
      : [...classes, after];
  }
  return { ids, changes, added };
}

/** The two classes that a new project begins with. */
export function twoClasses(state: Pick<AppState, 'project' | 'classes' | 'undoable'>): ClassRow[] {
  const first = nextClass(state);
  return [first, nextClass({ ...state, classes: [first] })];
}

/** A class without a name, placed after the others. */
export function nextClass(state: Pick<AppState, 'project' | 'classes' | 'undoable'>): ClassRow {
  const number = freeNumber(state);
  return {
    id: newId(),
    projectId: state.project?.id ?? '',
    name: '',
    colour: number % COLOURS,
    shape: number,
    order: (state.classes.at(-1)?.order ?? 0) + 1,
    deletedAt: 0,
  };
}

/** The first number that no class has, not even one that undo can bring back. */
function freeNumber(state: Pick<AppState, 'classes' | 'undoable'>): number {
  const taken = takenNumbers(state);
  let number = 0;
  while (taken.has(number)) number++;
  return number;
}

/** The numbers of all classes, including those that undo can bring back. */
export function takenNumbers({
  classes,
  undoable,
}: Pick<AppState, 'classes' | 'undoable'>): Set<number> {
  const taken = new Set(classes.map((row) => row.shape));
  for (const change of undoable.flatMap(({ changes }) => changes)) {
    if (change.table === 'classes' && change.before) taken.add(change.before.shape);
  }
  return taken;
}

/**
 * The number of pictures in living classes. Those of deleted classes are kept only while undo can
 * bring them back.
 */
export function pictureCount({ classes, samples }: Pick<AppState, 'classes' | 'samples'>): number {
  return classes.reduce((sum, { id }) => sum + samplesOf(samples, id).length, 0);
}

/**
 * The classes that are not left out and have at least one sample to learn from, with those samples.
 */
export function learnable(
  state: Pick<AppState, 'classes' | 'samples'>,
): Map<ClassRow, SampleRow[]> {
  return new Map(
    state.classes
      .filter(({ off }) => !off)
      .map((row) => [row, learnedFrom(state.samples, row.id)] as const)
      .filter(([, rows]) => rows.length > 0),
  );
}
