// The types that cross the engine worker's boundary, and nothing else.

export type BackendName = 'webgpu' | 'webgl' | 'wasm' | 'cpu';
export type BackboneId = 'mobilenet-v2' | 'efficientnet-lite0';

/** What makes two feature vectors comparable: the same backbone, version and input size. */
export interface FeatureSpec {
  backbone: BackboneId;
  /** Side of the square input in pixels. */
  inputSize: number;
}

/** `mobilenet-v2@1/224`: the key under which features are stored and remembered. */
export type FeatureKey = string;

export type EngineErrorKind =
  /** The worker died or the GPU context was lost while the call ran. A new worker is on its way. */
  | 'engine-crashed'
  | 'no-backend'
  | 'backbone-missing'
  | 'backbone-corrupt'
  | 'too-few-samples'
  /** The worker does not hold the features of some samples: remember them and call again. */
  | 'features-missing'
  | 'training-diverged'
  | 'no-head'
  | 'aborted';

/** Why a backend was or was not taken, one for each that was tried or passed over. */
export interface BackendTrial {
  name: BackendName;
  outcome: 'used' | 'standby' | 'unavailable' | 'software' | 'wrong' | 'slower' | 'not-asked';
  /** A renderer's name or an error's text; for the technically curious, not translated. */
  detail?: string;
  /** Milliseconds of a short timed forward pass, where one was made. */
  msForward?: number;
}

export interface BackendReport {
  name: BackendName;
  /** True where `?backend=` or a call chose it. */
  forced: boolean;
  /** Threads of the wasm backend. */
  threads?: number;
  trials: BackendTrial[];
}

/** What the page shows of a backbone; the whole card is in public/backbones/ID/card.json. */
export interface BackboneInfo {
  id: BackboneId;
  name: string;
  key: FeatureKey;
  inputSize: number;
  features: number;
  parameters: number;
  /** At the input size in use. */
  multiplyAdds: number;
  bytes: number;
  licence: string;
  source: { task: string; dataset: string; classes: number; note: string };
  /** Milliseconds a picture, measured at the warm-up; the badge shows it. */
  msPerPicture: number;
}

export type HeadKind = 'linear' | 'mlp';

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
}

export interface DenseLayer {
  inputs: number;
  outputs: number;
  /** Row-major [inputs, outputs]. */
  weights: Float32Array;
  bias: Float32Array;
  activation: 'linear' | 'relu';
}

export interface TrainSettings {
  head: HeadKind;
  /** Most epochs (MLP) or passes (linear). */
  epochs: number;
  /** MLP only. */
  batchSize: number;
  /** MLP only. */
  learningRate: number;
  /**
   * Linear: the penalty's λ in λ/2 ‖W‖² + Σ losses (scikit-learn's 1/C; 10 to 1000 are sensible), or 'auto' for
   * cross-validation. MLP: decoupled weight decay, 'auto' for the default.
   */
  l2: number | 'auto';
  /** Share of each class that is held out, 0.1 to 0.5. */
  validationShare: number;
  seed: number;
}

/** One sample as the trainer sees it; its features are remembered by id. */
export interface TrainingSample {
  id: string;
  /** Index into TrainRequest.classes. */
  label: number;
  /** The burst: pictures of one recording, or one file. A group is never on both sides of the split. */
  group: string;
}

export interface TrainRequest {
  featureKey: FeatureKey;
  classes: string[];
  samples: TrainingSample[];
  settings: TrainSettings;
}

/** The one split of a run, kept with it: ids of samples on each side. */
export interface SplitAssignment {
  train: string[];
  validation: string[];
  /**
   * Classes that were recorded in a single burst: their held-out pictures are the end of the same
   * recording, so their figure flatters. The page says so.
   */
  sameBurstClasses: number[];
}

/** One epoch (MLP) or pass (linear). Losses are mean cross-entropy in nats; accuracies 0 to 1. */
export interface PassReport {
  pass: number;
  trainLoss: number;
  trainAccuracy: number;
  /** Absent where nothing could be held out. */
  validationLoss?: number;
  validationAccuracy?: number;
}

export type TrainEvent =
  | { type: 'started'; unit: 'pass' | 'epoch'; mostPasses: number; split: SplitAssignment }
  | { type: 'pass'; report: PassReport }
  /** Measured; now it learns once more, from the held-out samples too. */
  | { type: 'refitting' };

export interface TrainResult {
  head: SavedHead;
  /** Why it ended. 'stopped' can be resumed with engine.resume(). */
  ended: 'converged' | 'most-passes' | 'early-stop' | 'stopped';
  /** The pass whose weights are kept. */
  keptPass: number;
  split: SplitAssignment;
  validation?: ValidationResult;
  /** Accuracy of always saying the most frequent class, on the held-out samples. */
  guessing: number;
  /** The L2 strength in use (linear: chosen by cross-validation when 'auto'). */
  l2: number;
  /** True when the head in use was fitted once more on all samples, held-out ones included, after the measurement. */
  refitOnAll: boolean;
  msTrain: number;
  backend: BackendName;
}

export interface ValidationResult {
  right: number;
  total: number;
  /** Wilson 95 % interval, 0 to 1. */
  low: number;
  high: number;
  /** Rows are true classes, columns answers; counts. */
  confusion: number[][];
}

export interface Prediction {
  /** Class ids in the order of probabilities. */
  classes: string[];
  probabilities: number[];
  msEmbed: number;
}

export type EnginePhase = 'starting' | 'loading' | 'ready' | 'restarting' | 'failed';

/** What the badge shows. `restarts` counts workers that were replaced after a crash. */
export interface EngineStatus {
  phase: EnginePhase;
  restarts: number;
  backend?: BackendReport;
  backbone?: BackboneInfo;
  /** Bytes of the backbone while it loads. */
  loaded?: { bytes: number; total: number };
  error?: { kind: EngineErrorKind; detail: string };
}

export interface StartOptions {
  /** Tried alone when given; else the best that proves itself. */
  backend?: BackendName;
  /** Backends not to try again: they took the worker down before. */
  exclude?: BackendName[];
  /** Keeps wasm to one thread: a worker died before it was ready. */
  singleThread?: boolean;
}

/** Tensors and bytes held by tfjs, and the feature vectors that the worker remembers. */
export interface EngineMemory {
  tensors: number;
  bytes: number;
  remembered: number;
}

/** Features of pictures in their order, each raw and of the backbone's length. */
export interface Embedded {
  /** Of the backbone that made them: it may have been changed since they were asked for. */
  key: FeatureKey;
  vectors: Float32Array[];
}

export interface PictureToEmbed {
  /** When given, the worker remembers the features under it for training. */
  id?: string;
  /** Square; transferred, and closed by the worker. */
  bitmap: ImageBitmap;
}
