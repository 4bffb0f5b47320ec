// What would make a classifier better.
import type { FeatureKey } from './backbone';
import type { PictureToEmbed } from './embedding';
import type { Counted } from './evaluation';
import type { TrainingSample } from './training';

export interface AdviceRequest {
  featureKey: FeatureKey;
  classes: string[];
  samples: TrainingSample[];
  seed: number;
  /**
   * Pictures of some of the samples, with their ids: about 40 for each class, from as many
   * recordings as possible. The background is measured on them. The call takes them over and closes
   * them.
   */
  pictures?: PictureToEmbed[];
}

export type AdviceKind = Finding['kind'];

export type Finding = NearIdenticalBursts | BackgroundFinding | MorePicturesFinding;

/** Two recordings that show nearly the same. */
export interface NearIdenticalBursts {
  kind: 'near-identical-bursts';
  groups: [string, string];
  /** The classes of each recording. If they differ, the recordings contradict each other. */
  labels: [number[], number[]];
  /** The share of the smaller recording's pictures that have a match in the other, 0.5 to 1. */
  share: number;
  /**
   * How many pictures each has, how many of all samples were compared, and the cosine from which
   * two count as alike.
   */
  from: { pictures: [number, number]; compared: number; samples: number; cosine: number };
}

/**
 * The classes can be told apart by the pictures' border alone, nearly as well as by the whole
 * picture.
 */
export interface BackgroundFinding {
  kind: 'background';
  /**
   * Right answers on held-out recordings, by a head that only sees the border and by one that sees
   * the whole picture.
   */
  border: Counted;
  whole: Counted;
  /** The accuracy of always choosing the most frequent class. */
  guessing: number;
  from: { pictures: number; bursts: number; folds: number };
}

/** The class for which each additional picture would help most. */
export interface MorePicturesFinding {
  kind: 'more-pictures';
  /** An index into AdviceRequest.classes. */
  label: number;
  /** How many more pictures from new recordings are meant: as many again as there are. */
  more: number;
  /** What they would add to the classes' mean recall, 0 to 1. Its interval lies above 0. */
  gain: number;
  low: number;
  high: number;
  /** How often the class is recognised so far, on held-out recordings. */
  recall: Counted;
  from: { samples: number; bursts: number; folds: number; halves: number; classesTried: number };
}

export interface Advice {
  /** Empty if there is nothing worth saying. */
  findings: Finding[];
  /**
   * What could not be measured. For example, a class with a single recording says nothing about
   * other recordings.
   */
  notMeasured: { kind: AdviceKind; why: 'too-few-bursts' | 'too-few-classes' | 'no-pictures' }[];
}
