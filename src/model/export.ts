// The classifier as other programs take it.
import type { SavedHead } from './head';
import type { PredictedFamiliarity } from './prediction';

/** A TensorFlow.js layers model, as model.json and weights.bin hold it. */
export interface LayersModelFile {
  /** Of model.json: `modelTopology`. */
  topology: object;
  /** Of model.json: of the one group of its `weightsManifest`. */
  weightSpecs: { name: string; shape: number[]; dtype: 'float32' }[];
  /** All of them, one after the other. */
  weights: Float32Array<ArrayBuffer>;
}

/**
 * The classifier in use as other programs take it, and what the engine itself answers to some
 * pictures.
 */
export interface ExportedModel {
  /**
   * Its input is [n, inputSize, inputSize, 3] with pixels as `pixel / 127 - 1`, its output
   * [n, classes] probabilities.
   */
  model: LayersModelFile;
  inputSize: number;
  head: SavedHead;
  /** Of the pictures, in order. */
  golden: GoldenAnswer[];
}

/** A picture at the model's input size, and the answer to it. */
export interface GoldenAnswer {
  /** RGBA, inputSize × inputSize. */
  pixels: Uint8ClampedArray<ArrayBuffer>;
  /** In the order of the head's classes. */
  probabilities: number[];
  familiarity?: PredictedFamiliarity;
}
