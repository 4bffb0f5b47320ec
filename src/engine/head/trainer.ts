import type { SavedHead } from '../../model/head';
import type { PassReport, TrainSettings } from '../../model/training';
import type { LabelledFeatures } from '../evaluate/samples';

/** What every head is trained from. */
export interface TrainingData {
  train: LabelledFeatures;
  /** May be empty: then nothing is held out. */
  validation: LabelledFeatures;
  classes: readonly string[];
  featureKey: string;
}

export interface HeldOutLogits {
  /** Which of the training samples. */
  places: Int32Array;
  /** [places.length, C] */
  logits: Float64Array;
}

/**
 * A head in training, one pass over the data at a time; its state lies between two steps, so a training
 * is stopped by not calling `step` any more and resumed by calling it again.
 */
export interface HeadTrainer {
  readonly mostPasses: number;
  /** Why there is nothing more to do; undefined while there is. */
  readonly done: undefined | 'converged' | 'most-passes' | 'early-stop';
  /** The pass whose weights `head` gives, from 1; 0 before the first. */
  readonly keptPass: number;
  /** Strength of the penalty in use, in the unit of TrainSettings.l2; final after the first step. */
  readonly l2: number;
  /** Answers to training samples by heads that learnt from none of their group, where it made such on its way. */
  readonly heldOut?: HeldOutLogits | undefined;
  /** One more pass. Lets other calls of the worker in between where it takes long. */
  step(): Promise<PassReport>;
  /** The kept weights so far; still available after `dispose`. */
  head(): SavedHead;
  /**
   * Once `done`: the head fitted on all samples, held-out ones included. It changes nothing of what `head` and
   * `keptPass` tell. Undefined if `signal` aborts it; then it may be called again.
   */
  refit(signal?: AbortSignal): Promise<SavedHead | undefined>;
  dispose(): void;
}

/** Begins a head of one kind. */
export type TrainerFor = (data: TrainingData, settings: TrainSettings) => HeadTrainer;
