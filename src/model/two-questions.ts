// Two questions about the same pictures, learned together and apart.
import type { Evaluation } from './evaluation';
import type { Fingerprint } from './fingerprint';
import type { TrainRequest } from './training';

/** Two questions about the same pictures. */
export interface TwoQuestionsRequest extends Omit<TrainRequest, 'test'> {
  /** Ids of the second question's answers; two at least. */
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
export interface QuestionBothWays {
  together: Evaluation;
  apart: Evaluation;
}

export interface TwoQuestionsResult {
  first: QuestionBothWays;
  second: QuestionBothWays;
}

export interface TwoQuestionsRecord extends TwoQuestionsResult {
  /** The second question's share of the loss that both learned by. */
  weight: number;
  fingerprint: Fingerprint;
}
