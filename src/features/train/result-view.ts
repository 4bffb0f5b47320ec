// What of a result may be said: never a rate from too few pictures.
import type { ValidationResult } from '../../engine/protocol';
import type { StoredRun } from './run';

/** With fewer held-out pictures than this, counts alone. */
export const ENOUGH_HELD_OUT = 10;

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
    };

export function resultView(validation: ValidationResult | undefined, guessing: number): ResultView {
  if (!validation || validation.total === 0) return { kind: 'unmeasured' };
  const { right, total, low, high } = validation;
  if (total < ENOUGH_HELD_OUT) return { kind: 'few', right, total };
  return { kind: 'rate', right, total, rate: right / total, low, high, guessing };
}

/** Ids of the classes whose held-out pictures are the end of the recording that was learned from. */
export function sameBurstClasses({ result: { head, split } }: StoredRun): string[] {
  return split.sameBurstClasses.flatMap((index) => head.classes[index] ?? []);
}

/** All pictures of the run: learned from and held out. */
export function picturesOf({ result: { split } }: StoredRun): number {
  return split.train.length + split.validation.length;
}
