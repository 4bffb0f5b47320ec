// One act on the open project. It is shown at once, then written and reported to other tabs. If the
// disk refuses, it is taken back.
import { applyChanges, type Change, inverse } from '../../storage/changes';
import { asAct } from '../as-act';
import { announce } from '../lifecycle';
import type { Read, Write } from '../slice';
import {
  changed,
  type History,
  type HistoryEntry,
  noted,
  rebased,
  type Shown,
  takenBack,
  type Undoing,
} from './history';
import { type Limit, limitReached } from './limits';
import type { Sharing } from './sharing';

/**
 * False if there is nothing to change, if no project is open here or another tab works on it, if
 * the disk refused, or if it would be more than a project can hold.
 */
export type DoAct = (what: Omit<HistoryEntry, 'at'>, how?: Undoing) => Promise<boolean>;

export interface Limited {
  /** What a project can have no more of. Something was refused for it, until the note is closed. */
  limit: Limit | undefined;
  closeLimit(): void;
}

export function createAct(
  set: Write<Shown & History & Limited>,
  get: Read,
  { report }: Sharing,
): DoAct {
  /** What is being written, in the order in which it was done. */
  const underWay: { changes: readonly Change[] }[] = [];

  /** Takes changes back that the disk refused. Those that were made after them stay on show. */
  const takeBack = (changes: readonly Change[], later: typeof underWay) => {
    const kept = rebased(
      later.map((each) => each.changes),
      changes,
    );
    later.forEach((each, i) => {
      each.changes = kept[i] ?? each.changes;
    });
    set((state) => changed(state, [...inverse(changes), ...kept.flat()]).shown);
  };

  return async (what, how) => {
    // There is no project before the first one is open.
    if (what.changes.length === 0 || get().role !== 'leads' || !get().project) return false;
    const entry: HistoryEntry = { ...what, at: Date.now() };
    const before = get();
    const { shown, spec } = changed(before, entry.changes);
    const limit = limitReached(before, { ...before, ...shown });
    if (limit) {
      set({ limit });
      return false;
    }
    const after = noted(before, entry, how);
    set({ ...shown, ...after });
    const mine: (typeof underWay)[number] = { changes: entry.changes };
    underWay.push(mine);
    const written = await asAct(async () => {
      await get().asSaving(1, () => applyChanges(entry.changes));
      return true;
    });
    const [, ...later] = underWay.splice(underWay.indexOf(mine));
    underWay.push(...later);
    if (!written) {
      // What is on show must be what is on the disk.
      takeBack(mine.changes, later);
      set((state) => takenBack(state, { entry, how, before, after }));
      return false;
    }
    report(entry.changes);
    if (spec) announce('specChanged', spec);
    announce('contentChanged');
    return true;
  };
}
