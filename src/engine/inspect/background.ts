// Tests whether the classes can be told apart by what surrounds the things.

import type { BackgroundFinding } from '../../model/advice';
import { clusteredShare } from '../../model/statistics/clustered-share';
import { guessing } from '../evaluate/metrics';
import { foldsOf, heldOutDecisions, type Labelled } from '../head/held-out';

/** The blanked middle has this share of the side, so 36 % of the picture is left. */
const BLANKED = 0.8;
/**
 * The low end of the border's interval must be at least this far on the way from guessing to being
 * always right.
 */
const WELL_ABOVE = 0.1;
/** The border alone must reach this share of what the whole picture gains over guessing. */
const SHARE_OF_GAIN = 0.5;

/**
 * Blanks the middle of a square RGBA picture, in place, with the mean colour of the rest. The whole
 * picture's mean would give away something about the middle.
 */
export function blankMiddle(rgba: Uint8ClampedArray, side: number): void {
  const edge = Math.round((side * (1 - BLANKED)) / 2);
  const isMiddle = (i: number) => Math.min(i, side - 1 - i) >= edge;
  const sums = [0, 0, 0];
  let count = 0;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (isMiddle(x) && isMiddle(y)) continue;
      for (const c of [0, 1, 2]) sums[c] = (sums[c] ?? 0) + (rgba[(y * side + x) * 4 + c] ?? 0);
      count++;
    }
  }
  for (let y = edge; y < side - edge; y++) {
    for (let x = edge; x < side - edge; x++) {
      for (const c of [0, 1, 2]) rgba[(y * side + x) * 4 + c] = (sums[c] ?? 0) / count;
    }
  }
}

/**
 * Reports a finding if a head that sees only the border is right well more often than guessing,
 * even at the low end of its interval, and gains at least half of what a head gains that sees the
 * whole pictures. The border may show parts of the things themselves. So the finding says what the
 * classes can be told apart by, not what the head looks at.
 *
 * @param border the samples, represented by the borders of their pictures
 * @param whole the same samples in the same order, represented by their whole pictures
 * @returns undefined if no recording can be held out
 */
export async function backgroundFinding(
  border: Labelled,
  whole: Labelled,
  seed: number,
  breathe: () => Promise<void> | undefined,
): Promise<{ finding?: BackgroundFinding } | undefined> {
  const folds = foldsOf(whole, seed);
  if (!folds) return undefined;
  const { labels, groups } = whole;
  const counted = async (seen: Labelled) => {
    const decided = await heldOutDecisions(seen, folds, breathe);
    return clusteredShare(
      Array.from(labels, (label, i) => decided[i] === label),
      groups,
    );
  };
  const byBorder = await counted(border);
  const byWhole = await counted(whole);
  const chance = guessing(labels);
  const gain = (figure: { right: number; total: number }) => figure.right / figure.total - chance;
  const explains =
    byBorder.low > chance + WELL_ABOVE * (1 - chance) &&
    gain(byBorder) >= SHARE_OF_GAIN * gain(byWhole);
  if (!explains) return {};
  const from = { pictures: labels.length, bursts: new Set(groups).size, folds: folds.count };
  return {
    finding: { kind: 'background', border: byBorder, whole: byWhole, guessing: chance, from },
  };
}
