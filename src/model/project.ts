// A project: its classes, and the samples in them.
import type { FeatureSpec } from './backbone';
import type { TrainSettings } from './training';

const DAY_MS = 24 * 60 * 60 * 1000;
/**
 * For a day, a deletion can be undone, even after reloads and crashes. Then the next start frees
 * it.
 */
export const KEPT_DELETED_MS = DAY_MS;
/**
 * How long another tab may take to bring in a project. If it is not complete by then, it never will
 * be.
 */
export const MOST_ARRIVING_MS = DAY_MS;

export interface ProjectRow {
  id: string;
  /** Empty until a person names it. */
  name: string;
  /** Milliseconds since 1970, like all times here. */
  createdAt: number;
  openedAt: number;
  settings?: ProjectSettings;
  secondTask?: SecondTask;
  /** The second question as it was when it was deleted, or lost answers, for each time. */
  deletedSecondTasks?: DeletedSecondTask[];
  /**
   * The example whose pictures are still coming in. If they are cut off, the next visit draws the
   * rest.
   */
  comingExample?: string | undefined;
  /**
   * 0 while the project exists, otherwise the time of its deletion. All its data stays for the
   * undo.
   */
  deletedAt: number;
  /**
   * It is being copied in and is not complete yet. Nobody should see it, and a start removes
   * projects that never became complete.
   */
  arriving?: true;
}

/**
 * A second question about the same pictures, such as which hand or whether indoors, and its
 * possible answers.
 */
export interface SecondTask {
  name: string;
  labels: { id: string; name: string }[];
}

export interface DeletedSecondTask extends SecondTask {
  deletedAt: number;
}

export interface ProjectSettings {
  features?: FeatureSpec;
  train?: TrainSettings;
  /** Whether to learn as samples arrive, without the button. */
  live?: boolean;
  /** The share of familiar pictures that may be taken for unknown, 0 to 1. */
  falseRejection?: number;
  /** The example that the project began as, until its words are closed. */
  example?: string | undefined;
}

export interface ClassRow {
  id: string;
  projectId: string;
  name: string;
  /** Index into the palette, 0 to 9. */
  colour: number;
  /**
   * Its number from 0, which never changes. It decides the shape, and also the name until the class
   * gets one. From 10 on the shapes repeat, with numbers.
   */
  shape: number;
  /**
   * Its place among the project's classes. It can be any number, so that a class can go between two
   * others.
   */
  order: number;
  /** Set if it is left out of learning. */
  off?: true;
  /**
   * 0 while the class exists, otherwise the time of its deletion. Its samples need not be marked as
   * well.
   */
  deletedAt: number;
}

export interface SampleRow {
  id: string;
  projectId: string;
  classId: string;
  /** The recording: the pictures of one hold of the button, or of one file. */
  group: string;
  /** Orders the samples. It is higher than that of any sample taken before. */
  seq: number;
  createdAt: number;
  source: 'camera' | 'file';
  /** The file's name. */
  name?: string;
  /** Set aside for measuring, and never learned from. */
  test?: true;
  /**
   * The answer to the second question: the id of one of its labels. Any other id counts as no
   * answer, such as that of a deleted label.
   */
  secondLabel?: string;
  /**
   * 0 while the sample exists, otherwise the time of its deletion. Below 0, it is still arriving:
   * see `arrivingSince`.
   */
  deletedAt: number;
}
