// How many pictures of a class are held out.

/** A class with fewer pictures holds out none of them. */
export const LEAST_TO_HOLD_OUT = 3;
/**
 * A class with a single recording holds out the end of it if there are at least this many pictures.
 */
export const LEAST_OF_ONE_RECORDING = 5;

/**
 * How many of `size` pictures to hold out for a share (0 to 1): at least 1 and never all, but none
 * if there are too few.
 */
export function countToHoldOut(size: number, share: number): number {
  if (size < LEAST_TO_HOLD_OUT) return 0;
  return Math.min(Math.max(Math.round(size * share), 1), size - 1);
}
