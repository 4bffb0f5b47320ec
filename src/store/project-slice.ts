// The open project: classes, samples, and every act on them, each of which can be undone.
import type { StateCreator } from 'zustand';
import { applyChanges, type Change, inverse } from '../storage/changes';
import { openLastProject, saveProject } from '../storage/projects';
import { type ClassRow, newId, type ProjectRow, type SampleRow } from '../storage/rows';
import { purgeDeleted } from '../storage/samples';
import { StorageError, type StorageErrorKind } from '../storage/storage-error';
import type { AppState } from './app-store';
import type { Written } from './intake';
import { samplesOf } from './samples-by-class';

export type Act =
  | 'add-class'
  | 'rename-class'
  | 'recolour-class'
  | 'order-classes'
  | 'delete-class'
  | 'add-samples'
  | 'move-samples'
  | 'delete-samples';

/** One entry of the history. `count` is of samples or classes, whichever the act is on. */
export interface HistoryEntry {
  act: Act;
  count: number;
  changes: Change[];
  /** The import or recording that brought the samples. */
  from?: string;
}

export interface ProjectSlice {
  project: ProjectRow | undefined;
  /** By their order on the page. */
  classes: ClassRow[];
  samples: Record<string, SampleRow>;
  undoable: HistoryEntry[];
  redoable: HistoryEntry[];
  /** Writes under way, in pictures and acts. Zero: what is shown is on the disk. */
  saving: number;
  savedAt: number | undefined;
  saveError: StorageErrorKind | undefined;

  /** `onRead` is called with the project before anything of it is shown. */
  openProject(onRead?: (project: ProjectRow) => void): Promise<void>;
  renameProject(name: string): Promise<void>;
  addClass(name?: string): Promise<string>;
  /** The class that a folder of this name goes into, made where there is none. */
  classForFolder(folder: string): Promise<string>;
  renameClass(id: string, name: string): Promise<void>;
  recolourClass(id: string, colour: number): Promise<void>;
  /** Puts a class at this place among the others. */
  placeClass(id: string, index: number): Promise<void>;
  deleteClass(id: string): Promise<void>;
  moveSamples(ids: readonly string[], classId: string): Promise<void>;
  deleteSamples(ids: readonly string[]): Promise<void>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  /** Shows samples that were just written; those of one import or recording are one act. */
  showAdded(written: readonly Written[]): void;
  nextSeq(): number;
  /** Runs a write and keeps `saving`, `savedAt` and `saveError` true. Rejects as the write does. */
  asSaving<T>(count: number, write: () => Promise<T>): Promise<T>;
}

const MOST_UNDOS = 100;
const COLOURS = 10;

export const createProjectSlice: StateCreator<AppState, [], [], ProjectSlice> = (set, get) => {
  let seq = 0;

  /** Shows changes at once, then writes them; takes them back where the disk refuses. */
  const act = async (entry: HistoryEntry, undoing?: 'undo' | 'redo') => {
    if (entry.changes.length === 0) return;
    set((state) => ({ ...changed(state, entry.changes), ...noted(state, entry, undoing) }));
    try {
      await get().asSaving(1, () => applyChanges(entry.changes));
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      // Where nothing can be kept at all, the page goes on without; else what is shown is what is kept.
      if (error.kind !== 'unavailable') {
        set((state) => ({
          ...changed(state, inverse(entry.changes)),
          ...takenBack(state, entry, undoing),
        }));
      }
      return;
    }
    get().samplesChanged();
  };

  const changeClass = (act: Act, id: string, patch: Partial<ClassRow>): HistoryEntry => {
    const before = get().classes.find((row) => row.id === id);
    const changes: Change[] = before
      ? [{ table: 'classes', before, after: { ...before, ...patch } }]
      : [];
    return { act, count: 1, changes };
  };

  const changeSamples = (act: Act, ids: readonly string[], patch: Partial<SampleRow>) => {
    const { samples } = get();
    const changes = ids.flatMap((id): Change[] => {
      const before = samples[id];
      return before ? [{ table: 'samples', before, after: { ...before, ...patch } }] : [];
    });
    return { act, count: changes.length, changes };
  };

  return {
    project: undefined,
    classes: [],
    samples: {},
    undoable: [],
    redoable: [],
    saving: 0,
    savedAt: undefined,
    saveError: undefined,

    async openProject(onRead) {
      try {
        const content = await openLastProject();
        seq = content.nextSeq;
        onRead?.(content.project);
        set({
          project: content.project,
          classes: content.classes,
          samples: Object.fromEntries(content.samples.map((row) => [row.id, row])),
        });
        void purgeAlone(content.project);
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        // Without storage the page says so: nothing can be kept, so nothing can be added.
        const project = temporaryProject();
        onRead?.(project);
        set({ project, saveError: error.kind });
      }
      if (get().classes.length === 0) {
        await get().addClass();
        await get().addClass();
        set({ undoable: [] });
      }
    },

    async renameProject(name) {
      const { project } = get();
      if (!project) return;
      set({ project: { ...project, name } });
      try {
        await get().asSaving(1, () => saveProject({ id: project.id, name }));
      } catch (error) {
        // The page shows it already (saveError).
        if (!(error instanceof StorageError)) throw error;
      }
    },

    async addClass(name = '') {
      const { project, classes } = get();
      const id = newId();
      const number = freeNumber(get());
      const after: ClassRow = {
        id,
        projectId: project?.id ?? '',
        name,
        colour: number % COLOURS,
        shape: number,
        order: (classes.at(-1)?.order ?? 0) + 1,
        deletedAt: 0,
      };
      await act({ act: 'add-class', count: 1, changes: [{ table: 'classes', after }] });
      return id;
    },

    async classForFolder(folder) {
      const match = classMatching(get(), folder);
      if (!match) return get().addClass(folder);
      if (!match.named) await get().renameClass(match.id, folder);
      return match.id;
    },

    async renameClass(id, name) {
      if (get().classes.find((row) => row.id === id)?.name === name) return;
      await act(changeClass('rename-class', id, { name }));
    },

    recolourClass: (id, colour) => act(changeClass('recolour-class', id, { colour })),

    async placeClass(id, index) {
      const others = get().classes.filter((row) => row.id !== id);
      const before = others[index - 1]?.order ?? (others[0]?.order ?? 1) - 2;
      const after = others[index]?.order ?? before + 2;
      await act(changeClass('order-classes', id, { order: (before + after) / 2 }));
    },

    deleteClass: (id) => act(changeClass('delete-class', id, { deletedAt: Date.now() })),

    moveSamples: (ids, classId) => act(changeSamples('move-samples', ids, { classId })),

    deleteSamples: (ids) => act(changeSamples('delete-samples', ids, { deletedAt: Date.now() })),

    async undo() {
      const entry = get().undoable.at(-1);
      if (!entry) return;
      // Its report speaks of pictures that are gone.
      if (entry.from !== undefined) get().dismissImport(entry.from);
      await act({ ...entry, changes: inverse(entry.changes) }, 'undo');
    },

    async redo() {
      const entry = get().redoable.at(-1);
      if (entry) await act({ ...entry, changes: inverse(entry.changes) }, 'redo');
    },

    showAdded(written) {
      set((state) => {
        const samples = { ...state.samples };
        for (const { row } of written) samples[row.id] = row;
        return { samples, ...withAdded(state, written), savedAt: Date.now(), saveError: undefined };
      });
      get().samplesChanged();
    },

    nextSeq: () => seq++,

    async asSaving(count, write) {
      set((state) => ({ saving: state.saving + count }));
      try {
        const result = await write();
        set({ savedAt: Date.now(), saveError: undefined });
        return result;
      } catch (error) {
        if (error instanceof StorageError) set({ saveError: error.kind });
        throw error;
      } finally {
        set((state) => ({ saving: state.saving - count }));
      }
    },
  };
};

/** State after changes: living rows only, classes by order. */
function changed(state: AppState, changes: readonly Change[]): Partial<ProjectSlice> {
  const classes = new Map(state.classes.map((row) => [row.id, row]));
  const samples = { ...state.samples };
  let samplesTouched = false;
  for (const change of changes) {
    const { after } = change;
    const id = (after ?? change.before)?.id;
    if (id === undefined) continue;
    if (change.table === 'classes') {
      if (change.after && change.after.deletedAt === 0) classes.set(id, change.after);
      else classes.delete(id);
    } else {
      samplesTouched = true;
      if (change.after && change.after.deletedAt === 0) samples[id] = change.after;
      else delete samples[id];
    }
  }
  return {
    classes: [...classes.values()].sort((a, b) => a.order - b.order),
    ...(samplesTouched ? { samples } : {}),
  };
}

/** The history with samples that came: into their import's or recording's own entry where there is one. */
function withAdded(
  { undoable, redoable }: AppState,
  written: readonly Written[],
): Pick<ProjectSlice, 'undoable' | 'redoable'> {
  const deletedAt = Date.now();
  const entries = [...undoable];
  for (const from of new Set(written.map((each) => each.from))) {
    // Undone, the pictures stay on the disk as deleted ones, so that redo can bring them back.
    const changes = written
      .filter((each) => each.from === from)
      .map(
        ({ row }): Change => ({
          table: 'samples',
          before: { ...row, deletedAt },
          after: row,
        }),
      );
    const at = entries.findLastIndex((entry) => entry.from === from);
    const old = entries[at];
    if (old) {
      const all = [...old.changes, ...changes];
      entries[at] = { ...old, count: all.length, changes: all };
    } else {
      entries.push({ act: 'add-samples', count: changes.length, changes, from });
    }
  }
  const isNew = entries.length > undoable.length;
  return { undoable: entries.slice(-MOST_UNDOS), redoable: isNew ? [] : redoable };
}

/** The history as it was before an act that the disk refused. */
function takenBack(
  state: AppState,
  entry: HistoryEntry,
  undoing?: 'undo' | 'redo',
): Pick<ProjectSlice, 'undoable' | 'redoable'> {
  if (undoing) {
    const back = { ...entry, changes: inverse(entry.changes) };
    return noted(state, back, undoing === 'undo' ? 'redo' : 'undo');
  }
  return {
    undoable: state.undoable.filter((each) => each !== entry),
    redoable: state.redoable,
  };
}

function noted(
  { undoable, redoable }: AppState,
  entry: HistoryEntry,
  undoing?: 'undo' | 'redo',
): Pick<ProjectSlice, 'undoable' | 'redoable'> {
  if (undoing === 'undo') {
    return { undoable: undoable.slice(0, -1), redoable: [...redoable, entry] };
  }
  return {
    undoable: [...undoable, entry].slice(-MOST_UNDOS),
    redoable: undoing === 'redo' ? redoable.slice(0, -1) : [],
  };
}

/** Its namesake, else the first empty class without a name. */
function classMatching(
  { classes, samples }: Pick<AppState, 'classes' | 'samples'>,
  folder: string,
): { id: string; named: boolean } | undefined {
  const name = folder.trim().toLocaleLowerCase();
  const namesake = classes.find((row) => name && row.name.toLocaleLowerCase() === name);
  if (namesake) return { id: namesake.id, named: true };
  const empty = classes.find((row) => !row.name && samplesOf(samples, row.id).length === 0);
  return empty && { id: empty.id, named: false };
}

/** The first number that no class has, those that undo can bring back included. */
function freeNumber({ classes, undoable }: Pick<AppState, 'classes' | 'undoable'>): number {
  const taken = new Set(classes.map((row) => row.shape));
  for (const change of undoable.flatMap(({ changes }) => changes)) {
    if (change.table === 'classes' && change.before) taken.add(change.before.shape);
  }
  let number = 0;
  while (taken.has(number)) number++;
  return number;
}

/**
 * Really deletes what earlier sessions deleted, where no other tab is open that could still undo it.
 * Then keeps the lock that tells others that this tab is here.
 */
async function purgeAlone({ id, openedAt }: ProjectRow): Promise<void> {
  const { locks } = globalThis.navigator ?? {};
  if (!locks) return;
  const lock = 'apprentice-tab';
  await locks.request(lock, { ifAvailable: true }, async (alone) => {
    if (alone) await purgeDeleted(id, openedAt - 1);
  });
  await locks.request(lock, { mode: 'shared' }, () => new Promise<never>(() => {}));
}

function temporaryProject(): ProjectRow {
  return { id: newId(), name: '', createdAt: Date.now(), openedAt: Date.now() };
}

/** Pictures of living classes; those of deleted ones are kept for as long as undo can bring them back. */
export function pictureCount({ classes, samples }: Pick<AppState, 'classes' | 'samples'>): number {
  return classes.reduce((sum, { id }) => sum + samplesOf(samples, id).length, 0);
}

/** Classes with at least one sample, and their samples: what training sees. */
export function learnable(
  state: Pick<AppState, 'classes' | 'samples'>,
): Map<ClassRow, SampleRow[]> {
  return new Map(
    state.classes
      .map((row) => [row, samplesOf(state.samples, row.id)] as const)
      .filter(([, rows]) => rows.length > 0),
  );
}
