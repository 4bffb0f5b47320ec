// The answer to one picture, and the reasons for it.
import type { FeatureKey } from './backbone';

export interface Prediction {
  /** Class ids, in the order of the probabilities. */
  classes: string[];
  probabilities: number[];
  /** Absent if the head cannot measure it. */
  familiarity?: PredictedFamiliarity;
  msEmbed: number;
}

export interface PredictedFamiliarity {
  /**
   * 0 to 1: the share of the learned pictures that lay as far from the rest, or farther. A share
   * `a` of familiar pictures scores at most `a`, so "unknown" at a false rejection of `a` means
   * `score <= a`.
   */
  score: number;
  /** `score > 0.05`. */
  known: boolean;
}

export interface NearestRequest {
  featureKey: FeatureKey;
  /** A sample's id, which is then not among its own neighbours, or raw features. */
  of: string | Float32Array;
  /** The samples to search. Those that are not remembered are skipped. */
  ids: string[];
  k: number;
}

/** A sample and its cosine distance from the given features. 0 means the same direction. */
export interface Neighbour {
  id: string;
  distance: number;
}

export interface ExplainOptions {
  /**
   * The id of the class to explain. Without it, the likeliest class is explained, or the likeliest
   * `among` some.
   */
  classId?: string;
  among?: string[];
  /** Uses the trained head even if another one answers in its place. */
  asTrained?: boolean;
  /**
   * The samples to search for the nearest, and how many to find. If the picture is itself a sample,
   * `exclude` leaves it out. Without this option, nothing is searched.
   */
  nearest?: { ids: string[]; k: number; exclude?: string };
}

/** Why a picture got its answer. It comes from the same pass as the answer. */
export interface Explanation {
  prediction: Prediction;
  heat: HeatMap;
  /** Nearest first. Empty if not requested. */
  nearest: Neighbour[];
}

/**
 * How much each place of the picture speaks for a class, compared with the mean of the other
 * classes.
 */
export interface HeatMap {
  classId: string;
  width: number;
  height: number;
  /**
   * Row-major [height, width], for display: 0 if nothing speaks for the class, 1 for the place that
   * speaks most for it.
   */
  values: Float32Array;
  /**
   * The same with signs, in logits. They add up to the class's logit minus the mean of the others.
   */
  evidence: Float32Array;
  /**
   * False for a head that is not linear (MLP). Then the values only hold for small changes
   * (Grad-CAM).
   */
  exact: boolean;
}

/** What a backbone's own head sees in a picture: one of the classes of its source task. */
export interface SourceAnswer {
  /** 0 to 999, in the order of ILSVRC 2012. */
  classIndex: number;
  /** Comma-separated English synonyms, e.g. 'ant, emmet, pismire'. */
  name: string;
  probability: number;
}

/** What some channels of a stage see in a picture: where they answer, and how strongly. */
export interface ChannelMaps {
  /** An index into the card's stages. */
  stage: number;
  /**
   * How many channels the stage has, and which are shown. Those that differ most over the picture
   * come first.
   */
  channels: number;
  shown: number[];
  /** The side of a map in pixels. */
  side: number;
  /** [shown, side, side]: each channel scaled from its weakest answer, 0, to its strongest, 255. */
  maps: Uint8ClampedArray;
}
