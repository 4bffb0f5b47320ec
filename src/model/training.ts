// Training a head: what it is asked, what it tells meanwhile, and what comes of it.
import type { FeatureKey } from './backbone';
import type { BackendName } from './backend';
import type { Calibration, Evaluation } from './evaluation';
import type { HeadKind, SavedHead } from './head';

/** Which of them count is the head's matter: see head-kinds. */
export interface TrainSettings {
  head: HeadKind;
  /** Most epochs or passes, whichever the head learns in. */
  epochs: number;
  batchSize: number;
  learningRate: number;
  /**
   * Linear: the penalty's λ in λ/2 ‖W‖² + Σ losses (scikit-learn's 1/C; 10 to 1000 are sensible),
   * or 'auto' for cross-validation. MLP: decoupled weight decay, 'auto' for the default.
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
  /** The recording: its pictures are never on both sides of the split. */
  group: string;
}

export interface TrainRequest {
  featureKey: FeatureKey;
  classes: string[];
  samples: TrainingSample[];
  /** The test set, answered by the finished head and never learned from. None of `samples`. */
  test?: TrainingSample[];
  settings: TrainSettings;
}

/** The one split of a run, kept with it: ids of samples on each side. */
export interface SplitAssignment {
  train: string[];
  validation: string[];
  /**
   * Classes with a single recording: their held-out pictures are the end of the same
   * recording, so their figure flatters. The page says so.
   */
  sameBurstClasses: number[];
  /**
   * Recordings that were kept together as their pictures are nearly the same. Older runs lack it.
   */
  joinedGroups?: string[][];
}

/** One epoch or pass. Losses are mean cross-entropy in nats; accuracies 0 to 1. */
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
  /**
   * Of the head before it learned from the held-out pictures too. The interval's high end allows
   * for it.
   */
  validation?: Evaluation;
  /** Of the head in use, on TrainRequest.test. */
  test?: Evaluation;
  /** What the temperature was fitted to. Absent where nothing was held out, and from older runs. */
  calibration?: Calibration;
  /** Accuracy of always saying the most frequent class, on the held-out samples. */
  guessing: number;
  /** The L2 strength in use (linear: chosen by cross-validation when 'auto'). */
  l2: number;
  /** True where the head was fitted again on all samples after the measurement. */
  refitOnAll: boolean;
  msTrain: number;
  backend: BackendName;
}

/**
 * Fewer held-out samples than this choose no epoch: one or two of them rule their mean loss, and
 * the smallest of a hundred such losses is a matter of luck.
 */
export const ENOUGH_TO_CHOOSE_EPOCH = 20;
