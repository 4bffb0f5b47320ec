// A head: the classifier that learns from a backbone's features.
import type { FeatureKey } from './backbone';
import type { Activation } from './head-kinds/facts';
import type { HEAD_KINDS } from './head-kinds/head-kinds';

export type HeadKind = keyof typeof HEAD_KINDS;

/**
 * A trained head: all that is needed to answer from raw features. Plain data, so it can be cloned,
 * stored and exported. Layers are applied in order to the normalised features.
 */
export interface SavedHead {
  kind: HeadKind;
  /** Class ids in the order of the outputs. */
  classes: string[];
  featureKey: FeatureKey;
  featureSize: number;
  /** Each feature vector is scaled to length sqrt(featureSize) first. */
  normalisation: 'l2-sqrt-d';
  layers: DenseLayer[];
  /** Divides the logits, so that probabilities are as sure as they are right; 1 where absent. */
  temperature?: number;
  /** Tells familiar pictures from others. Absent where fewer than 19 pictures were learned from. */
  familiarity?: Familiarity;
  /** Whose features it takes; absent where they are those of the backbone in use. */
  network?: SavedNetwork;
}

/**
 * What a head keeps of the pictures that it learned from. At most 512 of them: 0.65 MB at 1,280
 * features. The smallest false rejection that it can promise is 1 / (heldOut.length + 1).
 */
export interface Familiarity {
  /** Features as directions in whole numbers, row-major [kept, featureSize]. */
  directions: Int8Array;
  /** How far each lay from the rest without its recording: mean cosine distances, ascending. */
  heldOut: Float32Array;
}

export interface DenseLayer {
  inputs: number;
  outputs: number;
  /** Row-major [inputs, outputs]. */
  weights: Float32Array;
  bias: Float32Array;
  activation: Activation;
}

/** A network of its own: stages of the backbone as they came, then some with other weights. */
export interface SavedNetwork {
  /** The backbone's design, or that of the small network. */
  design: 'backbone' | 'small';
  inputSize: number;
  /** Stages of the backbone that come first, unchanged. */
  kept: number;
  /** Stages in all: fewer than the design has where the rest is cut off. */
  until: number;
  /** Of the stages from `kept` to `until`: of each convolution its kernel, then its bias. */
  weights: Float32Array;
}
