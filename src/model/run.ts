// What a training or a measurement left behind.
import type { Evaluation } from './evaluation';
import type { Fingerprint } from './fingerprint';
import { HEAD_KINDS } from './head-kinds/head-kinds';
import type { Strategy, StrategyResult } from './strategy';
import {
  ENOUGH_TO_CHOOSE_EPOCH,
  type PassReport,
  type TrainResult,
  type TrainSettings,
} from './training';

/** The last training of a project, with everything that the page showed about it. */
export interface StoredRun {
  /**
   * Belongs to this training only. A copy of the project keeps it, because it is the same training.
   */
  id: string;
  result: TrainResult;
  history: PassReport[];
  settings: TrainSettings;
  at: number;
  /** Identifies the training data, so that we can see whether a run is out of date. */
  signature: string;
  /** The class names at the time of the run, by class id. */
  classNames: Record<string, string>;
}

/**
 * A strategy that was put to use. Its head, with its own network, answers in place of the head from
 * the last training.
 */
export interface StandIn extends StoredRun {
  strategy: Strategy;
  /** The id of its record in the lab, if there is one. */
  record?: string;
  /** The last block that stayed unchanged, if that matters. */
  freezeAt?: number;
  /** What the frozen backbone got right on the same held-out pictures, if that was measured. */
  baseline?: Pick<Evaluation, 'right' | 'total'>;
}

/**
 * The measurement of a way to use the backbone, without what it learned: weights are large, figures
 * are not.
 */
export interface StrategyRecord {
  /** Belongs to this measurement only; see "record" in `StandIn`. */
  id: string;
  result: Omit<StrategyResult, 'head'>;
  /** Each with the milliseconds of work done when that pass or epoch was over. */
  history: (PassReport & { ms: number })[];
  fingerprint: Fingerprint;
  from: Pick<StoredRun, 'signature' | 'settings' | 'classNames'>;
}

/** True if the pictures that measure the result have also chosen it. */
export function choseEpoch({ settings, result }: Pick<StoredRun, 'settings' | 'result'>): boolean {
  const { choosesEpoch } = HEAD_KINDS[settings.head];
  return choosesEpoch && (result.validation?.total ?? 0) >= ENOUGH_TO_CHOOSE_EPOCH;
}

/** A pass or epoch, with the milliseconds of work when it was over. */
export type TimedPass = StrategyRecord['history'][number];
