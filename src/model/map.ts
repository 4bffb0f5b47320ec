// The map of the samples.
import type { FeatureKey } from './backbone';

export interface MapRequest {
  featureKey: FeatureKey;
  /** The ids of remembered samples. The places come in this order. */
  ids: string[];
  seed: number;
  /** 'features' places samples as the backbone sees them, 'answers' as the live head answers. */
  by: 'features' | 'answers';
}

/**
 * Where samples lie: [n, 2], row-major, 0 to 1. 'pca' gives the two widest principal components.
 * 'umap' keeps neighbours together, and its axes mean nothing. 'evidence' is for two classes by
 * answers: samples further to the right more surely belong to the second class, and the vertical
 * axis shows what else sets samples apart.
 */
export interface MapPlaces {
  places: Float32Array;
  layout: 'pca' | 'umap' | 'evidence';
}

export type MapEvent =
  /** Sent at once. `placeOnMap` resolves with the final places, which may be the same. */
  ({ type: 'first' } & MapPlaces) | { type: 'epoch'; done: number; total: number };
