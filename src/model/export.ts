// The classifier in the form that other programs take.
import type { SavedHead } from './head';
import type { PredictedFamiliarity } from './prediction';

export interface WeightSpec {
  name: string;
  shape: number[];
  dtype: 'float32';
  /** A whole number w stands for w · scale + min. Without it, the values are float32. */
  quantization?: { dtype: 'uint16'; scale: number; min: number };
}

/** A TensorFlow.js layers model, as stored in model.json and weights.bin. */
export interface LayersModelFile {
  /** `modelTopology` in model.json. */
  topology: object;
  /** The one group in `weightsManifest` of model.json. */
  weightSpecs: WeightSpec[];
  /** The bytes of all weights, one after the other. */
  weights: Uint8Array<ArrayBuffer>;
}

/**
 * The classifier in use in the form that other programs take, and the engine's own answers to some
 * pictures.
 */
export interface ExportedModel {
  /**
   * Its input is [n, inputSize, inputSize, 3] with pixels as `pixel / 127 - 1`. Its output is
   * [n, classes] probabilities.
   */
  model: LayersModelFile;
  inputSize: number;
  head: SavedHead;
  /** The answers to the pictures, in order. */
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
