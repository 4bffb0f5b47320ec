// The open project: classes, samples, and every act on them, each of which can be undone.
import type { StateCreator } from 'zustand';
import { newId } from '../../model/new-id';
import type {
  ClassRow,
  ProjectRow,
  ProjectSettings,
  SampleRow,
  SecondTask,
} from '../../model/project';
import { settingsOf } from '../../model/settings';
import type { Written } from '../../runtime/intake';
import { type Claim, claimProject, hear, isFollowed, tell } from '../../runtime/tabs';
import { applyChanges, type Change, inverse } from '../../storage/changes';
import { type DiskProblem, keepTwice, openDatabase } from '../../storage/database';
import { openProject, type ProjectContent, readProject } from '../../storage/projects';
import { purgeDeleted } from '../../storage/samples';
import { StorageError, type StorageErrorKind } from '../../storage/storage-error';
import type { AppState } from '../app-store';
import {
  type Act,
  changed,
  deletions,
  type History,
  type HistoryEntry,
  noted,
  type Shown,
  takenBack,
  type Undoing,
  undoing,
  withAdded,
} from './history';
import { learnedFrom, samplesOf } from './samples-by-class';

export interface ProjectSlice extends Shown, History {
  /** Why it is kept in memory, and ends with the page; undefined where it is kept on the disk. */
  diskProblem: DiskProblem | undefined;
  /** Projects that the browser had lost and that came back from the second copy, until it is closed. */
  broughtBack: number;
  /**
   * `follows`: another tab works on this project; this one shows what that one does. `leaves`: it is
   * being left for another project. Only a tab that leads changes anything.
   */
  role: 'leads' | 'follows' | 'leaves';
  /** Writes under way, in pictures and acts. Zero: what is shown is on the disk. */
  saving: number;
  savedAt: number | undefined;
  saveError: StorageErrorKind | undefined;

  /** Opens the database, or one in memory. Call first. */
  openStorage(): Promise<void>;
  /**
   * Shows a project, without an id the one that was open last. `onRead` is called with it before
   * anything of it is shown.
   */
  openProject(id?: string, onRead?: (project: ProjectRow) => void): Promise<void>;
  closeBroughtBack(): void;
  /** Ends what runs on the open project and leaves it to other tabs. */
  leaveProject(): Promise<void>;
  /** Works here from now on, where another tab did. */
  takeOver(): void;
  renameProject(name: string): Promise<void>;
  changeProjectSettings(change: ProjectSettings): Promise<void>;
  addClass(name?: string): Promise<string>;
  /** The class that a folder of this name goes into, made where there is none. */
  classForFolder(folder: string): Promise<string>;
  renameClass(id: string, name: string): Promise<void>;
  recolourClass(id: string, colour: number): Promise<void>;
  /** Puts a class at this place among the others. */
  placeClass(id: string, index: number): Promise<void>;
  /** Learns from it, or leaves it out. */
  switchClass(id: string, on: boolean): Promise<void>;
  deleteClass(id: string): Promise<void>;
  moveSamples(ids: readonly string[], classId: string): Promise<void>;
  /** Sets samples aside to measure with, or learns from them again. */
  setAside(ids: readonly string[], aside: boolean): Promise<void>;
  deleteSamples(ids: readonly string[]): Promise<void>;
  /** The second question as it is from now on; undefined for none. */
  changeSecondTask(task: SecondTask | undefined): Promise<void>;
  /** Answers the second question for these pictures; undefined takes their answers back. */
  labelSamples(ids: readonly string[], label: string | undefined): Promise<void>;
  /** What another project brought, as one act. False where the disk refused. */
  mergeChanges(changes: Change[]): Promise<boolean>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  /** Shows samples that were just written; those of one import or recording are one act. */
  showAdded(written: readonly Written[]): void;
  /** The first of `count` free numbers, which nobody else gets then. */
  nextSeq(count?: number): number;
  /** Runs a write and keeps `saving`, `savedAt` and `saveError` true. Rejects as the write does. */
  asSaving<T>(count: number, write: () => Promise<T>): Promise<T>;
}

const COLOURS = 10;
/** What was deleted can be brought back for a day, over reloads and crashes. */
const KEPT_DELETED_MS = 24 * 60 * 60 * 1000;

export const createProjectSlice: StateCreator<AppState, [], [], ProjectSlice> = (set, get) => {
  let seq = 0;
  let claim: Claim | undefined;
  let listening = false;
  let reported: Promise<void> = Promise.resolve();

  /** Shows changes at once, then writes them; takes them back where the disk refuses. */
  const act = async (what: Omit<HistoryEntry, 'at'>, how?: Undoing): Promise<boolean> => {
    const { role, spec } = get();
    if (what.changes.length === 0 || role !== 'leads') return false;
    const entry: HistoryEntry = { ...what, at: Date.now() };
    set((state) => ({ ...changed(state, entry.changes), ...noted(state, entry, how) }));
    try {
      await get().asSaving(1, () => applyChanges(entry.changes));
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      // What is shown is what is kept.
      set((state) => ({
        ...changed(state, inverse(entry.changes)),
        ...takenBack(state, entry, how),
      }));
      return false;
    }
    report(entry.changes);
    if (get().spec !== spec) void get().useSpec(get().spec); // Shows its errors itself.
    get().samplesChanged();
    return true;
  };

  /** Tells those that follow, if there are any: thousands of rows take their time to be passed on. */
  const report = (changes: Change[]) => {
    const project = get().project?.id;
    if (project === undefined) return;
    reported = reported.then(async () => {
      if (await isFollowed(project)) tell({ kind: 'changed', project, changes });
    });
  };

  const changeClass = (act: Act, id: string, patch: Partial<ClassRow>) => {
    const before = get().classes.find((row) => row.id === id);
    const changes: Change[] = before
      ? [{ table: 'classes', before, after: { ...before, ...patch } }]
      : [];
    return { act, count: 1, changes };
  };

  const changeSamples = (
    act: Act,
    ids: readonly string[],
    change: (row: SampleRow) => SampleRow,
  ) => {
    const { samples } = get();
    const changes = ids.flatMap((id): Change[] => {
      const before = samples[id];
      return before ? [{ table: 'samples', before, after: change(before) }] : [];
    });
    return { act, count: changes.length, changes };
  };

  const changeProject = (act: Act, patch: Partial<ProjectRow>) => {
    const { project } = get();
    const changes: Change[] = project
      ? [{ table: 'projects', before: project, after: { ...project, ...patch } }]
      : [];
    return { act, count: 1, changes };
  };

  const show = (content: ProjectContent) => {
    seq = content.nextSeq;
    const undoable = deletions(content.deleted, Date.now() - KEPT_DELETED_MS);
    set({
      project: content.project,
      ...settingsOf(content.project),
      classes: content.classes,
      samples: Object.fromEntries(
        [...content.samples, ...content.deleted.withClasses].map((row) => [row.id, row]),
      ),
      undoable,
      redoable: [],
      // Offered by the buttons only: it was not done just now.
      closedUndo: undoable.at(-1),
    });
  };

  /** This tab works on the project from now on, or only shows what another one does. */
  const take = async (role: ProjectSlice['role'], id: string) => {
    const comesBack = get().role === 'follows' && get().project?.id === id;
    set({ role, turnedAway: 0 });
    if (role === 'follows') {
      void get().stopLearning();
      get().stopRecording();
      if (get().transfer?.kind === 'merging') get().cancelTransfer();
      void get().cancelAllImports();
      return;
    }
    let content: ProjectContent | undefined;
    try {
      await purgeDeleted(id, Date.now() - KEPT_DELETED_MS);
      if (!comesBack || get().project?.id !== id) return;
      // What the other tab did last may not have been told.
      content = await readProject(id);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      // Another tab may have deleted everything: then this one is loaded anew at once.
      set({ saveError: error.kind });
      return;
    }
    if (content?.project.deletedAt !== 0) return get().openNextProject();
    show(content);
    await get().restoreTraining();
    await get().syncEngine();
    get().samplesChanged();
  };

  /** Follows what other tabs do to the same project. */
  const listen = () => {
    if (listening) return;
    listening = true;
    hear((news) => {
      if (news.kind === 'cleared') return location.reload();
      if (news.project !== get().project?.id) return;
      if (news.kind === 'learned') {
        if (get().role === 'follows') void get().restoreTraining();
        return;
      }
      const { spec } = get();
      set((state) => changed(state, news.changes));
      for (const { table, after } of news.changes) {
        if (table === 'samples' && after) seq = Math.max(seq, after.seq + 1);
      }
      if (get().spec !== spec) void get().useSpec(get().spec);
      get().samplesChanged();
    });
  };

  return {
    project: undefined,
    diskProblem: undefined,
    broughtBack: 0,
    role: 'leads',
    classes: [],
    samples: {},
    undoable: [],
    redoable: [],
    saving: 0,
    savedAt: undefined,
    saveError: undefined,

    async openStorage() {
      try {
        set({ diskProblem: await openDatabase() });
        set({ broughtBack: await keepTwice() });
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        set({ saveError: error.kind });
      }
    },

    async openProject(id, onRead) {
      listen();
      let content: ProjectContent;
      try {
        content = await openProject(id);
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        // The bar says why; nothing can be shown, so nothing can be harmed.
        set({ saveError: error.kind });
        return;
      }
      const { project } = content;
      onRead?.(project);
      claim = await claimProject(project.id, (role) => void take(role, project.id));
      show(content);
      if (content.classes.length === 0 && get().role === 'leads') {
        const first = nextClass(get());
        const two = [first, nextClass({ ...get(), classes: [first] })];
        const changes = two.map((after): Change => ({ table: 'classes', after }));
        // Nobody did it: nobody can undo it.
        if (await act({ act: 'add-class', count: two.length, changes })) {
          set(({ undoable }) => ({ undoable: undoable.slice(0, -1) }));
        }
      }
    },

    closeBroughtBack() {
      set({ broughtBack: 0 });
    },

    async leaveProject() {
      // From here on nothing new begins.
      set({ role: 'leaves' });
      get().stopRecording();
      get().stopInspecting();
      if (get().transfer?.kind === 'merging') get().cancelTransfer();
      // Its last reports are known; those of imports that end by this, or by an earlier leave, stay.
      const { project, imports } = get();
      const known = imports.filter(
        (each) => each.phase !== 'reading' && each.project.id === project?.id,
      );
      await get().cancelAllImports();
      await get().stopLearning();
      claim?.release();
      claim = undefined;
      set({
        inspected: undefined,
        crossValidation: undefined,
        advice: undefined,
        map: undefined,
        inspectionError: undefined,
        imports: get().imports.filter(({ id }) => !known.some((each) => each.id === id)),
        tried: [],
        saveError: undefined,
      });
    },

    takeOver() {
      claim?.takeOver();
    },

    async renameProject(name) {
      if (get().project?.name !== name) await act(changeProject('rename-project', { name }));
    },

    async changeProjectSettings(change) {
      const settings = { ...get().project?.settings, ...change };
      await act(changeProject('change-settings', { settings }));
    },

    async addClass(name = '') {
      const after = { ...nextClass(get()), name };
      await act({ act: 'add-class', count: 1, changes: [{ table: 'classes', after }] });
      return after.id;
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

    async recolourClass(id, colour) {
      await act(changeClass('recolour-class', id, { colour }));
    },

    async placeClass(id, index) {
      const others = get().classes.filter((row) => row.id !== id);
      const before = others[index - 1]?.order ?? (others[0]?.order ?? 1) - 2;
      const after = others[index]?.order ?? before + 2;
      await act(changeClass('order-classes', id, { order: (before + after) / 2 }));
    },

    async switchClass(id, on) {
      const before = get().classes.find((row) => row.id === id);
      if (!before || on === !before.off) return;
      const { off, ...row } = before;
      const after: ClassRow = on ? row : { ...row, off: true };
      await act({
        act: on ? 'take-in-class' : 'leave-out-class',
        count: 1,
        changes: [{ table: 'classes', before, after }],
      });
    },

    async deleteClass(id) {
      await act(changeClass('delete-class', id, { deletedAt: Date.now() }));
    },

    async moveSamples(ids, classId) {
      await act(changeSamples('move-samples', ids, (row) => ({ ...row, classId })));
    },

    async setAside(ids, aside) {
      const wrong = ids.filter((id) => aside !== (get().samples[id]?.test ?? false));
      await act(
        changeSamples(aside ? 'set-aside-samples' : 'learn-from-samples', wrong, (before) => {
          const { test, ...row } = before;
          return aside ? { ...row, test: true } : row;
        }),
      );
    },

    async deleteSamples(ids) {
      const deletedAt = Date.now();
      await act(changeSamples('delete-samples', ids, (row) => ({ ...row, deletedAt })));
    },

    async changeSecondTask(task) {
      const { project } = get();
      if (!project || project.secondTask === task) return;
      const { secondTask: _, ...rest } = project;
      const after = task ? { ...rest, secondTask: task } : rest;
      await act({
        act: task ? 'change-second-task' : 'delete-second-task',
        count: 1,
        changes: [{ table: 'projects', before: project, after }],
      });
    },

    async labelSamples(ids, label) {
      const others = ids.filter((id) => get().samples[id]?.secondLabel !== label);
      await act(
        changeSamples('label-samples', others, ({ secondLabel: _, ...row }) =>
          label === undefined ? row : { ...row, secondLabel: label },
        ),
      );
    },

    async mergeChanges(changes) {
      const count = changes.filter(({ table }) => table === 'samples').length;
      const done = await act({ act: 'merge-project', count, changes });
      if (done) await get().syncEngine();
      return done;
    },

    async undo() {
      const last = get().undoable.at(-1);
      const from = last?.from;
      if (last?.act === 'add-class') await get().cancelImportsInto(last.changes);
      if (from !== undefined) {
        // What still comes of it would not be undone.
        if (get().recording) get().stopRecording();
        await get().cancelImport(from);
        // Its report speaks of pictures that are gone.
        get().dismissImport(from);
      }
      const entry = get().undoable.at(-1);
      // Pictures that came at the last moment are what is undone first.
      if (entry && (from === undefined || entry.from === from))
        await act({ ...entry, changes: undoing(entry) }, 'undo');
    },

    async redo() {
      const entry = get().redoable.at(-1);
      if (entry) await act({ ...entry, changes: inverse(entry.changes) }, 'redo');
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
      get().samplesChanged();
    },

    nextSeq(count = 1) {
      seq += count;
      return seq - count;
    },

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

/** One without a name, after the others. */
function nextClass(state: Pick<AppState, 'project' | 'classes' | 'undoable'>): ClassRow {
  const number = freeNumber(state);
  return {
    id: newId(),
    projectId: state.project?.id ?? '',
    name: '',
    colour: number % COLOURS,
    shape: number,
    order: (state.classes.at(-1)?.order ?? 0) + 1,
    deletedAt: 0,
  };
}

/** The first number that no class has, those that undo can bring back included. */
function freeNumber(state: Pick<AppState, 'classes' | 'undoable'>): number {
  const taken = takenNumbers(state);
  let number = 0;
  while (taken.has(number)) number++;
  return number;
}

/** Numbers of all classes, those that undo can bring back included. */
export function takenNumbers({
  classes,
  undoable,
}: Pick<AppState, 'classes' | 'undoable'>): Set<number> {
  const taken = new Set(classes.map((row) => row.shape));
  for (const change of undoable.flatMap(({ changes }) => changes)) {
    if (change.table === 'classes' && change.before) taken.add(change.before.shape);
  }
  return taken;
}

/** Pictures of living classes; those of deleted ones are kept for as long as undo can bring them back. */
export function pictureCount({ classes, samples }: Pick<AppState, 'classes' | 'samples'>): number {
  return classes.reduce((sum, { id }) => sum + samplesOf(samples, id).length, 0);
}

/** Classes that are not left out and have at least one sample to learn from, and those samples. */
export function learnable(
  state: Pick<AppState, 'classes' | 'samples'>,
): Map<ClassRow, SampleRow[]> {
  return new Map(
    state.classes
      .filter(({ off }) => !off)
      .map((row) => [row, learnedFrom(state.samples, row.id)] as const)
      .filter(([, rows]) => rows.length > 0),
  );
}
