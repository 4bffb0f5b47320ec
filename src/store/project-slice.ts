// The open project: classes, samples, and every act on them, each of which can be undone.
import type { StateCreator } from 'zustand';
import { applyChanges, type Change, inverse } from '../storage/changes';
import { openLastProject, saveProject } from '../storage/projects';
import { type ClassRow, newId, type ProjectRow, type SampleRow } from '../storage/rows';
import { purgeDeleted } from '../storage/samples';
import { StorageError, type StorageErrorKind } from '../storage/storage-error';
import type { AppState } from './app-store';
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
  /** The import that brought the samples. */
  importId?: string;
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

  openProject(): Promise<void>;
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
  /** Notes samples that are on the disk already as one act, once a recording or import is over. */
  noteAdded(rows: readonly SampleRow[], importId?: string): void;
  /** Shows samples that were just written. */
  showAdded(rows: readonly SampleRow[]): void;
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
    const { undoable, redoable } = get();
    set((state) => ({ ...changed(state, entry.changes), ...noted(state, entry, undoing) }));
    try {
      await get().asSaving(1, () => applyChanges(entry.changes));
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      // Where nothing can be kept at all, the page goes on without; else what is shown is what is kept.
      if (error.kind !== 'unavailable') {
        set((state) => ({ ...changed(state, inverse(entry.changes)), undoable, redoable }));
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

    async openProject() {
      try {
        const content = await openLastProject();
        seq = content.nextSeq;
        set({
          project: content.project,
          classes: content.classes,
          samples: Object.fromEntries(content.samples.map((row) => [row.id, row])),
        });
        // Deletions of earlier sessions: no undo reaches them any more.
        await purgeDeleted(content.project.id, content.project.openedAt - 1);
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        // Without storage the page still works, for as long as it is open, and says so.
        set({ project: temporaryProject(), saveError: error.kind });
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
      if (entry.importId !== undefined) get().dismissImport(entry.importId);
      await act({ ...entry, changes: inverse(entry.changes) }, 'undo');
    },

    async redo() {
      const entry = get().redoable.at(-1);
      if (entry) await act({ ...entry, changes: inverse(entry.changes) }, 'redo');
    },

    noteAdded(rows, importId) {
      if (rows.length === 0) return;
      const deletedAt = Date.now();
      // Undone, the pictures stay on the disk as deleted ones, so that redo can bring them back.
      const changes = rows.map(
        (after): Change => ({ table: 'samples', before: { ...after, deletedAt }, after }),
      );
      const entry: HistoryEntry = { act: 'add-samples', count: rows.length, changes };
      set((state) => noted(state, importId === undefined ? entry : { ...entry, importId }));
    },

    showAdded(rows) {
      set((state) => ({
        samples: { ...state.samples, ...Object.fromEntries(rows.map((row) => [row.id, row])) },
      }));
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
