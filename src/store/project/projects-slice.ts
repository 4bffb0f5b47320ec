// All projects on this device: the list, and switching from one to another.
import { cleanText } from '../../model/file-names';
import { MOST_NAME } from '../../model/limits';
import { claimedProjects, tell, whileUnclaimed } from '../../runtime/tabs';
import { applyChanges, type Change } from '../../storage/changes';
import {
  addProject,
  duplicateProject,
  listProjects,
  type ProjectSummary,
  saveProject,
} from '../../storage/projects';
import { asAct } from '../as-act';
import { announce, on } from '../lifecycle';
import type { Outcome } from '../outcome';
import type { Slice } from '../slice';
import { signaturesOfRows } from '../train/learned-from';

/** Work on a whole project that takes a while. */
export interface Transfer {
  kind: 'copying' | 'writing' | 'reading' | 'merging';
  done: number;
  total: number;
}

/** How work on a whole project reports its progress and is ended. */
export interface TransferOptions {
  onProgress: (done: number, total: number) => void;
  signal: AbortSignal;
}

export type { ProjectSummary };

export interface ProjectsSlice {
  /** Undefined until they are listed. The project opened last comes first. */
  projects: ProjectSummary[] | undefined;
  /** The ids of projects that another tab works on, as of the last listing. */
  openElsewhere: ReadonlySet<string>;
  transfer: Transfer | undefined;
  listProjects(): Outcome;
  newProject(): Outcome;
  switchProject(id: string): Outcome;
  renameAnyProject(id: string, name: string): Outcome;
  /** The copy is listed but not opened. */
  duplicateProject(id: string, name: string): Outcome;
  /**
   * Runs work on a whole project, one at a time. Undefined if the work was cancelled or the disk
   * refused. Rejects with any other error.
   */
  transferring<T>(
    kind: Transfer['kind'],
    work: (options: TransferOptions) => Promise<T>,
  ): Promise<T | undefined>;
  cancelTransfer(): void;
  /** Opens the last project that was open besides this one, or a new one if there is none. */
  openNextProject(): Outcome;
  /**
   * Deletes a project at once. If it is the open one, the next project is opened. A project that
   * another tab works on is not deleted.
   */
  deleteProject(id: string): Outcome;
}

declare module '../state' {
  interface AppState extends ProjectsSlice {}
}

export const createProjectsSlice: Slice<ProjectsSlice> = (set, get) => {
  let cancel = new AbortController();
  let switching: Promise<void> = Promise.resolve();

  const go = async (id: string) => {
    if (get().project?.id === id) return;
    await get().leaveProject();
    await get().openProject(id);
    // Nobody waits for the engine, so another project can be opened meanwhile.
    const { project } = get();
    if (project) announce('entered', project.id);
  };

  const endMerging = () => {
    if (get().transfer?.kind === 'merging') cancel.abort();
  };
  on('leaving', endMerging);
  on('follows', endMerging);

  return {
    projects: undefined,
    openElsewhere: new Set(),
    transfer: undefined,

    listProjects: () =>
      asAct(async () => {
        const [projects, openElsewhere] = await Promise.all([listProjects(), claimedProjects()]);
        const { project, role } = get();
        if (project && role === 'leads') openElsewhere.delete(project.id);
        set({ projects, openElsewhere });
        await get().listDeleted();
      }),

    newProject: () =>
      asAct(async () => {
        const { id } = await addProject('');
        await get().switchProject(id);
      }),

    switchProject(id) {
      // Switches happen one after another, so that the second of two clicks finds the first project
      // open.
      switching = switching.then(
        () => go(id),
        () => go(id), // The failure of the first switch is reported to whoever asked for it.
      );
      return switching;
    },

    renameAnyProject: (id, typed) =>
      asAct(async () => {
        const name = cleanText(typed, MOST_NAME);
        if (get().project?.id === id) await get().renameProject(name);
        else {
          const before = get().projects?.find(({ project }) => project.id === id)?.project;
          if (!before) return;
          const changes: Change[] = [{ table: 'projects', before, after: { ...before, name } }];
          await applyChanges(changes);
          tell({ kind: 'changed', project: id, changes });
        }
        await get().listProjects();
      }),

    async duplicateProject(id, name) {
      await get().transferring('copying', ({ onProgress, signal }) =>
        duplicateProject(id, cleanText(name, MOST_NAME), onProgress, signal, signaturesOfRows),
      );
      await get().listProjects();
    },

    async transferring(kind, work) {
      cancel.abort();
      cancel = new AbortController();
      const { signal } = cancel;
      const onProgress = (done: number, total: number) => set({ transfer: { kind, done, total } });
      onProgress(0, 0);
      const unlessCancelled = async () => {
        try {
          return await work({ onProgress, signal });
        } catch (error) {
          if (!signal.aborted) throw error;
          return undefined;
        }
      };
      try {
        return await asAct(unlessCancelled);
      } finally {
        if (signal === cancel.signal) set({ transfer: undefined });
      }
    },

    cancelTransfer: () => cancel.abort(),

    async openNextProject() {
      await get().listProjects();
      const next = get().projects?.find(({ project }) => project.id !== get().project?.id);
      if (next) await get().switchProject(next.project.id);
      else await get().newProject();
      await get().listProjects();
    },

    deleteProject: (id) =>
      asAct(async () => {
        const { project, projects, role } = get();
        const open = project?.id === id;
        if (open && role === 'follows') return;
        const row = open ? project : projects?.find((each) => each.project.id === id)?.project;
        const mark = async () => {
          await saveProject({ id, deletedAt: Date.now() });
        };
        const marked = open ? mark().then(() => true) : whileUnclaimed(id, mark);
        if (await marked) get().noteDeleted(row);
        if (open) await get().openNextProject();
        else await get().listProjects();
      }),
  };
};
