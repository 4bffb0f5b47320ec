// What a page had promised when it was killed, and whether the promise was kept. Pure: no browser,
// no clock.
import type { Kept } from './page';

export interface ShownClass {
  id: string;
  name: string;
  count: number;
  /** The newest pictures, as far as they are visible. */
  pictures: string[];
}

/** What the page showed at a moment. */
export interface Shown {
  /** Milliseconds since 1970, as `Date.now()` returns. */
  at: number;
  /** Whether the bar said that everything is saved. */
  saved: boolean;
  /** Whether the bar said that something is not saved. Then nothing is promised. */
  problem: boolean;
  classes: ShownClass[];
}

/**
 * What a person did, and what it may change. Between `at` and `doneAt` it may or may not have taken
 * effect.
 */
export interface Act {
  kind: 'record' | 'import' | 'rename' | 'add-class' | 'delete-class' | 'delete' | 'undo' | 'redo';
  classId?: string;
  at: number;
  /** When the page showed it as done. Absent if it never did. */
  doneAt?: number;
  /** Pictures that it deletes. */
  pictures?: string[];
}

export interface Round {
  /** What was on the disk, and was shown, when the round began. */
  before: Kept;
  shown: readonly Shown[];
  acts: readonly Act[];
}

export interface Judgement {
  /** Pictures that the round showed as saved for the first time. */
  newlyShown: number;
  /** Pictures that had been shown as saved, those of earlier rounds included. */
  promised: number;
  /** Pictures that were shown as saved and are missing. */
  lost: string[];
  /** Other acts shown as saved that did not last: deletions, names, classes. */
  undone: string[];
}

/**
 * A picture is shown only once it is stored, so each visible picture is a promise, whatever the bar
 * says. A deletion, a name and a class are promised when the bar says that everything is saved.
 */
export function judge({ before, shown, acts }: Round, after: Kept): Judgement {
  const trusted = shown.filter(({ problem }) => !problem);
  const last = trusted.findLast(({ saved }) => saved);
  const isOpenAt = (act: Act, at: number) => act.doneAt === undefined || act.doneAt > at;
  const open = last ? acts.filter((act) => isOpenAt(act, last.at)) : acts;
  const reverting = open.some(({ kind }) => kind === 'undo' || kind === 'redo');
  const opened = (kind: Act['kind'], id: string) =>
    open.some((act) => act.kind === kind && act.classId === id);
  const ever = (kind: Act['kind'], id: string) =>
    acts.some((act) => act.kind === kind && act.classId === id);

  const lost: string[] = [];
  const undone: string[] = [];
  const classesAfter = new Map(after.classes.map((row) => [row.id, row]));
  const countOf = (id: string) => after.samples.filter(({ classId }) => classId === id).length;
  let promised = 0;

  for (const { id, name, count } of last?.classes ?? []) {
    if (reverting) break;
    const row = classesAfter.get(id);
    if (!row?.alive) {
      if (!opened('delete-class', id)) undone.push(`class ${name} (${id}) is gone`);
      if (!row) continue;
    }
    // A class without a name is shown by its number.
    const same = row.name === name || (row.name === '' && /^Class \d+$/.test(name));
    if (!same && !opened('rename', id)) undone.push(`class ${name} is called “${row.name}”`);
    const mayGo = open
      .filter((act) => act.kind === 'delete' && act.classId === id)
      .reduce((sum, { pictures = [] }) => sum + pictures.length, 0);
    // Later moments count as well, because visible pictures are promised while others are on their
    // way.
    const most = Math.max(
      ...trusted
        .filter(({ at }) => at >= (last?.at ?? 0))
        .map(({ classes }) => classes.find((each) => each.id === id)?.count ?? 0),
      count,
    );
    const least = most - mayGo;
    promised += Math.max(0, least);
    const found = countOf(id);
    for (let i = found; i < least; i++) lost.push(`${i + 1} of ${least} in ${name}`);
    const mayCome = ever('import', id) || ever('record', id);
    if (found > count && !mayCome)
      undone.push(`${found - count} deleted pictures are back in ${name}`);
  }
  if (last && !reverting) {
    const inSight = new Set(last.classes.map(({ id }) => id));
    const projectIds = new Set(
      after.classes.filter(({ id }) => inSight.has(id)).map(({ projectId }) => projectId),
    );
    for (const { id, name, alive, projectId } of after.classes) {
      const extra = alive && projectIds.has(projectId) && !inSight.has(id);
      if (extra && !open.some(({ kind }) => kind === 'add-class')) {
        undone.push(`deleted class ${name} (${id}) is back`);
      }
    }
  }

  // The camera's film repeats, so two pictures can be equal.
  const found = new Set(after.samples.map(({ picture = '', classId }) => `${picture} ${classId}`));
  const alive = new Set(after.samples.map(({ picture = '' }) => picture));
  const deleted = new Set(after.deleted);
  const { kept, gone } = pictures({ before, shown: trusted, acts });
  for (const [picture, classId] of kept) {
    if (!found.has(`${picture} ${classId}`)) lost.push(`picture ${picture} of class ${classId}`);
  }
  for (const picture of gone) {
    if (alive.has(picture) && !deleted.has(picture))
      undone.push(`deleted picture ${picture} is back`);
  }
  return { newlyShown: newlyShown(trusted, acts), promised, lost, undone };
}

/** By the pictures' bytes: which ones must exist, in which class, and which must not. */
function pictures({ before, shown, acts }: Round): {
  kept: Map<string, string>;
  gone: Set<string>;
} {
  const kept = new Map(before.samples.map(({ picture = '', classId }) => [picture, classId]));
  const old = new Set(kept.keys());
  const deleted = new Set<string>();
  const gone = new Set<string>();
  const moments = [
    ...acts.map((act) => ({ at: act.at, act })),
    ...shown.map((each) => ({ at: each.at, shown: each })),
  ].sort((a, b) => a.at - b.at);
  for (const moment of moments) {
    if ('act' in moment) {
      const { kind, pictures = [], classId } = moment.act;
      if (kind === 'delete') {
        for (const picture of pictures) {
          kept.delete(picture);
          deleted.add(picture);
        }
      } else if (kind === 'undo' || kind === 'redo') {
        // It may remove what this visit added, and restore what it removed.
        for (const picture of [...kept.keys()]) {
          if (!old.has(picture) || deleted.has(picture)) kept.delete(picture);
        }
        gone.clear();
      } else if (kind === 'delete-class') {
        // Its pictures stay on the disk for as long as an undo may restore them.
        for (const [picture, its] of kept) if (its === classId) kept.delete(picture);
      }
      continue;
    }
    const { at, saved, classes } = moment.shown;
    const isOpen = (act: Act) => act.at <= at && (act.doneAt === undefined || act.doneAt > at);
    const reverting = acts.some(
      (act) => isOpen(act) && (act.kind === 'undo' || act.kind === 'redo'),
    );
    const leaving = new Set(acts.filter(isOpen).flatMap((act) => act.pictures ?? []));
    for (const { id, pictures } of classes) {
      for (const picture of pictures) {
        if (!picture || reverting || leaving.has(picture)) continue;
        kept.set(picture, id);
        gone.delete(picture);
      }
    }
    if (!saved || reverting) continue;
    const reverted = acts.findLast((act) => act.kind === 'undo' || act.kind === 'redo')?.at ?? 0;
    for (const act of acts) {
      if (act.kind !== 'delete' || act.at < reverted) continue;
      if (act.doneAt !== undefined && act.doneAt <= at) {
        for (const picture of act.pictures ?? []) gone.add(picture);
      }
    }
  }
  return { kept, gone };
}

function newlyShown(shown: readonly Shown[], acts: readonly Act[]): number {
  let sum = 0;
  for (const [i, { at, classes }] of shown.entries()) {
    const earlier = shown[i - 1];
    if (!earlier) continue;
    const reverted = acts.some(
      ({ kind, at: from, doneAt = Number.POSITIVE_INFINITY }) =>
        (kind === 'undo' || kind === 'redo') && from <= at && doneAt >= earlier.at,
    );
    if (reverted) continue;
    for (const { id, count } of classes) {
      const was = earlier.classes.find((each) => each.id === id);
      if (was) sum += Math.max(0, count - was.count);
    }
  }
  return sum;
}

/** What is inconsistent in the stored data, whatever was promised. */
export function faults(kept: Kept): string[] {
  const found: string[] = [];
  const projects = new Map(kept.projects.map((row) => [row.id, row]));
  const classes = new Map(kept.classes.map((row) => [row.id, row]));
  for (const { id, projectId, name } of kept.classes) {
    if (!projects.has(projectId)) found.push(`class ${name} (${id}) is of no project`);
  }
  const seqs = new Set<string>();
  const lengths = new Map<string, number>();
  for (const { id, classId, projectId, seq, unreadable, features } of kept.samples) {
    const row = classes.get(classId);
    if (!row) found.push(`sample ${id} is of no class`);
    else if (row.projectId !== projectId) found.push(`sample ${id} is of another project`);
    if (!projects.has(projectId)) found.push(`sample ${id} is of no project`);
    if (unreadable !== undefined) found.push(`sample ${id}: ${unreadable}`);
    const place = `${projectId} ${seq}`;
    if (seqs.has(place)) found.push(`sample ${id} has the number of another: ${seq}`);
    seqs.add(place);
    for (const [key, length] of Object.entries(features)) {
      const usual = lengths.get(key) ?? length;
      lengths.set(key, usual);
      if (length <= 0 || length !== usual) {
        found.push(`sample ${id} has ${length} features under ${key}, others have ${usual}`);
      }
    }
  }
  found.push(...kept.orphans.map((orphan) => `${orphan} is of no sample`));
  return found;
}

/** Where a page, after its start, does not show what is stored. */
export function mismatches(shown: Shown, kept: Kept): string[] {
  const found: string[] = [];
  for (const { id, name, count } of shown.classes) {
    const row = kept.classes.find((each) => each.id === id);
    if (!row?.alive) found.push(`class ${name} (${id}) is shown but not kept`);
    const there = kept.samples.filter(({ classId }) => classId === id).length;
    if (there !== count) found.push(`class ${name} shows ${count} pictures, ${there} are kept`);
  }
  const ids = new Set(shown.classes.map(({ id }) => id));
  const [first] = kept.classes.filter(({ id }) => ids.has(id));
  for (const { id, name, projectId, alive } of kept.classes) {
    if (alive && projectId === first?.projectId && !ids.has(id)) {
      found.push(`class ${name} (${id}) is kept but not shown`);
    }
  }
  return found;
}
