// What is said of one picture, and why.
import type { FeatureKey } from './backbone';

export interface Prediction {
  /** Class ids in the order of probabilities. */
  classes: string[];
  probabilities: number[];
  /** Absent where the head has none. */
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
  /** A sample's id, which is not among its own neighbours, or raw features. */
  of: string | Float32Array;
  /** Among whom. Those that are not remembered are passed over. */
  ids: string[];
  k: number;
}

/** A sample and its cosine distance from the features asked about: 0 is the same direction. */
export interface Neighbour {
  id: string;
  distance: number;
}

export interface ExplainOptions {
  /**
   * The id of the class to explain. Left out, it is the likeliest one, or the likeliest `among`
   * some.
   */
  classId?: string;
  among?: string[];
  /** By the head that was trained, also where another one answers in its place. */
  asTrained?: boolean;
  /** Without `exclude` itself, where the picture is a sample. Left out, none are looked for. */
  nearest?: { ids: string[]; k: number; exclude?: string };
}

/** Why a picture got its answer, from the one pass that gave it. */
export interface Explanation {
  prediction: Prediction;
  heat: HeatMap;
  /** Nearest first; empty where not asked for. */
  nearest: Neighbour[];
}

/** How much each place of the picture speaks for a class, against the mean of the others. */
export interface HeatMap {
  classId: string;
  width: number;
  height: number;
  /**
   * Row-major [height, width], to be shown: 0 where nothing speaks for the class, 1 where most
   * does.
   */
  values: Float32Array;
  /** The same signed, in logits; the sum is the class's logit less the mean of the others'. */
  evidence: Float32Array;
  /** False for a head that bends (MLP): then it holds for small changes only (Grad-CAM). */
  exact: boolean;
}

/** What a backbone's own head says of a picture: one of the classes of its source task. */
export interface SourceAnswer {
  /** 0 to 999, in the order of ILSVRC 2012. */
  classIndex: number;
  /** Comma-separated English synonyms, e.g. 'ant, emmet, pismire'. */
  name: string;
  probability: number;
}

/** What some channels of a stage see in a picture: where they answer, and how strongly. */
export interface ChannelMaps {
  /** Index into the card's stages. */
  stage: number;
  /** Channels of the stage, and those shown: first the ones that differ most over the picture. */
  channels: number;
  shown: number[];
  /** Pixels a side. */
  side: number;
  /** [shown, side, side]: each channel from its least answer, 0, to its strongest, 255. */
  maps: Uint8ClampedArray;
}
