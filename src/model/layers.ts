// The layers of backbones, compared on a project's own pictures.
import type { BackboneId, FeatureSpec } from './backbone';
import type { Counted } from './evaluation';
import type { Fingerprint } from './fingerprint';
import type { TrainingSample } from './training';

export interface LayersRequest {
  /** Backbones that have probed the samples. All others are compared with the first. */
  specs: FeatureSpec[];
  classes: string[];
  samples: TrainingSample[];
  seed: number;
}

/**
 * What one stage of a backbone is worth to a linear head, which gets the mean of the stage's output
 * over the picture.
 */
export interface LayerScore {
  backbone: BackboneId;
  /**
   * An index into the card's stages: 0 is the stem, the blocks start at 1, and the last convolution
   * comes at the end.
   */
  stage: number;
  features: number;
  /** LogME (You et al. 2021): higher is better. */
  logMe: number;
  /** Right answers on held-out recordings, by a linear head on these features. */
  accuracy: Counted;
}

/**
 * How much more often another backbone's last layer is right, 0 to 1, on the same held-out
 * pictures, with its 95 % interval.
 */
export interface BackboneGain {
  spec: FeatureSpec;
  gain: number;
  low: number;
  high: number;
  /** How many pictures only this backbone got right, and how many only the first one did. */
  more: number;
  fewer: number;
}

export interface LayerComparison {
  specs: FeatureSpec[];
  layers: LayerScore[];
  /** The gain of each backbone except the first, compared with the first. */
  gains: BackboneGain[];
  /**
   * Spearman's rank correlation of LogME and accuracy over all layers. Absent if all layers are
   * equally accurate.
   */
  rankCorrelation?: number;
  from: { samples: number; recordings: number; folds: number };
}

export interface LayersRecord extends LayerComparison {
  fingerprint: Fingerprint;
}
