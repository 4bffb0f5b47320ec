import type { SavedHead } from '../../model/head';
import type { PassReport, TrainSettings } from '../../model/training';
import type { LabelledFeatures } from '../evaluate/samples';

/** What every head is trained from. */
export interface TrainingData {
  train: LabelledFeatures;
  /** May be empty, and then nothing is held out. */
  validation: LabelledFeatures;
  classes: readonly string[];
  featureKey: string;
}

export interface HeldOutLogits {
  /** Which of the training samples the logits belong to. */
  places: Int32Array;
  /** [places.length, C] */
  logits: Float64Array;
}

/**
 * A head in training, one pass over the data at a time. Its state lies between two steps. To stop a
 * training, stop calling `step`; to resume it, call `step` again.
 */
export interface HeadTrainer {
  readonly mostPasses: number;
  /** Why the training is over. Undefined while there is more to do. */
  readonly done: undefined | 'converged' | 'most-passes' | 'early-stop';
  /** The pass whose weights `head` gives, counted from 1; 0 before the first. */
  readonly keptPass: number;
  /**
   * The strength of the penalty in use, in the unit of TrainSettings.l2. It is final after the
   * first step.
   */
  readonly l2: number;
  /**
   * Answers to training samples by heads that learned from none of their group, if the trainer made
   * such heads along the way.
   */
  readonly heldOut?: HeldOutLogits | undefined;
  /** Runs one more pass. If that takes long, other calls of the worker are served in between. */
  step(): Promise<PassReport>;
  /** The kept weights so far. They are still available after `dispose`. */
  head(): SavedHead;
  /**
   * Once `done`: the head fitted on all samples, including those held out. It does not change what
   * `head` and `keptPass` return. Undefined if `signal` aborts it; then you may call it again.
   */
  refit(signal?: AbortSignal): Promise<SavedHead | undefined>;
  dispose(): void;
}

/** Begins a head of one kind. */
export type TrainerFor = (data: TrainingData, settings: TrainSettings) => HeadTrainer;
