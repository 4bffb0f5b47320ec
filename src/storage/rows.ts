// What is kept: one type for each table's rows.
import type {
  CurvePoint,
  CurveWay,
  Evaluation,
  FeatureKey,
  FeatureSpec,
  OwnModelFacts,
  OwnModelFile,
  PassReport,
  Strategy,
  StrategyResult,
  TrainResult,
  TrainSettings,
} from '../engine/protocol';

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
  /** It is being copied in and not whole yet: nobody is to see it, and a start takes away what never became whole. */
  arriving?: true;
}

/** A second question about the same pictures, as which hand or whether indoors, and its possible answers. */
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
  /** Its number from 0, for life: decides the shape, and the name until it has one. From 10 on shapes repeat, numbered. */
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
  /** The burst: pictures of one recording, or one file. */
  group: string;
  /** Orders samples; higher than that of any sample taken before. */
  seq: number;
  createdAt: number;
  source: 'camera' | 'file';
  /** The file's name. */
  name?: string;
  /** Set aside to measure with: never learned from. */
  test?: true;
  /** The answer to the second question: an id of its labels. Any other, as of a label that was deleted, is none. */
  secondLabel?: string;
  /** 0 while it is alive; else when it was deleted, or ARRIVING. */
  deletedAt: number;
}

/** In place of a time of deletion: brought in by an import that is not whole yet, and goes if it never will be. */
export const ARRIVING = 1;

/**
 * The encoded picture of the sample with the same id. Bytes rather than a Blob: ten thousand small
 * blobs are ten thousand files to Chromium, and Safari has lost blobs and refuses them in private windows.
 */
export interface PictureRow {
  id: string;
  type: string;
  bytes: ArrayBuffer;
}

export interface FeatureRow {
  /** The sample's id. */
  id: string;
  key: FeatureKey;
  vector: Float32Array;
}

/** A person's own model: what is known of it, and how many parts its weights are kept in. */
export interface OwnBackboneRow extends OwnModelFacts {
  header: OwnModelFile['header'];
  parts: number;
  addedAt: number;
}

/** A part of a model's weights: reading all in one go would be felt. */
export interface OwnBackbonePartRow {
  hash: string;
  part: number;
  bytes: ArrayBuffer;
}

/** The last training of a project, with all that the page showed of it. */
export interface StoredRun {
  result: TrainResult;
  history: PassReport[];
  settings: TrainSettings;
  at: number;
  /** Tells the training data apart from other data, so that a run can be seen to be out of date. */
  signature: string;
  /** Names at the time of the run, by class id. */
  classNames: Record<string, string>;
}

/** A strategy of transfer that was put to use: its head, with its network, answers in the place of the last training's. */
export interface StandIn extends StoredRun {
  strategy: Strategy;
  /** The last block that stayed as it came, where that counts. */
  freezeAt?: number;
  /** What the frozen backbone got right of the same held-out pictures, where that was measured. */
  baseline?: Pick<Evaluation, 'right' | 'total'>;
}

/** A file that somebody chose for a class. Bytes as in PictureRow. */
export interface CueFile {
  name: string;
  type: string;
  bytes: ArrayBuffer;
}

/** What a class's answer is presented with, where somebody chose it: else a tone, and one of its pictures. */
export interface CueRow {
  classId: string;
  sound?: CueFile;
  picture?: CueFile;
  /** When it was last changed. */
  at: number;
}

export interface StandInRow {
  projectId: string;
  run: StandIn;
}

/** A way of using the backbone as it was measured, without what it learned: weights are large, a measurement's figures are not. */
export interface StrategyRecord {
  result: Omit<StrategyResult, 'head'>;
  /** With the milliseconds of work when each pass or epoch was over. */
  history: (PassReport & { ms: number })[];
  /** Equal for all that were measured on the same pictures alike. */
  basis: string;
  from: Pick<StoredRun, 'signature' | 'settings' | 'classNames'>;
}

/** One way's learning curve so far. */
export interface Curve {
  points: CurvePoint[];
  /** Pictures a class, ascending, and points when it is whole. */
  numbers: number[];
  total: number;
  /** Pictures that every point is tested on, and the share of them that guessing gets. */
  heldOut: number;
  guessing: number;
}

export interface CurvesRecord {
  curves: Partial<Record<CurveWay, Curve>>;
  /** As a strategy's. */
  basis: string;
}

export interface RunRow {
  projectId: string;
  run: StoredRun;
  /** What the transfer lab measured of the project. */
  measured?: Partial<Record<Strategy, StrategyRecord>>;
  curves?: CurvesRecord;
}

/** A fresh id: 128 random bits in hex. (`crypto.randomUUID` is absent where the page is not secure.) */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
