// How far other pictures are from those that were learned from.
import type { FeatureKey } from './backbone';
import type { Counted } from './evaluation';
import type { Fingerprint } from './fingerprint';
import type { TrainingSample } from './training';

/** A picture of what may be another domain. */
export interface OtherPicture {
  /** A remembered sample's id, or raw features. */
  features: string | Float32Array;
  group: string;
  /** Index into DomainRequest.classes, where it is known. */
  label?: number;
}

export interface DomainRequest {
  featureKey: FeatureKey;
  classes: string[];
  /** What is learned from. */
  samples: TrainingSample[];
  other: OtherPicture[];
  seed: number;
}

/** How far other pictures are from those learned from, by their features. */
export interface DomainReport {
  /**
   * How well a classifier tells the two apart, on held-out groups: the probability that it takes
   * one of the others for other rather than one learned from. 0.5: not at all; 1: always. With its
   * 95 % interval.
   */
  auc: number;
  low: number;
  high: number;
  /** Maximum mean discrepancy, squared and without bias: about 0 for one domain. */
  mmd: number;
  from: { own: number; other: number; folds: number };
  /**
   * Where all others are labelled: a head that learned from the samples as they are, and from
   * samples adapted to the others.
   */
  adapted?: { before: Counted; after: Counted; difference: number; low: number; high: number };
}

export interface DomainRecord extends DomainReport {
  /** What the others were. */
  of: 'files' | 'tests';
  fingerprint: Fingerprint;
}
