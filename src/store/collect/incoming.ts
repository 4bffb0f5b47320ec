// What is on its way in, and what became of it.
import type { Layout } from '../../model/layout';
import type { ProjectRow, SampleRow } from '../../model/project';
import type { PictureErrorKind } from '../../pictures/picture-error';
import type { PickedFile } from '../../runtime/found-files';
import type { ArchiveFile } from '../../storage/project-file/foreign';
import type { Outcome } from '../outcome';

export type FailureReason =
  | PictureErrorKind
  | 'quota'
  /** The backbone's features of it are not finite. */
  | 'no-features'
  | 'not-saved'
  // Nothing says which class the picture belongs to.
  | 'unlabelled'
  /** The project can hold no more. */
  | 'no-room'
  // These come from archives.
  | 'encrypted'
  | 'unsafe-path'
  | 'unsupported';

export interface ImportFailure {
  name: string;
  reason: FailureReason;
  /** The message of an error that nobody expected. It is not translated. */
  detail?: string;
}

export interface Import {
  id: string;
  /**
   * The project that the import began in, with the name it had then. All of its pictures go there.
   */
  project: Pick<ProjectRow, 'id' | 'name'>;
  /** The class that the files were dropped on. Absent if the import is sorted by folders. */
  classId?: string;
  total: number;
  done: number;
  added: number;
  failures: ImportFailure[];
  /** How the files were sorted into classes, once that is known. */
  sorted?: Sorted;
  /** `full`: the disk had no room for more. */
  phase: 'reading' | 'cancelled' | 'full' | 'done';
}

export interface Sorted {
  by: Layout['by'];
  /** The number of classes that the pictures go into. */
  classes: number;
  /** The number of pictures that are set aside to measure with, because their folders say so. */
  tests: number;
}

/** A file, or an archive's entry that has not been read yet. */
export interface IncomingFile {
  file: PickedFile['file'] | ArchiveFile;
  /** Where it lies in what was brought. An archive counts as a folder of its name. */
  path?: string;
  /** The name of its class, where that is known wherever the file lies. */
  folder?: string;
  /** The picture's answer to the second question. */
  secondLabel?: string;
  /** The recording that it belongs to, if that has pictures already. */
  group?: string | undefined;
}

/** A folder that may be what a project file was unpacked into. */
export interface UnpackedProject {
  name: string;
  /** The part of the files' paths that leads to the folder. It ends with a slash. */
  base: string;
  files: IncomingFile[];
}

export interface Recording {
  classId: string;
  /** The recording that the pictures belong to. */
  group: string;
  /** The pictures are set aside to measure with. */
  test: boolean;
  startedAt: number;
  /** Frames taken so far, without those that were lost. There may be fewer on the disk. */
  taken: number;
}

/** A recording that ended because its frames cannot be kept. */
export interface BrokenRecording {
  classId: string;
  /**
   * - `unloaded`: the picture worker did not load.
   * - `unreadable`: one frame after another could not be read.
   * - `black`: the camera brings frames without any light.
   * - `not-saved`: the disk refused.
   * - `full`: the project can hold no more.
   */
  why: 'unloaded' | 'unreadable' | 'black' | 'not-saved' | 'full';
}

/**
 * Imports files into the class or, without a class, into classes named after their folders.
 * Resolves with the rows that came in, once every file is in or refused. `unreadable` lists
 * paths, on the disk or in an archive, that the browser could not read. They are reported with
 * the rest. With `test`, the pictures are set aside to measure with. With `group`, all of them
 * belong to one recording.
 */
export type ImportFiles = (
  files: readonly IncomingFile[],
  classId?: string,
  unreadable?: readonly (string | ImportFailure)[],
  how?: { test?: boolean; group?: string },
) => Outcome<SampleRow[]>;
