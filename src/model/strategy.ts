// The ways to use a backbone for a task, and what each of them is worth.
import type { BackendName } from './backend';
import type { Evaluation } from './evaluation';
import type { SavedHead } from './head';
import type { STRATEGIES } from './strategies';
import type { PassReport, SplitAssignment, TrainRequest } from './training';

export type Strategy = keyof typeof STRATEGIES;

export interface StrategyRequest extends TrainRequest {
  strategy: Strategy;
  /**
   * The last block that stays as it came, from 1 (0: the stem alone), for strategies with a freeze
   * line. A default if left out.
   */
  freezeAt?: number;
  /** Of those that learn in epochs; a default if left out. */
  mostEpochs?: number;
}

export type StrategyEvent =
  /** Pictures run through what is frozen, once. */
  | { type: 'preparing'; done: number; total: number }
  /** Where it learns in epochs, epoch 0 is reported too: what it knew before it learnt. */
  | { type: 'started'; unit: 'pass' | 'epoch'; mostPasses: number; split: SplitAssignment }
  /** With the milliseconds of all its work so far, counted as `StrategyResult.msTrain` is. */
  | { type: 'pass'; report: PassReport; ms: number }
  /** Measured; now it learns once more, from the held-out samples too. */
  | { type: 'refitting' };

/** Pictures whose first answer is another one than before. */
export interface ChangedAnswers {
  changed: number;
  total: number;
}

/** What a strategy is worth, on the split that all of them share. */
export interface StrategyResult {
  strategy: Strategy;
  /** As in the request, or the default; where it counts. */
  freezeAt?: number;
  ended: 'converged' | 'most-passes' | 'early-stop';
  keptPass: number;
  split: SplitAssignment;
  /** By a network that has not learnt from the held-out samples; where it learns in epochs, they chose the epoch. */
  validation?: Evaluation;
  /** By the network in the end, which has learnt from all samples; on TrainRequest.test. */
  test?: Evaluation;
  /**
   * First answers of the source task's own head that learning changed, on the same pictures by the same networks. Where a
   * backbone learnt that has that head.
   */
  forgetting?: { validation?: ChangedAnswers; test?: ChangedAnswers };
  /** The L2 strength on the head. */
  l2: number;
  /** Numbers that learnt, the head's among them. */
  trainedParameters: number;
  /** Of all its work, pictures run through what is frozen included; not while it was stopped. */
  msTrain: number;
  backend: BackendName;
  /** To answer with: see `EngineSession.setStandIn`. */
  head: SavedHead;
}
