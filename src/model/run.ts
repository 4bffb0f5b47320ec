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

/** The last training of a project, with all that the page showed of it. */
export interface StoredRun {
  /** Of this training alone, and kept in a copy of the project: it is the same training. */
  id: string;
  result: TrainResult;
  history: PassReport[];
  settings: TrainSettings;
  at: number;
  /** Tells the training data apart from other data, so that a run can be seen to be out of date. */
  signature: string;
  /** Names at the time of the run, by class id. */
  classNames: Record<string, string>;
}

/**
 * A strategy of transfer that was put to use: its head, with its network, answers in the place of
 * the last training's.
 */
export interface StandIn extends StoredRun {
  strategy: Strategy;
  /** The id of the lab's record of it, where it has one. */
  record?: string;
  /** The last block that stayed as it came, where that counts. */
  freezeAt?: number;
  /** What the frozen backbone got right of the same held-out pictures, where that was measured. */
  baseline?: Pick<Evaluation, 'right' | 'total'>;
}

/**
 * A way of using the backbone as it was measured, without what it learned: weights are large, a
 * measurement's figures are not.
 */
export interface StrategyRecord {
  /** Of this measurement alone; see "record" of `StandIn`. */
  id: string;
  result: Omit<StrategyResult, 'head'>;
  /** With the milliseconds of work when each pass or epoch was over. */
  history: (PassReport & { ms: number })[];
  fingerprint: Fingerprint;
  from: Pick<StoredRun, 'signature' | 'settings' | 'classNames'>;
}

/** True where the pictures that measure have also chosen what is measured. */
export function choseEpoch({ settings, result }: Pick<StoredRun, 'settings' | 'result'>): boolean {
  const { choosesEpoch } = HEAD_KINDS[settings.head];
  return choosesEpoch && (result.validation?.total ?? 0) >= ENOUGH_TO_CHOOSE_EPOCH;
}
