// Pictures on their way in: files that are imported, and recordings from the camera.
import { isOfModel } from '../../model/brought-files';
import { EngineError } from '../../model/engine-error';
import { newId } from '../../model/new-id';
import { PictureError } from '../../pictures/picture-error';
import { takeIn } from '../../runtime/intake';
import type { Change } from '../../storage/changes';
import { StorageError } from '../../storage/storage-error';
import { on } from '../lifecycle';
import type { Outcome } from '../outcome';
import { roomForPictures } from '../project/limits';
import type { Slice } from '../slice';
import type { AppState } from '../state';
import { createImporting, newSample } from './importing';
import type { BrokenRecording, Import, ImportFiles, Recording } from './incoming';
import { createUnderWay } from './under-way';

export interface CollectSlice {
  imports: Import[];
  recording: Recording | undefined;
  /** The last recording, if its frames could not be kept. */
  broken: BrokenRecording | undefined;
  /**
   * Files that were brought here while another tab worked on the project. They were not taken in.
   */
  turnedAway: number;
  importFiles: ImportFiles;
  /**
   * Ends an import or a recording. Resolves when nothing more comes of it and all writes are over.
   */
  cancelImport(id: string): Outcome;
  dismissImport(id: string): void;
  startRecording(classId: string, how?: { test?: boolean }): void;
  /** Takes a frame into the current recording. Closes the bitmap if there is none. */
  recordFrame(frame: ImageBitmap): void;
  stopRecording(): void;
  dismissBroken(): void;
}

/** So many frames in a row are lost only where the next ones would be lost too. */
const MOST_LOST = 3;

declare module '../state' {
  interface AppState extends CollectSlice {}
}

export const createCollectSlice: Slice<CollectSlice> = (set, get) => {
  const underWay = createUnderWay();
  const { importFiles, onWritten } = createImporting(set, get, underWay);

  let lostInARow = 0;
  /** Whether a frame of the last recording was kept, and why the last one was not. */
  let keptAny = false;
  let lostFor: BrokenRecording['why'] | undefined;

  /** Counts a frame that was not kept. Ends its recording if the next ones would not be either. */
  const lose = ({ group, classId }: Recording, error: unknown) => {
    lostInARow++;
    const { recording } = get();
    const goesOn = recording?.group === group;
    if (goesOn) set({ recording: { ...recording, taken: recording.taken - 1 } });
    const why = whyBroken(error);
    lostFor = why;
    // A camera's first frame may be black, and any frame may fail. That is said only where nothing
    // better has come, or will come.
    const mayPass = (why === 'unreadable' || why === 'black') && (goesOn || keptAny);
    if (mayPass && lostInARow < MOST_LOST) return;
    if (goesOn) get().stopRecording();
    // The next recording may have begun meanwhile. It will find out by itself.
    if (!get().recording) set({ broken: { classId, why } });
  };

  /** Ends the imports that go into classes which these changes added. */
  const cancelImportsInto = async (changes: readonly Change[]) => {
    const added = new Set(changes.map(({ after }) => after?.id));
    const { recording, imports } = get();
    if (recording && added.has(recording.classId)) {
      get().stopRecording();
      await underWay.cancel(recording.group);
    }
    for (const { id, classId, phase } of imports) {
      // An import by folders may go into any class.
      const into = classId === undefined || added.has(classId);
      if (phase === 'reading' && into) await underWay.cancel(id);
    }
  };

  on('undoing', async ({ act, from, changes }) => {
    if (act === 'add-class') await cancelImportsInto(changes);
    if (from === undefined) return;
    if (get().recording) get().stopRecording();
    await underWay.cancel(from);
    // The report is about pictures that are gone.
    get().dismissImport(from);
  });
  on('leads', () => set({ turnedAway: 0 }));
  on('follows', async () => {
    set({ turnedAway: 0 });
    get().stopRecording();
    await underWay.cancelAll();
  });
  on('left', () => set({ broken: undefined }));
  on('leaving', async () => {
    get().stopRecording();
    // The person has seen the reports of earlier imports, so they go. The reports of imports that
    // end here, or that ended when an earlier project was left, stay.
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
    broken: undefined,
    turnedAway: 0,

    async importFiles(brought, ...how) {
      if (!isOfModel(brought.map(({ file }) => file))) return importFiles(brought, ...how);
      // These are not pictures for a class but somebody's model to compare with.
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
      // What went in before is reported. What did not go in is still there to be read.
      set(({ imports }) => ({
        imports: imports.filter(
          (each) =>
            each.classId !== classId || each.phase === 'reading' || each.failures.length > 0,
        ),
      }));
      lostInARow = 0;
      keptAny = false;
      lostFor = undefined;
      set({
        recording: { classId, group: newId(), test, startedAt: Date.now(), taken: 0 },
        broken: undefined,
      });
    },

    recordFrame(frame) {
      const { recording, project } = get();
      if (!recording || !project) {
        frame.close();
        return;
      }
      const { group, classId } = recording;
      if (roomForPictures(get()) <= get().saving) {
        frame.close();
        get().stopRecording();
        set({ broken: { classId, why: 'full' } });
        return;
      }
      const row = newSample(project.id, recording, 'camera', get().nextSeq());
      set({ recording: { ...recording, taken: recording.taken + 1 } });
      get()
        .asSaving(1, () =>
          underWay.watched(group, takeIn({ row, from: group, source: frame }, onWritten)),
        )
        .then(
          () => {
            lostInARow = 0;
            keptAny = true;
          },
          (error: unknown) => {
            lose(recording, error);
            const known = [StorageError, PictureError, EngineError];
            if (!known.some((kind) => error instanceof kind)) throw error;
          },
        );
    },

    stopRecording() {
      const { recording } = get();
      if (recording) get().refreshSpace();
      set({ recording: undefined });
      // All that was taken is lost, so this is the last moment to say it.
      if (recording?.taken === 0 && lostFor && !keptAny) {
        set({ broken: { classId: recording.classId, why: lostFor } });
      }
    },

    dismissBroken: () => set({ broken: undefined }),
  };
};

function whyBroken(error: unknown): BrokenRecording['why'] {
  if (error instanceof StorageError) return 'not-saved';
  const kind = error instanceof PictureError ? error.kind : undefined;
  return kind === 'unloaded' || kind === 'black' ? kind : 'unreadable';
}

/**
 * True while pictures or acts are on their way to the disk. They would be lost if the page closed.
 */
export function isTakingIn({ imports, saving }: Pick<AppState, 'imports' | 'saving'>): boolean {
  return saving > 0 || imports.some(({ phase }) => phase === 'reading');
}
