// Project files and other archives: how one is written, and what becomes of one that a person
// brings.
import {
  ArchiveError,
  type ArchiveErrorKind,
  type EntryFailure,
  type EntryFailureReason,
} from '../../archive/archive-error';
import type { FeatureKey } from '../../model/backbone';
import { featureSizeOf } from '../../model/settings';
import { PictureError } from '../../pictures/picture-error';
import { services } from '../../runtime/services';
import type { Archive, ProjectFileSummary } from '../../storage/project-file/archive';
import type {
  PictureVerdict,
  RestoreNote,
  RestoreOptions,
} from '../../storage/project-file/restore';
import type {
  FailureReason,
  ImportFailure,
  IncomingFile,
  UnpackedProject,
} from '../collect/incoming';
import type { Outcome } from '../outcome';
import { needNoReminder } from '../preferences';
import type { Slice } from '../slice';
import { signaturesOfRows } from '../train/learned-from';
import { takenNumbers } from './classes';
import type { Transfer, TransferOptions } from './projects-slice';

/**
 * A project file that waits for the person to choose: open it as its own project, or merge it into
 * the open one.
 */
export interface OfferedFile {
  name: string;
  summary: ProjectFileSummary;
}

/** What came of a project file. */
export interface BroughtProject {
  how: 'opened' | 'merged';
  name: string;
  pictures: number;
  /** The number of pictures that were already in the same class. */
  duplicates: number;
  failures: EntryFailure[];
  notes: RestoreNote[];
}

/** Why nothing could be taken from a file. */
export interface FileProblem {
  name: string;
  kind: ArchiveErrorKind;
  detail: string;
}

export interface AskedAboutFailures {
  failures: readonly EntryFailure[];
}

export interface ProjectFileSlice {
  /** If several files are brought at once, they are offered one after another. */
  offered: OfferedFile | undefined;
  /** Some pictures of the file cannot be taken. Should the good part be kept, or nothing? */
  asked: AskedAboutFailures | undefined;
  brought: BroughtProject | undefined;
  /** The problems of the files brought last. */
  fileProblems: readonly FileProblem[];
  /**
   * The project as a file. Undefined if that was cancelled, or if it could not be read, which the
   * bar explains.
   */
  projectFile(id: string): Outcome<Blob | undefined>;
  /** Offers a project file. Pictures of any other archive are imported like those of a folder. */
  openArchive(file: File): Outcome;
  /**
   * Offers project files, packed or unpacked. Resolves with the contents of all other archives and
   * folders.
   */
  openArchives(
    files: readonly File[],
    folders?: readonly UnpackedProject[],
  ): Outcome<{ files: IncomingFile[]; failures: ImportFailure[] }>;
  /** Takes the offered file as a project of its own, and opens it. */
  openOffered(): Outcome;
  /** Merges the offered file into the open project, as one act that can be undone. */
  mergeOffered(): Outcome;
  dismissOffered(): void;
  answerAsked(keepGoodPart: boolean): void;
  dismissBrought(): void;
  dismissFileProblems(): void;
}

type ProjectArchive = Extract<Archive, { kind: 'project' }>;

/** Pictures of a project file are kept as they are up to this side length. */
const MOST_SIDE = 1024;

declare module '../state' {
  interface AppState extends ProjectFileSlice {}
}

export const createProjectFileSlice: Slice<ProjectFileSlice> = (set, get) => {
  let archive: ProjectArchive | undefined;
  const waiting: { archive: ProjectArchive; offered: OfferedFile }[] = [];
  let answer: (keep: boolean) => void = () => {};

  const offerNext = () => {
    if (get().offered) return;
    const next = waiting.shift();
    archive = next?.archive;
    set({ offered: next?.offered });
  };

  /** Takes the offered file once the person has chosen. */
  const takeOffered = () => {
    const { offered } = get();
    const chosen = archive;
    archive = undefined;
    set({ offered: undefined });
    return offered && chosen && { offered, chosen };
  };

  const refuse = (name: string, { kind, detail }: ArchiveError) =>
    set(({ fileProblems }) => ({ fileProblems: [...fileProblems, { name, kind, detail }] }));

  /** Runs work on a whole project. The page says what became of it. */
  const transferring = async <T>(
    kind: Transfer['kind'],
    name: string,
    work: (options: TransferOptions) => Promise<T>,
  ): Promise<T | undefined> => {
    try {
      return await get().transferring(kind, work);
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      refuse(name, error);
      return undefined;
    } finally {
      set({ asked: undefined });
      get().refreshSpace();
    }
  };

  const restoreOptions = (options: Pick<RestoreOptions, 'onProgress' | 'signal'>) => ({
    ...options,
    checkPicture,
    featureSize: (key: FeatureKey) => featureSizeOf(key),
    signaturesOf: signaturesOfRows,
    keepGoodPart: (failures: readonly EntryFailure[]) =>
      new Promise<boolean>((resolve) => {
        answer = resolve;
        set({ asked: { failures } });
        options.signal?.addEventListener('abort', () => resolve(false), { once: true });
      }),
  });

  return {
    offered: undefined,
    asked: undefined,
    brought: undefined,
    fileProblems: [],

    projectFile: (id) =>
      transferring('writing', '', async (options) => {
        const { projectFileBlob } = await import('../../storage/project-file/write');
        return projectFileBlob(id, { ...options, signaturesOf: signaturesOfRows });
      }),

    async openArchive(file) {
      const { files, failures } = await get().openArchives([file]);
      if (files.length > 0 || failures.length > 0) {
        await get().importFiles(files, undefined, failures);
      }
    },

    async openArchives(archives, folders = []) {
      set({ fileProblems: [], brought: undefined });
      const { openArchive, openFolder } = await import('../../storage/project-file/archive');
      const offer = (opened: ProjectArchive, name: string) => {
        waiting.push({ archive: opened, offered: { name, summary: opened.summary } });
        offerNext();
      };
      const files: IncomingFile[] = [];
      const failures: ImportFailure[] = [];
      for (const file of archives) {
        try {
          const opened = await openArchive(file);
          if (opened.kind === 'project') {
            offer(opened, file.name);
            continue;
          }
          if (opened.kind === 'model') {
            get().openComparison([file]);
            continue;
          }
          const named = opened.kind === 'teachable-machine';
          const base = file.name.replace(/\.[^.]*$/, '');
          for (const each of opened.files) {
            const { folder = '' } = each;
            files.push({ file: each, path: `${base}/${each.path}`, ...(named && { folder }) });
          }
          failures.push(
            ...opened.failures.map(({ name, reason }) => ({ name, reason: asImported(reason) })),
          );
        } catch (error) {
          if (!(error instanceof ArchiveError)) throw error;
          refuse(file.name, error);
        }
      }
      for (const { name, base, files: unpacked } of folders) {
        const inIt = unpacked.flatMap(({ file, path = '' }) =>
          file instanceof File ? [{ file, path: path.slice(base.length) }] : [],
        );
        try {
          const opened = await openFolder(inIt);
          if (opened) offer(opened, name);
          else files.push(...unpacked);
        } catch (error) {
          if (!(error instanceof ArchiveError)) throw error;
          refuse(name, error);
        }
      }
      return { files, failures };
    },

    async openOffered() {
      const taken = takeOffered();
      if (!taken) return;
      const { offered, chosen } = taken;
      try {
        const restored = await transferring('reading', offered.name, (options) =>
          chosen.restore(restoreOptions(options)),
        );
        if (!restored) return;
        const { project, pictures, failures, notes } = restored;
        needNoReminder(project.id);
        await get().switchProject(project.id);
        set({
          brought: { how: 'opened', name: project.name, pictures, duplicates: 0, failures, notes },
        });
      } finally {
        offerNext();
      }
    },

    async mergeOffered() {
      const { project, classes, role } = get();
      if (!project || role === 'follows') return;
      const taken = takeOffered();
      if (!taken) return;
      const { offered, chosen } = taken;
      const target = {
        project,
        classes,
        takenNumbers: takenNumbers(get()),
        firstSeq: get().nextSeq(offered.summary.pictures),
      };
      try {
        const merged = await transferring('merging', offered.name, async (options) => {
          const found = await chosen.mergeInto(target, restoreOptions(options));
          if (!found) return undefined;
          // By now another project may have been opened, or another tab may work on this one.
          const same = get().project?.id === project.id && !options.signal.aborted;
          const { changes } = found;
          // Everything may be here already.
          if (same && (changes.length === 0 || (await get().mergeChanges(changes)))) return found;
          await found.discard();
          return undefined;
        });
        if (!merged) return;
        const { pictures, duplicates, failures, notes } = merged;
        const { name } = offered.summary;
        set({ brought: { how: 'merged', name, pictures, duplicates, failures, notes } });
      } finally {
        offerNext();
      }
    },

    dismissOffered() {
      takeOffered();
      offerNext();
    },

    answerAsked(keepGoodPart) {
      answer(keepGoodPart);
      set({ asked: undefined });
    },

    dismissBrought: () => set({ brought: undefined }),
    dismissFileProblems: () => set({ fileProblems: [] }),
  };
};

/**
 * A square picture that is no larger than ours need to be is kept byte for byte. Others are
 * converted. Each is decoded once, and one that cannot be decoded is not taken.
 */
async function checkPicture(file: File): Promise<PictureVerdict> {
  const { HEAD_BYTES, readHead } = await import('../../pictures/formats');
  const head = readHead(file.size, new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()));
  if ('kind' in head) return { use: 'nothing', detail: head.kind };
  const { format, size } = head;
  const keepable = format === 'jpeg' || format === 'png' || format === 'webp';
  try {
    if (!keepable || !size || size.width !== size.height || size.width > MOST_SIDE) {
      const { bitmap, jpeg } = await services().pictures.prepare(file);
      bitmap.close();
      return { use: 'prepared', picture: jpeg };
    }
    const bitmap = await createImageBitmap(file);
    bitmap.close();
    return { use: 'as-is', type: `image/${format}` };
  } catch (error) {
    if (error instanceof PictureError) return { use: 'nothing', detail: error.kind };
    // The browser cannot decode the picture.
    if (error instanceof DOMException) return { use: 'nothing', detail: 'broken' };
    throw error;
  }
}

/** Translates the reason into one that imports use. */
function asImported(reason: EntryFailureReason): FailureReason {
  switch (reason) {
    case 'encrypted':
    case 'too-large':
    case 'unsafe-path':
    case 'unsupported':
      return reason;
    default:
      return 'broken';
  }
}
