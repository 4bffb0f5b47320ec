// Training a head: the request, the events along the way, and the result.
import type { FeatureKey } from './backbone';
import type { BackendName } from './backend';
import type { Calibration, Evaluation } from './evaluation';
import type { HeadKind, SavedHead } from './head';

/** The kind of head decides which of them matter: see head-kinds. */
export interface TrainSettings {
  head: HeadKind;
  /** The maximum number of epochs or passes, depending on the head. */
  epochs: number;
  batchSize: number;
  learningRate: number;
  /**
   * Linear: the penalty's λ in λ/2 ‖W‖² + Σ losses (scikit-learn's 1/C; 10 to 1000 are sensible),
   * or 'auto' for cross-validation. MLP: decoupled weight decay, or 'auto' for the default.
   */
  l2: number | 'auto';
  /**
   * Whether classes will come as often as among the pictures learned from. If not, the answers take
   * all classes for equally frequent. Older runs lack it, and their heads kept the prior.
   */
  keepsPrior?: boolean;
  /** The share of each class that is held out, 0.1 to 0.5. */
  validationShare: number;
  seed: number;
}

/** One sample as the trainer sees it. Its features are remembered by id. */
export interface TrainingSample {
  id: string;
  /** An index into TrainRequest.classes. */
  label: number;
  /** The recording: its pictures are never on both sides of the split. */
  group: string;
}

export interface TrainRequest {
  featureKey: FeatureKey;
  classes: string[];
  samples: TrainingSample[];
  /**
   * The test set. The finished head answers it and never learns from it. None of these are in
   * `samples`.
   */
  test?: TrainingSample[];
  settings: TrainSettings;
}

/** The split of a run, which is kept with it: the ids of the samples on each side. */
export interface SplitAssignment {
  train: string[];
  validation: string[];
  /**
   * Classes with a single recording. Their held-out pictures are the end of that same recording, so
   * their figure flatters. The page says so.
   */
  sameBurstClasses: number[];
  /**
   * Recordings that were kept together because their pictures are nearly the same. Older runs lack
   * it.
   */
  joinedGroups?: string[][];
}

/** One epoch or pass. Losses are mean cross-entropy in nats; accuracies are 0 to 1. */
export interface PassReport {
  pass: number;
  trainLoss: number;
  trainAccuracy: number;
  /** Absent if nothing could be held out. */
  validationLoss?: number;
  validationAccuracy?: number;
}

export type TrainEvent =
  | { type: 'started'; unit: 'pass' | 'epoch'; mostPasses: number; split: SplitAssignment }
  | { type: 'pass'; report: PassReport }
  /** The measurement is done. Now it learns once more, from the held-out samples too. */
  | { type: 'refitting' };

export interface TrainResult {
  head: SavedHead;
  /** Why it ended. 'stopped' can be resumed with engine.resume(). */
  ended: 'converged' | 'most-passes' | 'early-stop' | 'stopped';
  /** The pass whose weights are kept. */
  keptPass: number;
  split: SplitAssignment;
  /**
   * For the head before it also learned from the held-out pictures. The interval's high end allows
   * for that.
   */
  validation?: Evaluation;
  /** For the head in use, on TrainRequest.test. */
  test?: Evaluation;
  /** How well the temperature fits. Absent if nothing was held out, and in older runs. */
  calibration?: Calibration;
  /** The accuracy of always choosing the most frequent class, on the held-out samples. */
  guessing: number;
  /** The L2 strength in use (for a linear head with 'auto', chosen by cross-validation). */
  l2: number;
  /** True if the head was fitted again on all samples after the measurement. */
  refitOnAll: boolean;
  msTrain: number;
  backend: BackendName;
}

/**
 * With fewer held-out samples, we do not choose an epoch by them. One or two of them would dominate
 * the mean loss, and which of a hundred such losses is smallest is a matter of luck.
 */
export const ENOUGH_TO_CHOOSE_EPOCH = 20;
