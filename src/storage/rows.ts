// What is kept: one type for each table's rows.
import type { FeatureKey } from '../model/backbone';
import type { MeasurementKind, Measurements } from '../model/measurement';
import type { OwnModelFacts, OwnModelFile } from '../model/own-model';
import type { StandIn, StoredRun } from '../model/run';

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

export interface RunRow {
  projectId: string;
  run: StoredRun;
}

export interface MeasurementRow {
  projectId: string;
  kind: MeasurementKind;
  /** Another one whenever it is written. */
  edition: string;
  value: Measurements[MeasurementKind];
}
