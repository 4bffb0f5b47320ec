// What was deleted and is still kept: whole projects, and what is deleted within projects. It can
// be brought back for a day, and freed at any time.
import type { ProjectRow } from '../../model/project';
import { whileUnclaimed } from '../../runtime/tabs';
import {
  bringBackProject,
  countDeleted,
  type Deleted,
  projectsToPurge,
  purgeDeleted,
  removeDeletedProjects,
} from '../../storage/deleted';
import { listDeletedProjects, type ProjectSummary, removeProject } from '../../storage/projects';
import { dropUnusedFeatures } from '../../storage/samples';
import { asAct } from '../as-act';
import type { Outcome } from '../outcome';
import type { Slice } from '../slice';
import { deletionsGoneSince, keptUntil, useClock } from './kept-deleted';

export interface DeletedProject extends ProjectSummary {
  /** Until when it can be brought back, in milliseconds since 1970. */
  keptUntil: number;
}

export interface DeletedSlice {
  /** The project deleted last comes first. */
  deletedProjects: DeletedProject[];
  /** The project that was deleted just now, until the note about it is closed. */
  deletedProject: ProjectRow | undefined;
  /** What `freeDeleted` would free, as of the last listing. */
  freeable: Deleted;
  /** Lists what was deleted. `listProjects` does so too. */
  listDeleted(): Outcome;
  noteDeleted(project: ProjectRow | undefined): void;
  /** False if the disk refused, or if another tab has freed the project meanwhile. */
  bringBackProject(id: string): Outcome<boolean>;
  /** Deletes a deleted project for good. False if the disk refused. */
  removeDeletedProject(id: string): Outcome<boolean>;
  forgetDeletedProject(): void;
  /** Frees what was deleted more than a day ago, in every project and as whole projects. */
  purge(): Outcome;
  /** Frees all that was deleted but kept for the undo, except where another tab works. */
  freeDeleted(): Outcome;
}

declare module '../state' {
  interface AppState extends DeletedSlice {}
}

export const createDeletedSlice: Slice<DeletedSlice> = (set, get) => {
  const closeNoteOf = (id: string) => {
    if (get().deletedProject?.id === id) set({ deletedProject: undefined });
  };

  const purgeUpTo = async (olderThan: number) => {
    for (const id of await projectsToPurge(olderThan)) {
      const purge = async () => {
        await purgeDeleted(id, olderThan);
      };
      const { project, role } = get();
      if (id === project?.id && role === 'leads') await purge();
      else await whileUnclaimed(id, purge);
    }
    await removeDeletedProjects(olderThan);
    await dropUnusedFeatures();
  };

  return {
    deletedProjects: [],
    deletedProject: undefined,
    freeable: { pictures: 0, others: 0 },

    listDeleted: () =>
      asAct(async () => {
        const [deleted, freeable] = await Promise.all([
          listDeletedProjects(),
          countDeleted(get().openElsewhere),
        ]);
        const clock = useClock.getState();
        const deletedProjects = deleted.map((each) => ({
          ...each,
          keptUntil: keptUntil(clock, each.project.deletedAt),
        }));
        set({ deletedProjects, freeable });
      }),

    noteDeleted: (deletedProject) => set({ deletedProject }),

    async bringBackProject(id) {
      const back = await asAct(() => bringBackProject(id));
      closeNoteOf(id);
      await get().listProjects();
      return back ?? false;
    },

    async removeDeletedProject(id) {
      const removed = await asAct(async () => {
        await removeProject(id, ({ deletedAt }) => deletedAt !== 0);
        return true;
      });
      closeNoteOf(id);
      await get().listProjects();
      await get().refreshSpace();
      return removed ?? false;
    },

    forgetDeletedProject: () => set({ deletedProject: undefined }),

    async purge() {
      await asAct(() => purgeUpTo(deletionsGoneSince()));
    },

    async freeDeleted() {
      if (get().role === 'follows') return;
      // An undo would bring samples back without their pictures.
      get().forgetUndo();
      set({ deletedProject: undefined });
      await asAct(() => get().asSaving(0, () => purgeUpTo(Number.MAX_SAFE_INTEGER)));
      await get().listProjects();
      await get().refreshSpace();
    },
  };
};
