// What may be said about a result. A rate is never given from too few pictures.

import { ENOUGH_FOR_A_RATE } from '../../model/enough';
import {
  type BalancedAccuracy,
  balancedBeside,
  besideGuessing,
  type Evaluation,
} from '../../model/evaluation';
import type { StoredRun } from '../../model/run';

export type ResultView =
  | { kind: 'unmeasured' }
  | { kind: 'few'; right: number; total: number }
  | {
      kind: 'rate';
      right: number;
      total: number;
      /** Shares from 0 to 1. */
      rate: number;
      low: number;
      high: number;
      guessing: number;
      /** Absent if each class has as many held-out pictures. */
      balanced: BalancedAccuracy | undefined;
      verdict: Verdict;
    };

export function resultView(validation: Evaluation | undefined, guessing: number): ResultView {
  if (!validation || validation.total === 0) return { kind: 'unmeasured' };
  const { right, total, low, high } = validation;
  if (total < ENOUGH_FOR_A_RATE) return { kind: 'few', right, total };
  return {
    kind: 'rate',
    right,
    total,
    rate: right / total,
    low,
    high,
    guessing,
    balanced: balancedBeside(validation),
    verdict: verdictOn(besideGuessing(validation, guessing)),
  };
}

export type Verdict =
  | { kind: 'expect' }
  /**
   * Nothing shows that it is better than guessing. `sure`: the whole interval lies below guessing.
   * `remedy`: what helps most.
   */
  | { kind: 'guessing'; sure: boolean; remedy: 'clearer' | 'more' };

function verdictOn({ accuracy, low, high, guessing }: ReturnType<typeof besideGuessing>): Verdict {
  if (low > guessing) return { kind: 'expect' };
  return {
    kind: 'guessing',
    sure: high < guessing,
    remedy: accuracy > guessing ? 'more' : 'clearer',
  };
}

/**
 * The ids of the classes whose held-out pictures are the end of a recording that was learned from.
 */
export function sameBurstClasses({ result: { head, split } }: StoredRun): string[] {
  return split.sameBurstClasses.flatMap((index) => head.classes[index] ?? []);
}

/** The number of pictures in the run, both learned from and held out. */
export function picturesOf({ result: { split } }: StoredRun): number {
  return split.train.length + split.validation.length;
}
