// The map of the samples.
import type { FeatureKey } from './backbone';

export interface MapRequest {
  featureKey: FeatureKey;
  /** Of remembered samples; the places are in this order. */
  ids: string[];
  seed: number;
  /** 'features': as the backbone sees them. 'answers': as the live head answers. */
  by: 'features' | 'answers';
}

/**
 * Where samples lie: [n, 2], row-major, 0 to 1. 'pca': the two widest principal components; 'umap':
 * neighbours together, axes without meaning; 'evidence' (two classes by answers): to the right what
 * is more surely of the second class, up and down what sets samples apart besides.
 */
export interface MapPlaces {
  places: Float32Array;
  layout: 'pca' | 'umap' | 'evidence';
}

export type MapEvent =
  /** At once; `placeOnMap` resolves with the last ones, which may be the same. */
  ({ type: 'first' } & MapPlaces) | { type: 'epoch'; done: number; total: number };
