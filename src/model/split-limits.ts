// How many pictures of a class are held out.

/** Fewer pictures of a class hold out none of them. */
export const LEAST_TO_HOLD_OUT = 3;
/** A class of one recording holds out the end of it from this many pictures on. */
export const LEAST_OF_ONE_RECORDING = 5;

/** How many of `size` pictures a share (0 to 1) of them is: at least 1 and never all, but none of too few. */
export function countToHoldOut(size: number, share: number): number {
  if (size < LEAST_TO_HOLD_OUT) return 0;
  return Math.min(Math.max(Math.round(size * share), 1), size - 1);
}
