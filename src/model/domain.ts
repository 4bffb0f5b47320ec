// How far other pictures are from those that were learned from.
import type { FeatureKey } from './backbone';
import type { Counted } from './evaluation';
import type { Fingerprint } from './fingerprint';
import type { TrainingSample } from './training';

/** A picture that may come from another domain. */
export interface OtherPicture {
  /** A remembered sample's id, or raw features. */
  features: string | Float32Array;
  group: string;
  /** An index into DomainRequest.classes, if known. */
  label?: number;
}

export interface DomainRequest {
  featureKey: FeatureKey;
  classes: string[];
  /** The samples that are learned from. */
  samples: TrainingSample[];
  other: OtherPicture[];
  seed: number;
}

/** How far other pictures are from those learned from, judging by their features. */
export interface DomainReport {
  /**
   * How well a classifier tells the two apart on held-out groups. It is the probability that the
   * classifier finds one of the other pictures more foreign than one learned from: 0.5 means that
   * it cannot tell them apart, 1 means always. Given with its 95 % interval.
   */
  auc: number;
  low: number;
  high: number;
  /** The maximum mean discrepancy, squared and without bias. It is about 0 for one domain. */
  mmd: number;
  from: { own: number; other: number; folds: number };
  /**
   * Present if all other pictures are labelled. It compares a head that learned from the samples as
   * they are with one that learned from samples adapted to the other pictures.
   */
  adapted?: { before: Counted; after: Counted; difference: number; low: number; high: number };
}

export interface DomainRecord extends DomainReport {
  /** Where the other pictures came from. */
  of: 'files' | 'tests';
  fingerprint: Fingerprint;
}
