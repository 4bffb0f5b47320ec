// The ways to use a backbone for a task, and what each of them is worth.
import type { BackendName } from './backend';
import type { Evaluation } from './evaluation';
import type { SavedHead } from './head';
import type { STRATEGIES } from './strategies';
import type { PassReport, SplitAssignment, TrainRequest } from './training';

export type Strategy = keyof typeof STRATEGIES;

export interface StrategyRequest extends TrainRequest {
  strategy: Strategy;
  /** The last block that stays unchanged, from 1; 0 means only the stem. There is a default. */
  freezeAt?: number;
  /** For strategies that learn in epochs. There is a default. */
  mostEpochs?: number;
}

export type StrategyEvent =
  /** Running the pictures through the frozen part, which happens once. */
  | { type: 'preparing'; done: number; total: number }
  /** If it learns in epochs, epoch 0 is reported too: what it could do before it learned. */
  | { type: 'started'; unit: 'pass' | 'epoch'; mostPasses: number; split: SplitAssignment }
  /** With the milliseconds of all its work so far, counted like `StrategyResult.msTrain`. */
  | { type: 'pass'; report: PassReport; ms: number }
  /** The measurement is done. Now it learns once more, from the held-out samples too. */
  | { type: 'refitting' };

/** How many pictures have another first answer than before. */
export interface ChangedAnswers {
  changed: number;
  total: number;
}

/** What a strategy is worth, on the split that all of them share. */
export interface StrategyResult {
  strategy: Strategy;
  /** As in the request, or the default. Only present if it matters. */
  freezeAt?: number;
  ended: 'converged' | 'most-passes' | 'early-stop';
  keptPass: number;
  split: SplitAssignment;
  /**
   * For a network that has not seen the held-out samples. If it learns in epochs, they chose its
   * epoch.
   */
  validation?: Evaluation;
  /** For the final network, which learned from all samples, on TrainRequest.test. */
  test?: Evaluation;
  /**
   * How many first answers of the source task's own head the learning has changed, on the same
   * pictures and with the same networks. Present if the backbone learned and has that head.
   */
  forgetting?: { validation?: ChangedAnswers; test?: ChangedAnswers };
  /** The L2 strength of the head. */
  l2: number;
  /** How many numbers learned, including those of the head. */
  trainedParameters: number;
  /**
   * The time of all its work, including running pictures through the frozen part, but not while it
   * was stopped.
   */
  msTrain: number;
  backend: BackendName;
  /** For answering: see `setStandIn` in engine/calls. */
  head: SavedHead;
}
