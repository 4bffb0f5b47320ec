// Files on their way in. They are sorted into classes, read a few at a time, and reported one by
// one.
import { ArchiveError } from '../../archive/archive-error';
import { isArchive } from '../../model/brought-files';
import { EngineError } from '../../model/engine-error';
import { cleanText } from '../../model/file-names';
import { MOST_FILE_NAME } from '../../model/limits';
import { newId } from '../../model/new-id';
import type { SampleRow } from '../../model/project';
import { PictureError } from '../../pictures/picture-error';
import { type OnWritten, takeIn } from '../../runtime/intake';
import { StorageError } from '../../storage/storage-error';
import { announce } from '../lifecycle';
import { roomForPictures } from '../project/limits';
import { samplesOf } from '../project/samples-by-class';
import type { Read, Write } from '../slice';
import type {
  Import,
  ImportFailure,
  ImportFiles,
  IncomingFile,
  Recording,
  UnpackedProject,
} from './incoming';
import type { SortedFile, Sorting } from './sorting';
import type { UnderWay } from './under-way';

/** The name of the file that tells a project's folder. */
const MANIFEST = 'manifest.json';
/** The number of files read at once. The picture worker has a smaller limit of its own. */
const AT_ONCE = 48;

interface PlacedFile extends Pick<IncomingFile, 'file' | 'secondLabel' | 'group'> {
  test: boolean;
  /** Undefined if there is no room for the picture, or none for a class of its own. */
  classId: string | undefined;
  seq: number;
}

export interface Importing {
  /** Does what `CollectSlice.importFiles` does, for files that are not a model. */
  importFiles: ImportFiles;
  /** Called after each batch is on the disk. */
  onWritten: OnWritten;
}

export function createImporting(
  set: Write<{ imports: Import[]; turnedAway: number }>,
  get: Read,
  { cancels, watched }: UnderWay,
): Importing {
  const update = (id: string, change: (old: Import) => Partial<Import>) =>
    set(({ imports }) => ({
      imports: imports.map((each) => (each.id === id ? { ...each, ...change(each) } : each)),
    }));

  /** Called when a batch is on the disk. Shows it, and counts it for its imports. */
  const onWritten: OnWritten = (written, embedded) => {
    get().showAdded(written);
    set(({ imports }) => ({
      imports: imports.map((each) => {
        const count = written.filter(({ from }) => from === each.id).length;
        return count === 0 ? each : { ...each, done: each.done + count, added: each.added + count };
      }),
    }));
    if (!embedded) announce('featuresMissing');
  };

  /** Finds or makes the class of each file. */
  const placeFiles = async (
    id: string,
    files: readonly SortedFile[],
    into: string | undefined,
  ): Promise<PlacedFile[]> => {
    const names = new Set(files.map(({ className }) => className));
    const ids = into === undefined ? await get().classesNamed(names) : undefined;
    // Files are numbered in their order, however fast each is read and whatever comes in meanwhile,
    // because the split depends on it.
    const firstSeq = get().nextSeq(files.length);
    const coming = get()
      .imports.filter((each) => each.phase === 'reading' && each.id !== id)
      .reduce((sum, { total, done }) => sum + total - done, 0);
    const room = roomForPictures(get()) - coming;
    return files.map(({ file, className, test }, i) => ({
      ...file,
      test,
      classId: i < room ? (into ?? ids?.get(className)) : undefined,
      seq: firstSeq + i,
    }));
  };

  /**
   * Folders may say that all pictures are for testing. They are, if there is something to learn
   * their classes from.
   */
  const isForTesting = ({ sorted, files }: Sorting, classId: string | undefined): boolean => {
    if (sorted.tests < files.length) return true;
    const { classes, samples } = get();
    const named = new Set(files.map(({ className }) => className.toLocaleLowerCase()));
    return classes.some(
      ({ id, name }) =>
        (classId === undefined ? named.has(name.toLocaleLowerCase()) : id === classId) &&
        samplesOf(samples, id).length > 0,
    );
  };

  /** A new import into the same place replaces the report of the last one. */
  const begin = (report: Import) =>
    set(({ imports }) => ({
      imports: [
        ...imports.filter(
          (each) =>
            each.phase === 'reading' ||
            each.classId !== report.classId ||
            each.project.id !== report.project.id,
        ),
        report,
      ],
    }));

  const fail = (id: string, failure: ImportFailure) =>
    update(id, ({ done, failures }) => ({ done: done + 1, failures: [...failures, failure] }));

  const end = (id: string, cancelled: boolean) =>
    update(id, ({ failures }) => {
      const full = failures.some(({ reason }) => reason === 'quota');
      return { phase: full ? 'full' : cancelled ? 'cancelled' : 'done' };
    });

  const importFiles: Importing['importFiles'] = async (
    brought,
    classId,
    unreadable = [],
    { test = false, group } = {},
  ) => {
    const { role, project } = get();
    if (role === 'follows') set({ turnedAway: brought.length });
    if (role !== 'leads' || !project) return [];
    const { id: projectId, name } = project;
    const cancel = new AbortController();
    const archives = brought.flatMap(({ file }) => (isArchiveFile(file) ? [file] : []));
    const { projects, files } = apartFromProjects(
      brought.filter(({ file }) => !isArchiveFile(file)),
    );
    const failures = unreadable.map((each) =>
      typeof each === 'string' ? { name: each, reason: 'broken' as const } : each,
    );
    if (archives.length > 0 || projects.length > 0) {
      const inside = await get().openArchives(archives, projects);
      files.push(...inside.files);
      failures.push(...inside.failures);
      if (files.length === 0 && failures.length === 0) return [];
      // Another project may have been opened while the files were read.
      if (get().project?.id !== projectId || get().role !== 'leads') cancel.abort();
    }
    const id = newId();
    cancels.set(id, cancel);
    begin({
      id,
      project: { id: projectId, name },
      ...(classId === undefined ? {} : { classId }),
      total: files.length + failures.length,
      done: failures.length,
      added: 0,
      failures,
      phase: 'reading',
    });

    const cameIn: SampleRow[] = [];
    const groupOf = groups(group);
    /** Does the work for each, some at a time, until the import is cancelled. */
    const each = async <T>(items: Iterable<T>, work: (item: T) => Promise<void>) => {
      const queue = items[Symbol.iterator]();
      const workNext = async () => {
        for (let next = queue.next(); !next.done; next = queue.next()) {
          if (cancel.signal.aborted) return;
          await work(next.value);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, workNext));
    };
    const readOne = async (placed: PlacedFile) => {
      const { file, classId, seq, secondLabel, group = groupOf(file) } = placed;
      if (classId === undefined) {
        fail(id, { name: file.name, reason: get().saveError ? 'not-saved' : 'no-room' });
        return;
      }
      const row = {
        ...newSample(
          projectId,
          { classId, group, test: test || placed.test },
          'file',
          seq,
          file.name,
        ),
        ...(secondLabel !== undefined && { secondLabel }),
      };
      try {
        // The file is counted when its batch is on the disk.
        const { signal } = cancel;
        const take = (source: File) => takeIn({ row, from: id, source }, onWritten, signal);
        await (file instanceof File
          ? take(file)
          : file.read(take, { signal, look: await lookIntoIt() }));
        cameIn.push(row);
      } catch (error) {
        // Whatever the error is, it ends this file only. Otherwise the other readers would go on
        // with nobody watching them.
        if (cancel.signal.aborted) return;
        if (error instanceof StorageError) {
          announce('diskRefused', error.kind);
          // A full disk would refuse the next file too. What is in stays in.
          if (error.kind === 'quota') cancel.abort();
        }
        fail(id, { name: file.name, ...reasonOf(error) });
      }
    };
    const read = async () => {
      try {
        // Loaded with the first import, because the page is shown without it.
        const { sortFiles } = await import('./sorting');
        const sorting = await sortFiles(files, classId, each, cancel.signal);
        if (cancel.signal.aborted) return;
        const { sorted, left, used } = sorting;
        const tested = isForTesting(sorting, classId);
        update(id, ({ total }) => ({
          total: total - used,
          sorted: { ...sorted, tests: tested ? sorted.tests : 0 },
        }));
        for (const { name, why } of left) {
          fail(id, { name, reason: why === 'unlabelled' ? why : why.kind });
        }
        const placed = await placeFiles(
          id,
          sorting.files.map((file) => ({ ...file, test: tested && file.test })),
          classId,
        );
        await each(placed, readOne);
      } finally {
        end(id, cancel.signal.aborted);
        cancels.delete(id);
      }
    };
    try {
      await watched(id, read());
    } finally {
      get().refreshSpace();
    }
    return cameIn;
  };

  return { importFiles, onWritten };
}

/** Spares unpacking what is no picture. Loaded with the first archive. */
async function lookIntoIt(): Promise<(head: Uint8Array, size: number) => void> {
  const { readHead } = await import('../../pictures/formats');
  return (head, size) => {
    const found = readHead(size, head);
    if ('kind' in found) throw new PictureError(found);
  };
}

/** Tells the files of unpacked projects from the others. */
function apartFromProjects(brought: readonly IncomingFile[]): {
  projects: UnpackedProject[];
  files: IncomingFile[];
} {
  const bases = brought.flatMap(({ path = '' }) =>
    path.endsWith(`/${MANIFEST}`) ? path.slice(0, -MANIFEST.length) : [],
  );
  const baseOf = ({ path = '' }: IncomingFile) => bases.find((base) => path.startsWith(base));
  const projects = bases.map((base) => {
    const files = brought.filter((each) => baseOf(each) === base);
    return { name: base.split('/').at(-2) ?? '', base, files };
  });
  return { projects, files: brought.filter((each) => baseOf(each) === undefined) };
}

const isArchiveFile = (file: IncomingFile['file']): file is File =>
  file instanceof File && isArchive(file);

/** The recording of each file: the given one, the one that an archive names, or the file's own. */
function groups(given: string | undefined): (file: PlacedFile['file']) => string {
  const bursts = new Map<string, string>();
  return (file) => {
    if (given !== undefined) return given;
    if (file instanceof File || file.burst === undefined) return newId();
    const known = bursts.get(file.burst) ?? newId();
    bursts.set(file.burst, known);
    return known;
  };
}

/** The row of a picture that is about to be taken in. */
export const newSample = (
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
  ...(name === undefined ? {} : { name: cleanText(name, MOST_FILE_NAME) }),
  ...(test ? { test } : {}),
  deletedAt: 0,
});

function reasonOf(error: unknown): Omit<ImportFailure, 'name'> {
  if (error instanceof ArchiveError) {
    return { reason: error.kind === 'too-large' ? 'too-large' : 'broken' };
  }
  if (error instanceof PictureError) return { reason: error.kind };
  if (error instanceof EngineError && error.kind === 'features-broken') {
    return { reason: 'no-features' };
  }
  if (error instanceof StorageError) {
    return { reason: error.kind === 'quota' ? 'quota' : 'not-saved' };
  }
  return { reason: 'broken', detail: error instanceof Error ? error.message : String(error) };
}
