// Two questions about the same pictures, learned together and apart.
import type { Evaluation } from './evaluation';
import type { Fingerprint } from './fingerprint';
import type { TrainRequest } from './training';

/** Two questions about the same pictures. */
export interface TasksRequest extends Omit<TrainRequest, 'test'> {
  /** The ids of the second question's answers, at least two. */
  secondClasses: string[];
  /** [n], each sample's answer as an index into them; -1 if it has none. */
  secondLabels: Int32Array;
  /** The second question's share of the loss that both are learned by, above 0 and below 1. */
  weight: number;
}

/**
 * One question, learned together with the other on a shared layer, and learned alone. Both are
 * measured on the same held-out pictures.
 */
export interface TaskBothWays {
  together: Evaluation;
  apart: Evaluation;
}

export interface TasksResult {
  first: TaskBothWays;
  second: TaskBothWays;
}

export interface TasksRecord extends TasksResult {
  /** The second question's share of the loss that both learned by. */
  weight: number;
  fingerprint: Fingerprint;
}
