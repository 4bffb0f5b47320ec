// What can be undone and redone, and what the page lists after changes. All of it is pure.

import type { FeatureSpec } from '../../model/backbone';
import type { ClassRow, ProjectRow, SampleRow, SecondTask } from '../../model/project';
import { isSameSpec, type Settings, settingsOf } from '../../model/settings';
import type { Written } from '../../runtime/intake';
import { type Change, inverse, projectAfter } from '../../storage/changes';
import type { ProjectContent } from '../../storage/projects';

export type Act =
  | 'add-class'
  | 'rename-class'
  | 'recolour-class'
  | 'order-classes'
  | 'leave-out-class'
  | 'take-in-class'
  | 'delete-class'
  | 'add-samples'
  | 'move-samples'
  | 'set-aside-samples'
  | 'learn-from-samples'
  | 'delete-samples'
  | 'label-samples'
  | 'merge-project'
  | 'rename-project'
  | 'change-second-task'
  | 'delete-second-task'
  | 'change-settings';

/** One entry of the history. `count` counts samples or classes, whichever the act is about. */
export interface HistoryEntry {
  act: Act;
  count: number;
  changes: Change[];
  /** The import or recording that brought the samples. */
  from?: string;
  at: number;
}

export interface History {
  undoable: HistoryEntry[];
  redoable: HistoryEntry[];
}

export interface Shown extends Omit<Settings, 'spec'> {
  project: ProjectRow | undefined;
  /** In their order on the page. */
  classes: ClassRow[];
  samples: Record<string, SampleRow>;
}

export type Undoing = 'undo' | 'redo' | undefined;

const MOST_UNDOS = 100;
/** The most rows that all entries together hold. The last act can be undone however large it is. */
const MOST_UNDO_ROWS = 100_000;
/** Settings changed within this time are one act, so that a slider is not undone step by step. */
const SAME_CHANGE_MS = 1500;

/** What is on show after some changes: living rows only, with classes in order. */
export interface Changed {
  shown: Partial<Shown>;
  /** The backbone that the project is set to, if that changes. */
  spec: FeatureSpec | undefined;
}

export function changed(shown: Shown, changes: readonly Change[]): Changed {
  const classes = new Map(shown.classes.map((row) => [row.id, row]));
  const samples = { ...shown.samples };
  let { project } = shown;
  const touched = new Set<Change['table']>();
  for (const change of changes) {
    touched.add(change.table);
    const id = (change.after ?? change.before)?.id;
    if (id === undefined) continue;
    if (change.table === 'projects') {
      project = project && projectAfter(project, change);
    } else if (change.table === 'classes') {
      if (change.after && change.after.deletedAt === 0) classes.set(id, change.after);
      else classes.delete(id);
    } else if (change.after && change.after.deletedAt === 0) samples[id] = change.after;
    else delete samples[id];
  }
  const { spec, ...settings } = settingsOf(project ?? {});
  return {
    shown: {
      ...(project && touched.has('projects') ? { project, ...settings } : {}),
      ...(touched.has('classes')
        ? { classes: [...classes.values()].sort((a, b) => a.order - b.order) }
        : {}),
      ...(touched.has('samples') ? { samples } : {}),
    },
    // A chosen backbone is kept once it works. Until then, no other setting takes it back.
    spec: isSameSpec(spec, settingsOf(shown.project ?? {}).spec) ? undefined : spec,
  };
}

/** The history after an act, or after an act was undone or redone. */
export function noted(
  { undoable, redoable }: History,
  entry: HistoryEntry,
  undoing: Undoing,
): History {
  if (undoing === 'undo') {
    return { undoable: undoable.slice(0, -1), redoable: [...redoable, entry] };
  }
  if (undoing === 'redo') {
    return { undoable: latest([...undoable, entry]), redoable: redoable.slice(0, -1) };
  }
  const last = undoable.at(-1);
  const merged = last && settingsInOne(last, entry);
  const entries = merged ? [...undoable.slice(0, -1), merged] : [...undoable, entry];
  return { undoable: latest(entries), redoable: [] };
}

/** As many of the last entries as may be kept. */
function latest(entries: readonly HistoryEntry[]): HistoryEntry[] {
  const kept: HistoryEntry[] = [];
  let rows = 0;
  for (const entry of [...entries].reverse()) {
    rows += entry.changes.length;
    if (kept.length > 0 && (kept.length >= MOST_UNDOS || rows > MOST_UNDO_ROWS)) break;
    kept.unshift(entry);
  }
  return kept;
}

function settingsInOne(last: HistoryEntry, next: HistoryEntry): HistoryEntry | undefined {
  const [from] = last.changes;
  const [to] = next.changes;
  const both = last.act === 'change-settings' && next.act === 'change-settings';
  if (!both || next.at - last.at > SAME_CHANGE_MS) return undefined;
  if (from?.table !== 'projects' || to?.table !== 'projects') return undefined;
  return { ...next, changes: [{ table: 'projects', before: from.before, after: to.after }] };
}

/**
 * Acts that were done after one that the disk refused, each as its changes: taken back as well,
 * they now lead to what was there before the refused one.
 */
export function rebased(later: readonly (readonly Change[])[], refused: readonly Change[]) {
  const left = [...refused];
  return later.map((changes) =>
    changes.map((change): Change => {
      const place = left.findIndex((each) => changesSame(each, change));
      const first = left[place];
      if (!first) return change;
      left.splice(place, 1);
      if (first.table !== 'projects' || change.table !== 'projects') {
        // Both are of one table, since their rows have one id.
        return { ...change, before: first.before } as Change;
      }
      const back = { ...first, before: first.after, after: first.before };
      const before = projectAfter(change.before, back);
      return { ...change, before, after: projectAfter(before, change) };
    }),
  );
}

/** Whether two changes are of one row. Of a project's row, they must be of one field. */
function changesSame(one: Change, other: Change): boolean {
  if ((one.after ?? one.before)?.id !== (other.after ?? other.before)?.id) return false;
  if (one.table !== 'projects' || other.table !== 'projects') return true;
  const fields = fieldsOf(one);
  return fieldsOf(other).some((field) => fields.includes(field));
}

function fieldsOf({ before, after }: Extract<Change, { table: 'projects' }>): string[] {
  const was = new Map(Object.entries(before));
  const is = new Map(Object.entries(after));
  return [...new Set([...was.keys(), ...is.keys()])].filter((key) => was.get(key) !== is.get(key));
}

/**
 * The history as it was before an act that the disk refused, with what was noted meanwhile.
 * @param before the history before the act, `after` the one with it
 */
export function takenBack(
  { undoable, redoable }: History,
  {
    entry,
    how,
    before,
    after,
  }: { entry: HistoryEntry; how: Undoing; before: History; after: History },
): History {
  if (undoable === after.undoable && redoable === after.redoable) {
    return { undoable: before.undoable, redoable: before.redoable };
  }
  if (how) {
    const back = { ...entry, changes: inverse(entry.changes) };
    return noted({ undoable, redoable }, back, how === 'undo' ? 'redo' : 'undo');
  }
  return { undoable: undoable.filter((each) => each !== entry), redoable };
}

/**
 * The history with samples that came in. They join the entry of their import or recording if there
 * is one.
 */
export function withAdded({ undoable, redoable }: History, written: readonly Written[]): History {
  const at = Date.now();
  const entries = [...undoable];
  for (const from of new Set(written.map((each) => each.from))) {
    // After an undo the pictures stay on the disk as deleted ones, so that redo can bring them
    // back.
    const changes = written
      .filter((each) => each.from === from)
      .map(
        ({ row }): Change => ({ table: 'samples', before: { ...row, deletedAt: at }, after: row }),
      );
    const place = entries.map((entry) => entry.from).lastIndexOf(from);
    const old = entries[place];
    if (old) {
      const all = [...old.changes, ...changes];
      entries[place] = { ...old, count: all.length, changes: all };
    } else {
      entries.push({ act: 'add-samples', count: changes.length, changes, from, at });
    }
  }
  const isNew = entries.length > undoable.length;
  return { undoable: latest(entries), redoable: isNew ? [] : redoable };
}

/**
 * The changes that undo an entry. What it brought is deleted at one moment, as one act. A class it
 * brought is deleted too, rather than dropped, because pictures may have come into it since.
 */
export function undoing({ act, changes }: HistoryEntry): Change[] {
  const deletedAt = Date.now();
  const brought = act === 'add-samples' || act === 'merge-project';
  return inverse(changes).map((change): Change => {
    if (change.table === 'classes' && change.before && !change.after) {
      return { ...change, after: { ...change.before, deletedAt } };
    }
    if (change.table === 'samples' && change.after && brought) {
      return { ...change, after: { ...change.after, deletedAt } };
    }
    return change;
  });
}

/**
 * Deletions of earlier visits since a given time that can still be undone. Rows deleted at one
 * moment are one act.
 */
export function deletions(
  { project, deleted: { classes, samples } }: Pick<ProjectContent, 'project' | 'deleted'>,
  since: number,
): HistoryEntry[] {
  const byTime = new Map<number, Change[]>();
  const add = (change: Change, at: number) => {
    const known = byTime.get(at);
    if (known) known.push(change);
    else byTime.set(at, [change]);
  };
  for (const row of classes) {
    add({ table: 'classes', before: { ...row, deletedAt: 0 }, after: row }, row.deletedAt);
  }
  for (const row of samples) {
    add({ table: 'samples', before: { ...row, deletedAt: 0 }, after: row }, row.deletedAt);
  }
  const ofRows = [...byTime].map(([at, changes]): HistoryEntry => {
    const act = changes[0]?.table === 'classes' ? 'delete-class' : 'delete-samples';
    return { act, count: changes.length, changes, at };
  });
  return latest(
    [...ofRows, ...questionDeletions(project)]
      .filter(({ at }) => at > since)
      .sort((a, b) => a.at - b.at),
  );
}

/**
 * Deletions of second questions and of their answers. Undone one after another, they lead back to
 * the first, and what stands in a question's place is kept in its turn.
 */
function questionDeletions(project: ProjectRow): HistoryEntry[] {
  let after = project;
  const inOrder = [...(project.deletedSecondTasks ?? [])].sort((a, b) => a.deletedAt - b.deletedAt);
  const lastFirst = inOrder.reverse().map((deleted): HistoryEntry => {
    const { secondTask: was, deletedSecondTasks: all = [], ...rest } = after;
    const { deletedAt: at, ...secondTask } = deleted;
    const without = { ...rest, deletedSecondTasks: all.filter((each) => each !== deleted) };
    const before = { ...withDeletedTask(without, was, secondTask), secondTask };
    const act = was ? 'change-second-task' : 'delete-second-task';
    const changes: Change[] = [{ table: 'projects', before, after }];
    after = before;
    return { act, count: 1, changes, at };
  });
  return lastFirst.reverse();
}

/**
 * A project whose second question changes. What gets lost of it is kept, so that it can come back.
 */
export function withDeletedTask(
  project: ProjectRow,
  was: SecondTask | undefined,
  is: SecondTask | undefined,
): ProjectRow {
  const stays = new Set(is?.labels.map(({ id }) => id));
  if (!was || (is && was.labels.every(({ id }) => stays.has(id)))) return project;
  const deleted = { ...was, deletedAt: Date.now() };
  return { ...project, deletedSecondTasks: [...(project.deletedSecondTasks ?? []), deleted] };
}
