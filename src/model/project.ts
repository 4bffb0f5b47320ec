// A project: its classes, and the samples in them.
import type { FeatureSpec } from './backbone';
import type { TrainSettings } from './training';

/** What was deleted can be brought back for a day, over reloads and crashes, and is freed at a start after that. */
export const KEPT_DELETED_MS = 24 * 60 * 60 * 1000;

export interface ProjectRow {
  id: string;
  /** Empty until a person names it. */
  name: string;
  /** Milliseconds since 1970, as are all times here. */
  createdAt: number;
  openedAt: number;
  settings?: ProjectSettings;
  secondTask?: SecondTask;
  /** 0 while it is alive; else when it was deleted. All that belongs to it stays for the undo. */
  deletedAt: number;
  /**
   * It is being copied in and not whole yet: nobody is to see it, and a start takes away what never
   * became whole.
   */
  arriving?: true;
}

/**
 * A second question about the same pictures, as which hand or whether indoors, and its possible
 * answers.
 */
export interface SecondTask {
  name: string;
  labels: { id: string; name: string }[];
}

export interface ProjectSettings {
  features?: FeatureSpec;
  train?: TrainSettings;
  /** Learn as samples arrive, without the button. */
  live?: boolean;
  /** The share of familiar pictures that may be taken for unknown, 0 to 1. */
  falseRejection?: number;
  /** The example that it began as, until its words are closed. */
  example?: string | undefined;
}

export interface ClassRow {
  id: string;
  projectId: string;
  name: string;
  /** Index into the palette, 0 to 9. */
  colour: number;
  /**
   * Its number from 0, for life: decides the shape, and the name until it has one. From 10 on
   * shapes repeat, numbered.
   */
  shape: number;
  /** Where it stands among the project's classes; any number, so that one can go between two. */
  order: number;
  /** Left out of learning. */
  off?: true;
  /** 0 while it is alive; else when it was deleted. Its samples need not be marked as well. */
  deletedAt: number;
}

export interface SampleRow {
  id: string;
  projectId: string;
  classId: string;
  /** The recording: the pictures of one hold of the button, or one file. */
  group: string;
  /** Orders samples; higher than that of any sample taken before. */
  seq: number;
  createdAt: number;
  source: 'camera' | 'file';
  /** The file's name. */
  name?: string;
  /** Set aside to measure with: never learned from. */
  test?: true;
  /**
   * The answer to the second question: an id of its labels. Any other, as of a label that was
   * deleted, is none.
   */
  secondLabel?: string;
  /** 0 while it is alive; else when it was deleted, or ARRIVING. */
  deletedAt: number;
}
