// How long training took, takes, and would have taken.

import { HEAD_KINDS } from '../../model/head-kinds/head-kinds';
import type { StoredRun } from '../../model/run';
import type { PassReport } from '../../model/training';
import type { Running } from '../../store/train/training-run';

export interface Progress {
  unit: Running['unit'];
  pass: number;
  most: number;
  share: number;
  /** The most it can still take, judged by the passes so far. Absent before the first pass. */
  secondsLeft?: number;
}

export function progressOf(
  running: Running,
  history: readonly PassReport[],
  now: number,
): Progress {
  const { unit, mostPasses: most, startedAt } = running;
  const pass = history.at(-1)?.pass ?? 0;
  const msAPass = pass > 0 ? (now - startedAt) / pass : undefined;
  return {
    unit,
    pass,
    most,
    share: most > 0 ? Math.min(1, pass / most) : 0,
    ...(msAPass === undefined ? {} : { secondsLeft: ((most - pass) * msAPass) / 1000 }),
  };
}

export interface Cost {
  unit: 'pass' | 'epoch';
  passes: number;
  seconds: number;
  /** The time that all passes would have taken. Absent if all of them were made. */
  secondsAtMost?: number;
}

export function costOf({ history, result, settings }: StoredRun): Cost | undefined {
  const passes = history.at(-1)?.pass;
  if (!passes) return undefined;
  const seconds = result.msTrain / 1000;
  return {
    unit: HEAD_KINDS[settings.head].unit,
    passes,
    seconds,
    ...(passes < settings.epochs ? { secondsAtMost: (seconds / passes) * settings.epochs } : {}),
  };
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * An age in milliseconds, without digits that nobody reads. Undefined if the time of day says more.
 */
export function ageInWords(ms: number): number | undefined {
  if (ms >= HOUR) return undefined;
  if (ms >= MINUTE) return Math.floor(ms / MINUTE) * MINUTE;
  return Math.max(1, Math.floor(ms / SECOND)) * SECOND;
}
