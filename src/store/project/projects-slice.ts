// All projects on this device: the list, and going from one to another.
import type { StateCreator } from 'zustand';
import { EngineError } from '../../model/engine-error';
import { KEPT_DELETED_MS, type ProjectRow } from '../../model/project';
import { services } from '../../runtime/services';
import { claimedProjects, tell, whileUnclaimed } from '../../runtime/tabs';
import { applyChanges, type Change } from '../../storage/changes';
import {
  addProject,
  duplicateProject,
  listProjects,
  type ProjectSummary,
  projectsToRemove,
  removeProject,
  saveProject,
} from '../../storage/projects';
import { StorageError } from '../../storage/storage-error';
import type { AppState } from '../app-store';
import { isStale, signaturesOfRows } from '../train/training-slice';

/** Something with a whole project that takes a while. */
export interface Transfer {
  kind: 'copying' | 'writing' | 'reading' | 'merging';
  done: number;
  total: number;
}

export interface ProjectsSlice {
  /** Undefined until they were listed. The one that was open last is first. */
  projects: ProjectSummary[] | undefined;
  /** Ids of those that another tab works on, as of the last listing. */
  openElsewhere: ReadonlySet<string>;
  /** The project that was deleted last, as long as that can be undone. */
  deletedProject: ProjectRow | undefined;
  transfer: Transfer | undefined;
  listProjects(): Promise<void>;
  newProject(): Promise<void>;
  switchProject(id: string): Promise<void>;
  renameAnyProject(id: string, name: string): Promise<void>;
  /** The copy is listed, not opened. */
  duplicateProject(id: string, name: string): Promise<void>;
  /** For whoever works on a whole project: one at a time. Its signal is aborted by `cancelTransfer`. */
  beginTransfer(kind: Transfer['kind']): AbortSignal;
  endTransfer(signal: AbortSignal): void;
  cancelTransfer(): void;
  /** Opens the project that was open last, other than this one; a new one where there is none. */
  openNextProject(): Promise<void>;
  /** At once; the next one is opened where it was the open one. Not one that another tab works on. */
  deleteProject(id: string): Promise<void>;
  restoreProject(): Promise<void>;
  forgetDeletedProject(): void;
  /** Frees what was deleted up to a time, by default long ago. */
  removeOldProjects(olderThan?: number): Promise<void>;
}

export const createProjectsSlice: StateCreator<AppState, [], [], ProjectsSlice> = (set, get) => {
  let cancel = new AbortController();

  /** The bar says what the disk refused. */
  const shown = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      set({ saveError: error.kind });
    }
  };

  let switching: Promise<void> = Promise.resolve();

  const go = async (id: string) => {
    if (get().project?.id === id) return;
    await get().leaveProject();
    const { engine } = services();
    // An engine that is not ready remembers nothing, and must keep nobody from another project.
    engine.call('forget', Object.keys(get().samples)).catch((error: unknown) => {
      if (!(error instanceof EngineError)) throw error;
    });
    get().clearAnswer();
    await get().openProject(id);
    set({ syncing: true }); // Until the engine has the features of this one.
    await get().restoreTraining();
    void takeToEngine(); // Shows its errors itself; another project can be opened meanwhile.
  };

  const takeToEngine = async () => {
    const { engine } = services();
    const { spec, project } = get();
    set({ refused: undefined }); // It was the other project's.
    if (engine.spec.backbone !== spec.backbone || engine.spec.inputSize !== spec.inputSize) {
      await get().useSpec(spec);
    } else {
      await get().syncEngine();
    }
    if (get().project?.id !== project?.id) return;
    if (!get().learned || isStale(get())) get().samplesChanged();
  };

  return {
    projects: undefined,
    openElsewhere: new Set(),
    deletedProject: undefined,
    transfer: undefined,

    listProjects: () =>
      shown(async () => {
        const [projects, openElsewhere] = await Promise.all([listProjects(), claimedProjects()]);
        const { project, role } = get();
        if (project && role === 'leads') openElsewhere.delete(project.id);
        set({ projects, openElsewhere });
      }),

    newProject: () =>
      shown(async () => {
        const { id } = await addProject('');
        await get().switchProject(id);
      }),

    switchProject(id) {
      // One after the other: the second of two clicks finds the first project open.
      switching = switching.then(
        () => go(id),
        () => go(id), // The first one's failure is told to whoever asked for it.
      );
      return switching;
    },

    renameAnyProject: (id, name) =>
      shown(async () => {
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
      const signal = get().beginTransfer('copying');
      const onProgress = (done: number, total: number) =>
        set({ transfer: { kind: 'copying', done, total } });
      try {
        await shown(async () => {
          await duplicateProject(id, name, onProgress, signal, signaturesOfRows);
        });
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        get().endTransfer(signal);
      }
      await get().listProjects();
    },

    beginTransfer(kind) {
      cancel.abort();
      cancel = new AbortController();
      set({ transfer: { kind, done: 0, total: 0 } });
      return cancel.signal;
    },

    endTransfer(signal) {
      if (signal === cancel.signal) set({ transfer: undefined });
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
      shown(async () => {
        const { project, projects, role } = get();
        const open = project?.id === id;
        if (open && role === 'follows') return;
        const row = open ? project : projects?.find((each) => each.project.id === id)?.project;
        const mark = async () => {
          await saveProject({ id, deletedAt: Date.now() });
        };
        const marked = open ? mark().then(() => true) : whileUnclaimed(id, mark);
        if (await marked) set({ deletedProject: row });
        if (open) await get().openNextProject();
        else await get().listProjects();
      }),

    restoreProject: () =>
      shown(async () => {
        const { deletedProject } = get();
        if (!deletedProject) return;
        await saveProject({ id: deletedProject.id, deletedAt: 0 });
        set({ deletedProject: undefined });
        await get().listProjects();
      }),

    forgetDeletedProject: () => set({ deletedProject: undefined }),

    removeOldProjects: (olderThan = Date.now() - KEPT_DELETED_MS) =>
      shown(async () => {
        for (const id of await projectsToRemove(olderThan)) {
          // Another tab may have brought it back meanwhile.
          if (!(await projectsToRemove(olderThan)).includes(id)) continue;
          await removeProject(id);
        }
      }),
  };
};
