// A head: the classifier that learns from a backbone's features.
import type { FeatureKey } from './backbone';
import type { Activation } from './head-kinds/facts';
import type { HEAD_KINDS } from './head-kinds/head-kinds';

export type HeadKind = keyof typeof HEAD_KINDS;

/**
 * A trained head: everything needed to answer from raw features. It is plain data, so it can be
 * cloned, stored and exported. The layers are applied in order to the normalised features.
 */
export interface SavedHead {
  kind: HeadKind;
  /** Class ids in the order of the outputs. */
  classes: string[];
  featureKey: FeatureKey;
  featureSize: number;
  /** Each feature vector is first scaled to length sqrt(featureSize). */
  normalisation: 'l2-sqrt-d';
  layers: DenseLayer[];
  /**
   * The logits are divided by this, so that probabilities are as sure as they are right. 1 if
   * absent.
   */
  temperature?: number;
  /** Tells familiar pictures from others. Absent if fewer than 19 pictures were learned from. */
  familiarity?: Familiarity;
  /**
   * The network whose features the head takes. If absent, it takes those of the backbone in use.
   */
  network?: SavedNetwork;
}

/**
 * What a head keeps of the pictures that it learned from: at most 512 of them, which take 0.65 MB
 * at 1,280 features. The smallest false rejection that it can promise is 1 / (heldOut.length + 1).
 */
export interface Familiarity {
  /** Features as directions in whole numbers, row-major [kept, featureSize]. */
  directions: Int8Array;
  /**
   * How far each picture lay from the rest without its own recording: mean cosine distances,
   * ascending.
   */
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

/** A network of its own: first unchanged stages of the backbone, then stages with other weights. */
export interface SavedNetwork {
  /** The design of the backbone, or that of the small network. */
  design: 'backbone' | 'small';
  inputSize: number;
  /** How many unchanged stages of the backbone come first. */
  kept: number;
  /** How many stages there are in all. This is fewer than the design has if the rest is cut off. */
  until: number;
  /**
   * The weights of the stages from `kept` to `until`: for each convolution its kernel, then its
   * bias.
   */
  weights: Float32Array;
}
