// The open project: which one it is, who works on it, and what is shown of it. Acts on it are in
// acts.ts.
import type { ProjectRow } from '../../model/project';
import { DEFAULT_SETTINGS, settingsOf } from '../../model/settings';
import { type Claim, claimProject } from '../../runtime/tabs';
import type { Change } from '../../storage/changes';
import { type DiskProblem, keepTwice, openDatabase } from '../../storage/database';
import { purgeDeleted } from '../../storage/deleted';
import { openProject, type ProjectContent, readProject } from '../../storage/projects';
import type { BroughtBack } from '../../storage/second-copy';
import { asAct } from '../as-act';
import { announce } from '../lifecycle';
import type { Outcome } from '../outcome';
import type { Slice } from '../slice';
import { createAct, type Limited } from './act';
import { type Acts, createActs } from './acts';
import { twoClasses } from './classes';
import { deletions, type Shown } from './history';
import { deletionsGoneSince } from './kept-deleted';
import { createSaving, type Saving } from './saving';
import { createSharing } from './sharing';
import { createUndo, type Undo } from './undo';

export type { DiskProblem };

export interface ProjectSlice extends Shown, Acts, Undo, Saving, Limited {
  /**
   * Why the project is kept in memory and ends with the page. Undefined if it is kept on the disk.
   */
  diskProblem: DiskProblem | undefined;
  /** What the browser had lost and the second copy brought back, until the note is closed. */
  broughtBack: BroughtBack;
  /**
   * `follows`: another tab works on this project, and this tab shows what that one does. `leaves`:
   * the project is being left for another one. Only a tab that leads changes anything.
   */
  role: 'leads' | 'follows' | 'leaves';

  /** Opens the database, or one in memory. Call this first. */
  openStorage(): Outcome;
  /**
   * Shows a project with everything that the disk has of it. Without an id, this is the project
   * opened last. `onRead` is called with it before any of it is shown. The caller announces
   * `entered` afterwards.
   */
  openProject(id?: string, onRead?: (project: ProjectRow) => void): Outcome;
  closeBroughtBack(): void;
  /** Ends what runs on the open project and leaves it to other tabs. */
  leaveProject(): Outcome;
  /** Lets this tab work on the project from now on, in place of another tab. */
  takeOver(): void;
  /** Reserves `count` free numbers and returns the first. Nobody else gets them. */
  nextSeq(count?: number): number;
}

declare module '../state' {
  interface AppState extends ProjectSlice {}
}

export const createProjectSlice: Slice<ProjectSlice> = (set, get) => {
  let seq = 0;
  let claim: Claim | undefined;
  /** Counts the projects that were opened, so that what comes late for an earlier one is told. */
  let visit = 0;

  const takeNumbers = (changes: readonly Change[]) => {
    for (const { table, after } of changes) {
      if (table === 'samples' && after) seq = Math.max(seq, after.seq + 1);
    }
  };
  const sharing = createSharing(set, get, takeNumbers);
  const act = createAct(set, get, sharing);

  const show = (content: ProjectContent) => {
    seq = content.nextSeq;
    const undoable = deletions(content, deletionsGoneSince());
    const { live, settings } = settingsOf(content.project);
    set({
      project: content.project,
      live,
      settings,
      classes: content.classes,
      samples: Object.fromEntries(
        [...content.samples, ...content.deleted.withClasses].map((row) => [row.id, row]),
      ),
      undoable,
      redoable: [],
      // Only the buttons offer to undo it, since it was not done just now.
      closedUndo: undoable.at(-1),
    });
    return announce('entering', content.project.id);
  };

  /** From now on, this tab works on the project or only shows what another tab does. */
  const take = async (role: 'leads' | 'follows', id: string, ofVisit: number) => {
    const comesBack = get().role === 'follows' && get().project?.id === id;
    const leadsStill = () => ofVisit === visit && get().role === 'leads';
    set({ role });
    announce(role);
    if (role === 'follows') return;
    await asAct(async () => {
      await purgeDeleted(id, deletionsGoneSince());
      if (!comesBack || !leadsStill()) return;
      // This tab may not have been told of the last thing that the other tab did. If that tab
      // deleted everything, this page is about to reload.
      const content = await readProject(id);
      if (!leadsStill()) return;
      if (content?.project.deletedAt !== 0) return get().openNextProject();
      await show(content);
      await announce('entered', id);
    });
  };

  const claimFor = async (id: string) => {
    const ofVisit = ++visit;
    claim = await claimProject(id, (role) => take(role, id, ofVisit));
  };

  /** The disk refused another project, so the work goes on in the one on show. */
  const stay = async () => {
    const { project, role } = get();
    if (!project || role !== 'leaves') return;
    await claimFor(project.id);
    await announce('entering', project.id);
  };

  /** Nobody added these classes, so nobody can undo them. */
  const addFirstClasses = async () => {
    const changes = twoClasses(get()).map((after): Change => ({ table: 'classes', after }));
    if (await act({ act: 'add-class', count: changes.length, changes })) {
      set(({ undoable }) => ({ undoable: undoable.slice(0, -1) }));
    }
  };

  return {
    ...createSaving(set, get),
    ...createActs(act, get),
    ...createUndo(act, sharing, set, get),
    project: undefined,
    classes: [],
    samples: {},
    live: true,
    settings: DEFAULT_SETTINGS,
    diskProblem: undefined,
    broughtBack: undefined,
    role: 'leads',
    limit: undefined,
    closeLimit: () => set({ limit: undefined }),

    async openStorage() {
      await asAct(async () => {
        const overtaken = () => void announce('diskRefused', 'blocked');
        set({ diskProblem: await openDatabase(overtaken) });
        set({ broughtBack: await keepTwice() });
      });
    },

    async openProject(id, onRead) {
      sharing.listen();
      let content: ProjectContent | undefined;
      try {
        content = await asAct(() => openProject(id));
      } finally {
        if (!content) await stay();
      }
      if (!content) return;
      const { project, classes } = content;
      onRead?.(project);
      await claimFor(project.id);
      const shown = show(content);
      if (classes.length === 0 && get().role === 'leads') await addFirstClasses();
      await shown;
    },

    closeBroughtBack() {
      set({ broughtBack: undefined });
    },

    async leaveProject() {
      // Nothing new begins after this.
      set({ role: 'leaves' });
      await announce('leaving');
      claim?.release();
      claim = undefined;
      announce('left');
    },

    takeOver() {
      claim?.takeOver();
    },

    nextSeq(count = 1) {
      seq += count;
      return seq - count;
    },
  };
};
