// What a share of false rejections means for a person's own pictures.

/** The slider's step, in pictures of a hundred. */
export const STEP = 0.5;
const LEAST = 0.5;
export const MOST = 30;

/**
 * The smallest share that can be promised, in pictures of a hundred and on the slider's steps:
 * `1 / (measured + 1)`.
 */
export function leastInHundred(measured: number): number {
  return Math.max(LEAST, Math.ceil(100 / (measured + 1) / STEP) * STEP);
}

/**
 * How many of the measured pictures would get "I don't know". These are the ones farthest from the
 * rest, as many as the share allows.
 *
 * @param distances ascending
 */
export function turnedAway(distances: ArrayLike<number>, share: number): number {
  let count = 0;
  for (let end = distances.length; end > 0; ) {
    let start = end - 1;
    // Pictures at the same distance are accepted or rejected together.
    while (start > 0 && distances[start - 1] === distances[start]) start--;
    if ((distances.length - start) / distances.length > share) break;
    count = distances.length - start;
    end = start;
  }
  return count;
}

/**
 * How many of the measured pictures are at least as far from the rest as a picture with this score.
 * The picture itself counts.
 */
export function strangerThan(score: number, measured: number): number {
  return Math.min(measured, Math.max(0, Math.round(score * (measured + 1)) - 1));
}
