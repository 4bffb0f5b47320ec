// The layers of backbones, compared on a project's own pictures.
import type { BackboneId, FeatureSpec } from './backbone';
import type { Counted } from './evaluation';
import type { Fingerprint } from './fingerprint';
import type { TrainingSample } from './training';

export interface LayersRequest {
  /** Of backbones that have probed the samples; the others are compared with the first. */
  specs: FeatureSpec[];
  classes: string[];
  samples: TrainingSample[];
  seed: number;
}

/**
 * What one stage of a backbone gives a linear head to work with: the mean of its output over the
 * picture.
 */
export interface LayerScore {
  backbone: BackboneId;
  /**
   * Index into the card's stages: 0 the stem, then the blocks from 1, at the end the last
   * convolution.
   */
  stage: number;
  features: number;
  /** LogME (You et al. 2021): higher is better. */
  logMe: number;
  /** Right on held-out recordings, by a linear head on these features. */
  accuracy: Counted;
}

/**
 * What another backbone's last layer gets right more often, 0 to 1, on the same held-out pictures,
 * and its 95 % interval.
 */
export interface BackboneGain {
  spec: FeatureSpec;
  gain: number;
  low: number;
  high: number;
  /** Pictures that the one or the other alone got right. */
  more: number;
  fewer: number;
}

export interface LayerComparison {
  specs: FeatureSpec[];
  layers: LayerScore[];
  /** Of each backbone but the first, over that. */
  gains: BackboneGain[];
  /** Spearman's, of LogME and accuracy over all layers; absent where all are as accurate. */
  rankCorrelation?: number;
  from: { samples: number; recordings: number; folds: number };
}

export interface LayersRecord extends LayerComparison {
  fingerprint: Fingerprint;
}
