// What a share of false rejections means for one's own pictures.

/** The slider's steps, in pictures of a hundred. */
export const STEP = 0.5;
const LEAST = 0.5;
export const MOST = 30;

/** The smallest share that can be promised, on the slider's steps: `1 / (measured + 1)`, in pictures of a hundred. */
export function leastInHundred(measured: number): number {
  return Math.max(LEAST, Math.ceil(100 / (measured + 1) / STEP) * STEP);
}

/**
 * How many of the pictures that were measured would get "I don't know": those that lie so far from the rest that no
 * more than this share of them lies as far.
 *
 * @param distances ascending
 */
export function turnedAway(distances: ArrayLike<number>, share: number): number {
  let count = 0;
  for (let end = distances.length; end > 0; ) {
    let start = end - 1;
    // Those of one distance go together.
    while (start > 0 && distances[start - 1] === distances[start]) start--;
    if ((distances.length - start) / distances.length > share) break;
    count = distances.length - start;
    end = start;
  }
  return count;
}

/** How many of the pictures that were measured lie as far from the rest as one with this score, or farther; it counts itself. */
export function strangerThan(score: number, measured: number): number {
  return Math.min(measured, Math.max(0, Math.round(score * (measured + 1)) - 1));
}
