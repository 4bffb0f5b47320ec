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
   * Of some of the samples, with their ids, about 40 a class from as many recordings as there are:
   * the background is measured by them. Taken and closed.
   */
  pictures?: PictureToEmbed[];
}

export type AdviceKind = Finding['kind'];

export type Finding = NearIdenticalBursts | BackgroundFinding | MorePicturesFinding;

/** Two recordings that show nearly the same. */
export interface NearIdenticalBursts {
  kind: 'near-identical-bursts';
  groups: [string, string];
  /** The classes of either: different ones contradict each other. */
  labels: [number[], number[]];
  /** The share of the smaller recording's pictures that have their like in the other, 0.5 to 1. */
  share: number;
  /** Pictures of each, samples compared of all, and the cosine from which two count as alike. */
  from: { pictures: [number, number]; compared: number; samples: number; cosine: number };
}

/** The classes can be told by the pictures' border alone, nearly as well as by the whole. */
export interface BackgroundFinding {
  kind: 'background';
  /**
   * Right on held-out recordings: by a head that sees the border alone, and by one that sees all.
   */
  border: Counted;
  whole: Counted;
  /** Accuracy of always saying the most frequent class. */
  guessing: number;
  from: { pictures: number; bursts: number; folds: number };
}

/** The class of which each more picture would help most. */
export interface MorePicturesFinding {
  kind: 'more-pictures';
  /** Index into AdviceRequest.classes. */
  label: number;
  /** How many more, from new recordings: as many again as there are. */
  more: number;
  /** What they would add to the classes' mean recall, 0 to 1. Its interval lies above 0. */
  gain: number;
  low: number;
  high: number;
  /** How often the class is recognised now, on held-out recordings. */
  recall: Counted;
  from: { samples: number; bursts: number; folds: number; halves: number; classesTried: number };
}

export interface Advice {
  /** Empty where nothing is worth saying. */
  findings: Finding[];
  /**
   * What cannot be told: a class of one recording, for one, tells nothing about another recording.
   */
  notMeasured: { kind: AdviceKind; why: 'too-few-bursts' | 'too-few-classes' | 'no-pictures' }[];
}
