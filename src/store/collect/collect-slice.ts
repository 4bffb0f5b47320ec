// Pictures on their way in: imports of files, and recordings from the camera.
import { isOfModel } from '../../model/brought-files';
import { newId } from '../../model/new-id';
import type { ProjectRow, SampleRow } from '../../model/project';
import { PictureError, type PictureErrorKind } from '../../pictures/picture-error';
import type { PickedFile } from '../../runtime/found-files';
import { takeIn } from '../../runtime/intake';
import type { Change } from '../../storage/changes';
import type { ArchiveFile } from '../../storage/project-file/foreign';
import { StorageError } from '../../storage/storage-error';
import type { AppState } from '../app-store';
import { on } from '../lifecycle';
import type { Outcome } from '../outcome';
import type { Slice } from '../slice';
import { createImporting, newSample } from './importing';
import { createUnderWay } from './under-way';

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
  /**
   * Into the class, or by folder into classes of that name. Gives the rows that came in, when all are in or refused.
   * `unreadable` are paths that the browser would not read, or of an archive: they are reported with the rest.
   * With `test` they are set aside to measure with; with `group` all are of one burst.
   */
  importFiles(
    files: readonly IncomingFile[],
    classId?: string,
    unreadable?: readonly (string | ImportFailure)[],
    how?: { test?: boolean; group?: string },
  ): Outcome<SampleRow[]>;
  /** Resolves when nothing more comes of it, what is being written included; of a recording as well. */
  cancelImport(id: string): Outcome;
  dismissImport(id: string): void;
  startRecording(classId: string, how?: { test?: boolean }): void;
  /** Takes a frame into the recording that runs; closes the bitmap where none does. */
  recordFrame(frame: ImageBitmap): void;
  stopRecording(): void;
}

export const createCollectSlice: Slice<CollectSlice> = (set, get) => {
  const underWay = createUnderWay();
  const { importFiles, onWritten } = createImporting(set, get, underWay);

  /** Ends what is on its way into classes that these changes added. */
  const cancelImportsInto = async (changes: readonly Change[]) => {
    const added = new Set(changes.map(({ after }) => after?.id));
    const { recording, imports } = get();
    if (recording && added.has(recording.classId)) {
      get().stopRecording();
      await underWay.cancel(recording.group);
    }
    for (const { id, classId, phase } of imports) {
      // By folders it may go into any class.
      const into = classId === undefined || added.has(classId);
      if (phase === 'reading' && into) await underWay.cancel(id);
    }
  };

  on('undoing', async ({ act, from, changes }) => {
    if (act === 'add-class') await cancelImportsInto(changes);
    if (from === undefined) return;
    if (get().recording) get().stopRecording();
    await underWay.cancel(from);
    // Its report speaks of pictures that are gone.
    get().dismissImport(from);
  });
  on('leads', () => set({ turnedAway: 0 }));
  on('follows', async () => {
    set({ turnedAway: 0 });
    get().stopRecording();
    await underWay.cancelAll();
  });
  on('leaving', async () => {
    get().stopRecording();
    // Its last reports are known; those of imports that end by this, or by an earlier leave, stay.
    const { project, imports } = get();
    const known = imports.filter(
      (each) => each.phase !== 'reading' && each.project.id === project?.id,
    );
    await underWay.cancelAll();
    for (const { id } of known) get().dismissImport(id);
  });

  return {
    imports: [],
    recording: undefined,
    turnedAway: 0,

    async importFiles(brought, ...how) {
      if (!isOfModel(brought.map(({ file }) => file))) return importFiles(brought, ...how);
      // No pictures for a class: somebody's model, to compare with.
      get().openComparison(brought.flatMap(({ file }) => (file instanceof File ? file : [])));
      return [];
    },

    cancelImport: (id) => underWay.cancel(id),

    dismissImport(id) {
      set(({ imports }) => ({ imports: imports.filter((each) => each.id !== id) }));
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
      const row = newSample(project.id, recording, 'camera', get().nextSeq());
      set({ recording: { ...recording, taken: recording.taken + 1 } });
      get()
        .asSaving(1, () =>
          underWay.watched(group, takeIn({ row, from: group, source: frame }, onWritten)),
        )
        .catch((error: unknown) => {
          // asSaving shows a disk that refuses; a frame that cannot be read is just not there.
          if (!(error instanceof StorageError || error instanceof PictureError)) throw error;
        });
    },

    stopRecording() {
      if (get().recording) get().refreshSpace();
      set({ recording: undefined });
    },
  };
};

/** Pictures or acts are on their way to the disk: they would be lost if the page were closed. */
export function isTakingIn({ imports, saving }: Pick<AppState, 'imports' | 'saving'>): boolean {
  return saving > 0 || imports.some(({ phase }) => phase === 'reading');
}
