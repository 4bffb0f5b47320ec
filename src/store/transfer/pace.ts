// How soon transfer and learning from scratch reached the same accuracy, judged by what the lab
// measured.
import { beatsGuessing } from '../../model/evaluation';
import type { TimedPass } from '../../model/run';
import type { Measurement } from './lab';

export interface Pace {
  /**
   * The accuracy on the held-out pictures that both reached: the best of whichever has the lower
   * best.
   */
  share: number;
  /** The time until that accuracy. For transfer it includes making the features first. */
  transferMs: number;
  scratchMs: number;
  /** The part of `transferMs` that goes into the features of all pictures. */
  featuresMs: number;
}

/**
 * Undefined if the two were not measured on the same pictures, or if either is not clearly better
 * than guessing.
 *
 * @param msPerPicture of the backbone; features are made when pictures come in, so no measurement
 * includes it
 */
export function paceOf(
  transfer: Measurement | undefined,
  scratch: Measurement | undefined,
  msPerPicture: number,
): Pace | undefined {
  if (!transfer || transfer.fingerprint !== scratch?.fingerprint) return undefined;
  const share = Math.min(bestOf(transfer.history), bestOf(scratch.history));
  if (!isClearlyBetter(transfer) || !isClearlyBetter(scratch)) return undefined;
  const { split } = transfer.result;
  const featuresMs = msPerPicture * (split.train.length + split.validation.length);
  return {
    share,
    featuresMs,
    transferMs: featuresMs + msUntil(transfer.history, share),
    scratchMs: msUntil(scratch.history, share),
  };
}

/** Judged by the accuracy that was kept. */
const isClearlyBetter = ({ result: { validation } }: Measurement) =>
  validation !== undefined && beatsGuessing(validation);

/** The best share of the held-out pictures that any pass got right. */
export const bestOf = (history: readonly TimedPass[]) =>
  Math.max(0, ...history.map(({ validationAccuracy = 0 }) => validationAccuracy));

const msUntil = (history: readonly TimedPass[], share: number) =>
  history.find(({ validationAccuracy = -1 }) => validationAccuracy >= share)?.ms ?? 0;
