// How soon transfer and learning from scratch came to the same accuracy, from what the lab measured.
import type { Measurement, TimedPass } from './lab';

export interface Pace {
  /** Accuracy on the held-out pictures that both reached: the best of the one whose best is lower. */
  share: number;
  /** Until then; with the features that transfer needs first. */
  transferMs: number;
  scratchMs: number;
  /** Of it, for the features of all pictures. */
  featuresMs: number;
}

/**
 * Undefined where they were not measured on the same pictures, or one of them is not clearly better than guessing.
 *
 * @param msPerPicture of the backbone: features were made when the pictures came in, so no measurement has them
 */
export function paceOf(
  transfer: Measurement | undefined,
  scratch: Measurement | undefined,
  msPerPicture: number,
): Pace | undefined {
  if (!transfer || transfer.fingerprint !== scratch?.fingerprint) return undefined;
  const share = Math.min(bestOf(transfer.history), bestOf(scratch.history));
  if (!beatsGuessing(transfer) || !beatsGuessing(scratch)) return undefined;
  const { split } = transfer.result;
  const featuresMs = msPerPicture * (split.train.length + split.validation.length);
  return {
    share,
    featuresMs,
    transferMs: featuresMs + msUntil(transfer.history, share),
    scratchMs: msUntil(scratch.history, share),
  };
}

/** By the interval of the accuracy that was kept: few pictures may be right by chance. */
const beatsGuessing = ({ result: { validation } }: Measurement) =>
  validation !== undefined && validation.low > (validation.guessing ?? 0);

/** The best share of the held-out pictures that any pass had right. */
export const bestOf = (history: readonly TimedPass[]) =>
  Math.max(0, ...history.map(({ validationAccuracy = 0 }) => validationAccuracy));

const msUntil = (history: readonly TimedPass[], share: number) =>
  history.find(({ validationAccuracy = -1 }) => validationAccuracy >= share)?.ms ?? 0;
