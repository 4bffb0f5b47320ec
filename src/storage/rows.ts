// What is kept: one type for the rows of each table.
import type { FeatureKey } from '../model/backbone';
import type { MeasurementKind, Measurements } from '../model/measurement';
import type { OwnModelFacts, OwnModelFile } from '../model/own-model';
import type { StandIn, StoredRun } from '../model/run';

/**
 * Stands in place of a time of deletion. The row came at this time with an import that is not
 * complete yet, and goes if the import never completes. Earlier versions took 1 in its place, which
 * is a deletion of long ago by now.
 */
export const arrivingSince = (at: number): number => -at;

/**
 * The encoded picture of the sample with the same id. It is kept as bytes rather than a Blob: to
 * Chromium ten thousand small blobs are ten thousand files, and Safari has lost blobs and refuses
 * them in private windows.
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

/** A person's own model: what is known about it, and how many parts its weights are kept in. */
export interface OwnBackboneRow extends OwnModelFacts {
  header: OwnModelFile['header'];
  parts: number;
  addedAt: number;
}

/** A part of a model's weights. Reading them all in one go would be noticeable. */
export interface OwnBackbonePartRow {
  hash: string;
  part: number;
  bytes: ArrayBuffer;
}

/** A file that somebody chose for a class. Kept as bytes, as in PictureRow. */
export interface CueFile {
  name: string;
  type: string;
  bytes: ArrayBuffer;
}

/**
 * What a class's answer is presented with, if somebody chose it. The default is a tone and one of
 * its pictures.
 */
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
  /** It changes with every write. */
  edition: string;
  value: Measurements[MeasurementKind];
}

/**
 * How far a place's writes have come: the database's own, or those that are in the second copy. The
 * one row of its table.
 */
export interface ProgressRow {
  id: typeof PROGRESS;
  /** The number of the last write. A copy has all writes up to this one. */
  last: number;
  /** Later writes that the copy has as well, while one in between is still on its way. */
  beyond?: number[];
  /** What the copy had when removals up to this write were forgotten. */
  copied?: number;
  /** The last write that the database took in a visit which had not looked at the copy. */
  apart?: number;
  /** Everything was cleared while the copy could not be reached, so the copy must go. */
  cleared?: true;
}

export const PROGRESS = 'writes';

/** A row that was removed from the database, and may still be in the second copy. */
export interface RemovalRow {
  table: string;
  key: string;
  /** The number of the write that removed it. */
  write: number;
}
