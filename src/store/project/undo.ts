// Undoing acts and redoing them.
import type { Written } from '../../runtime/intake';
import { inverse } from '../../storage/changes';
import { announce } from '../lifecycle';
import type { Outcome } from '../outcome';
import type { Read, Write } from '../slice';
import type { DoAct } from './act';
import { type History, type HistoryEntry, type Shown, undoing, withAdded } from './history';
import type { Sharing } from './sharing';

export interface Undo extends History {
  /** The deletion whose offer to undo was closed. */
  closedUndo: HistoryEntry | undefined;
  undo(): Outcome;
  redo(): Outcome;
  closeUndo(): void;
  /** Nothing that was done so far can be undone or redone any more. */
  forgetUndo(): void;
  /** Shows samples that were just written. Those of one import or recording are one act. */
  showAdded(written: readonly Written[]): void;
}

export function createUndo(
  act: DoAct,
  { report }: Sharing,
  set: Write<Shown & Undo>,
  get: Read,
): Undo {
  return {
    undoable: [],
    redoable: [],
    closedUndo: undefined,

    async undo() {
      const last = get().undoable.at(-1);
      if (!last) return;
      // What came of it after this would not be undone.
      await announce('undoing', last);
      const entry = get().undoable.at(-1);
      // Pictures that came at the last moment are undone first.
      if (entry && (last.from === undefined || entry.from === last.from))
        await act({ ...entry, changes: undoing(entry) }, 'undo');
    },

    async redo() {
      const entry = get().redoable.at(-1);
      if (entry) await act({ ...entry, changes: inverse(entry.changes) }, 'redo');
    },

    closeUndo() {
      set(({ undoable }) => ({ closedUndo: undoable.at(-1) }));
    },

    forgetUndo() {
      set(({ project }) => {
        if (!project?.deletedSecondTasks) return { undoable: [], redoable: [] };
        const { deletedSecondTasks: _, ...rest } = project;
        return { project: rest, undoable: [], redoable: [] };
      });
    },

    showAdded(written) {
      set((state) => {
        const samples = { ...state.samples };
        for (const { row } of written) samples[row.id] = row;
        return {
          samples,
          ...withAdded(state, written),
          savedAt: Date.now(),
          saveError: undefined,
        };
      });
      report(written.map(({ row }) => ({ table: 'samples', after: row })));
      announce('contentChanged');
    },
  };
}
