// Pictures on their way in: imports of files, and recordings from the camera.
import type { StateCreator } from 'zustand';
import { ArchiveError } from '../../archive/archive-error';
import { isArchive, isOfModel } from '../../model/brought-files';
import { newId } from '../../model/new-id';
import type { ProjectRow, SampleRow } from '../../model/project';
import { PictureError, type PictureErrorKind } from '../../pictures/picture-error';
import type { PickedFile } from '../../runtime/found-files';
import { type OnWritten, takeIn } from '../../runtime/intake';
import type { Change } from '../../storage/changes';
import type { ArchiveFile } from '../../storage/project-file/foreign';
import { StorageError } from '../../storage/storage-error';
import type { AppState } from '../app-store';
import type { HistoryEntry } from '../project/history';

/** Files being read at once; the picture worker has its own, smaller limit. */
const AT_ONCE = 48;

export type FailureReason =
  | PictureErrorKind
  | 'quota'
  | 'not-saved'
  // In an archive.
  | 'encrypted'
  | 'unsafe-path'
  | 'unsupported';

export interface ImportFailure {
  name: string;
  reason: FailureReason;
  /** What an error that nobody foresaw said; not translated. */
  detail?: string;
}

export interface Import {
  id: string;
  /** The one that it began in, by its name then; all that comes of it belongs there. */
  project: Pick<ProjectRow, 'id' | 'name'>;
  /** The class that it was dropped on; absent for an import by folders. */
  classId?: string;
  total: number;
  done: number;
  added: number;
  failures: ImportFailure[];
  /** 'full': the disk took no more. */
  phase: 'reading' | 'cancelled' | 'full' | 'done';
}

/** A file, or one of an archive that is not read yet. */
export interface IncomingFile {
  file: PickedFile['file'] | ArchiveFile;
  folder?: string;
  /** Its answer to the second question. */
  secondLabel?: string;
}

interface PlacedFile extends Pick<IncomingFile, 'file' | 'secondLabel'> {
  classId: string;
  seq: number;
}

export interface Recording {
  classId: string;
  /** The burst that its pictures are of. */
  group: string;
  /** Its pictures are set aside to measure with. */
  test: boolean;
  startedAt: number;
  /** Frames taken so far; those on the disk may be fewer. */
  taken: number;
}

export interface CollectSlice {
  imports: Import[];
  recording: Recording | undefined;
  /** Files that were brought here while another tab worked on the project, and did not go in. */
  turnedAway: number;
  /** The deletion whose offer to undo it was closed. */
  closedUndo: HistoryEntry | undefined;
  /**
   * Into the class, or by folder into classes of that name. Resolves when all are in or refused.
   * `unreadable` are paths that the browser would not read, or of an archive: they are reported with the rest.
   * With `test` they are set aside to measure with; with `group` all are of one burst.
   */
  importFiles(
    files: readonly IncomingFile[],
    classId?: string,
    unreadable?: readonly (string | ImportFailure)[],
    how?: { test?: boolean; group?: string },
  ): Promise<void>;
  /** Resolves when nothing more comes of it, what is being written included; of a recording as well. */
  cancelImport(id: string): Promise<void>;
  /** Ends all that is on its way in; resolves when the last of it is written. */
  cancelAllImports(): Promise<void>;
  /** Ends what is on its way into classes that these changes added, as they are about to be taken back. */
  cancelImportsInto(changes: readonly Change[]): Promise<void>;
  dismissImport(id: string): void;
  closeUndo(): void;
  startRecording(classId: string, how?: { test?: boolean }): void;
  /** Takes a frame into the recording that runs; closes the bitmap where none does. */
  recordFrame(frame: ImageBitmap): void;
  stopRecording(): void;
}

export const createCollectSlice: StateCreator<AppState, [], [], CollectSlice> = (set, get) => {
  const cancels = new Map<string, AbortController>();
  /** What is under way, by import or recording. */
  const underWay = new Map<string, Set<Promise<unknown>>>();

  const watched = <T>(from: string, work: Promise<T>): Promise<T> => {
    const all = underWay.get(from) ?? new Set();
    underWay.set(from, all.add(work));
    const end = () => {
      all.delete(work);
      if (all.size === 0) underWay.delete(from);
    };
    work.then(end, end);
    return work;
  };

  const update = (id: string, change: (old: Import) => Partial<Import>) =>
    set(({ imports }) => ({
      imports: imports.map((each) => (each.id === id ? { ...each, ...change(each) } : each)),
    }));

  const newRow = (
    projectId: string,
    { classId, group, test }: Pick<Recording, 'classId' | 'group' | 'test'>,
    source: SampleRow['source'],
    seq: number,
    name?: string,
  ): SampleRow => ({
    id: newId(),
    projectId,
    classId,
    group,
    seq,
    createdAt: Date.now(),
    source,
    ...(name === undefined ? {} : { name }),
    ...(test ? { test } : {}),
    deletedAt: 0,
  });

  /** A batch is on the disk: shows it, and counts it for its imports. */
  const onWritten: OnWritten = (written, embedded) => {
    get().showAdded(written);
    set(({ imports }) => ({
      imports: imports.map((each) => {
        const count = written.filter(({ from }) => from === each.id).length;
        return count === 0 ? each : { ...each, done: each.done + count, added: each.added + count };
      }),
    }));
    if (!embedded) void get().syncEngine();
  };

  /** Finds or makes the class for each folder; files without one go to `classId` or a class of their own. */
  const placeFiles = async (
    files: readonly IncomingFile[],
    classId: string | undefined,
    signal: AbortSignal,
  ): Promise<PlacedFile[]> => {
    const byFolder = new Map<string, string>();
    for (const { folder = '' } of files) {
      if (byFolder.has(folder)) continue;
      if (signal.aborted) return [];
      byFolder.set(folder, classId ?? (await get().classForFolder(folder)));
    }
    // In their order, however fast each is read and whatever comes in beside them: the split hangs on it.
    const firstSeq = get().nextSeq(files.length);
    return files.map(({ folder = '', ...file }, i) => ({
      ...file,
      classId: byFolder.get(folder) ?? '',
      seq: firstSeq + i,
    }));
  };

  return {
    imports: [],
    recording: undefined,
    turnedAway: 0,
    closedUndo: undefined,

    async importFiles(brought, classId, unreadable = [], { test = false, group } = {}) {
      if (isOfModel(brought.map(({ file }) => file))) {
        // No pictures for a class: somebody's model, to compare with.
        get().openComparison(brought.flatMap(({ file }) => (file instanceof File ? file : [])));
        return;
      }
      const { role, project: { id: projectId, name } = { id: '', name: '' } } = get();
      if (role === 'follows') set({ turnedAway: brought.length });
      if (role !== 'leads') return;
      const cancel = new AbortController();
      const archives: File[] = [];
      const files: IncomingFile[] = [];
      for (const each of brought) {
        if (each.file instanceof File && isArchive(each.file)) archives.push(each.file);
        else files.push(each);
      }
      const failures = unreadable.map((each) =>
        typeof each === 'string' ? { name: each, reason: 'broken' as const } : each,
      );
      if (archives.length > 0) {
        const inside = await get().openArchives(archives);
        files.push(...inside.files);
        failures.push(...inside.failures);
        if (files.length === 0 && failures.length === 0) return;
        // Another project may have been opened while they were read.
        if (get().project?.id !== projectId || get().role !== 'leads') cancel.abort();
      }
      const id = newId();
      cancels.set(id, cancel);
      // A new import into the same place takes the place of its last report.
      set(({ imports }) => ({
        imports: [
          ...imports.filter(
            (each) =>
              each.phase === 'reading' || each.classId !== classId || each.project.id !== projectId,
          ),
          {
            id,
            project: { id: projectId, name },
            ...(classId === undefined ? {} : { classId }),
            total: files.length + failures.length,
            done: failures.length,
            added: 0,
            failures,
            phase: 'reading',
          },
        ],
      }));

      const read = async () => {
        try {
          const queue = (await placeFiles(files, classId, cancel.signal)).values();
          await Promise.all(Array.from({ length: AT_ONCE }, () => readNext(queue)));
        } finally {
          update(id, ({ failures }) => {
            const full = failures.some(({ reason }) => reason === 'quota');
            return { phase: full ? 'full' : cancel.signal.aborted ? 'cancelled' : 'done' };
          });
          cancels.delete(id);
        }
      };
      const bursts = new Map<string, string>();
      const groupOf = (file: PlacedFile['file']) => {
        if (group !== undefined) return group;
        if (file instanceof File || file.burst === undefined) return newId();
        const known = bursts.get(file.burst) ?? newId();
        bursts.set(file.burst, known);
        return known;
      };
      const readNext = async (queue: Iterable<PlacedFile>) => {
        for (const { file, classId, seq, secondLabel } of queue) {
          if (cancel.signal.aborted) return;
          const row = {
            ...newRow(projectId, { classId, group: groupOf(file), test }, 'file', seq, file.name),
            ...(secondLabel !== undefined && { secondLabel }),
          };
          try {
            // Counted when its batch is on the disk.
            const source = file instanceof File ? file : await file.open(cancel.signal);
            await takeIn({ row, from: id, source }, onWritten, cancel.signal);
          } catch (error) {
            // Whatever it is, it ends this file only: the other readers would go on unwatched.
            if (cancel.signal.aborted) return;
            if (error instanceof StorageError) {
              set({ saveError: error.kind });
              // A full disk refuses the next one too; what is in stays in.
              if (error.kind === 'quota') cancel.abort();
            }
            const failure = { name: file.name, ...reasonOf(error) };
            update(id, ({ done, failures }) => ({
              done: done + 1,
              failures: [...failures, failure],
            }));
          }
        }
      };
      try {
        await watched(id, read());
      } finally {
        void get().refreshSpace();
      }
    },

    async cancelImport(id) {
      cancels.get(id)?.abort();
      await Promise.allSettled(underWay.get(id) ?? []);
    },

    async cancelAllImports() {
      for (const cancel of cancels.values()) cancel.abort();
      await Promise.allSettled([...underWay.values()].flatMap((all) => [...all]));
    },

    async cancelImportsInto(changes) {
      const added = new Set(changes.map(({ after }) => after?.id));
      const { recording, imports } = get();
      if (recording && added.has(recording.classId)) {
        get().stopRecording();
        await get().cancelImport(recording.group);
      }
      for (const { id, classId, phase } of imports) {
        // By folders it may go into any class.
        const into = classId === undefined || added.has(classId);
        if (phase === 'reading' && into) await get().cancelImport(id);
      }
    },

    dismissImport(id) {
      set(({ imports }) => ({ imports: imports.filter((each) => each.id !== id) }));
    },

    closeUndo() {
      set(({ undoable }) => ({ closedUndo: undoable.at(-1) }));
    },

    startRecording(classId, { test = false } = {}) {
      get().stopRecording();
      if (get().role !== 'leads') return;
      // What went in before is told; what did not go in stays to be read.
      set(({ imports }) => ({
        imports: imports.filter(
          (each) =>
            each.classId !== classId || each.phase === 'reading' || each.failures.length > 0,
        ),
      }));
      set({ recording: { classId, group: newId(), test, startedAt: Date.now(), taken: 0 } });
    },

    recordFrame(frame) {
      const { recording, project } = get();
      if (!recording || !project) {
        frame.close();
        return;
      }
      const { group } = recording;
      const row = newRow(project.id, recording, 'camera', get().nextSeq());
      set({ recording: { ...recording, taken: recording.taken + 1 } });
      get()
        .asSaving(1, () => watched(group, takeIn({ row, from: group, source: frame }, onWritten)))
        .catch((error: unknown) => {
          // asSaving shows a disk that refuses; a frame that cannot be read is just not there.
          if (!(error instanceof StorageError || error instanceof PictureError)) throw error;
        });
    },

    stopRecording() {
      if (get().recording) void get().refreshSpace();
      set({ recording: undefined });
    },
  };
};

/** Pictures or acts are on their way to the disk: they would be lost if the page were closed. */
export function isTakingIn({ imports, saving }: Pick<AppState, 'imports' | 'saving'>): boolean {
  return saving > 0 || imports.some(({ phase }) => phase === 'reading');
}

function reasonOf(error: unknown): Omit<ImportFailure, 'name'> {
  if (error instanceof ArchiveError) {
    return { reason: error.kind === 'too-large' ? 'too-large' : 'broken' };
  }
  if (error instanceof PictureError) return { reason: error.kind };
  if (error instanceof StorageError) {
    return { reason: error.kind === 'quota' ? 'quota' : 'not-saved' };
  }
  return { reason: 'broken', detail: error instanceof Error ? error.message : String(error) };
}
