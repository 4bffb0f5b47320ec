// Two classifiers on the same pictures: how much better the second is, how far that may be off, and whether it may be
// said.
import { betaQuantile } from './beta';
import { independentSize } from './clustered-share';
import { wilson } from './wilson';

export interface PairedDifference {
  /** Share right of the second less that of the first, -1 to 1. */
  difference: number;
  /** Of the 95 % interval, -1 to 1. The difference lies in it. */
  low: number;
  high: number;
}

/** Pictures by who got them right. */
export interface PairedCounts {
  both: number;
  onlyFirst: number;
  onlySecond: number;
  neither: number;
}

/**
 * The wider at either end of two intervals. Newcombe's (1998, method 10) holds the true difference about as often as it
 * promises, whatever the shares (Fagerland, Lydersen and Laake 2014 recommend it), but with a dozen pictures it may
 * leave 0 out where the exact test does not: with 4 pictures gained and none lost McNemar's gives p = 0.125. So that no
 * gain is told that the exact test takes for chance, the second is the interval that belongs to this test: the exact
 * limits of the share that was gained of the pictures on which the two differ (Clopper and Pearson 1934), times how many
 * those are. It leaves 0 out just where p < 0.05.
 *
 * Where pictures of one recording are no independent evidence all counts shrink to as many as tell as much, for the
 * exact limits too (Korn and Graubard 1998).
 *
 * @param independent how many independent pictures tell as much as these, as `independentSize` has it
 */
export function pairedDifference(counts: PairedCounts, independent?: number): PairedDifference {
  const total = counts.both + counts.onlyFirst + counts.onlySecond + counts.neither;
  if (total === 0) return { difference: 0, low: -1, high: 1 };
  const scale = (independent ?? total) / total;
  const scaled = {
    both: counts.both * scale,
    onlyFirst: counts.onlyFirst * scale,
    onlySecond: counts.onlySecond * scale,
    neither: counts.neither * scale,
  };
  const difference = (counts.onlySecond - counts.onlyFirst) / total;
  const score = newcombe(scaled);
  const exact = conditional(scaled);
  return {
    difference,
    low: Math.max(-1, Math.min(score.low, exact.low, difference)),
    high: Math.min(1, Math.max(score.high, exact.high, difference)),
  };
}

/** The same of answers one by one: whether each was right, and the recording that it is of. */
export function clusteredDifference(
  first: readonly boolean[],
  second: readonly boolean[],
  groups: readonly string[],
): PairedDifference {
  const count = (one: boolean, other: boolean) =>
    first.filter((was, i) => was === one && second[i] === other).length;
  const differences = first.map((was, i) => Number(second[i]) - Number(was));
  return pairedDifference(
    {
      both: count(true, true),
      onlyFirst: count(true, false),
      onlySecond: count(false, true),
      neither: count(false, false),
    },
    independentSize(differences, groups),
  );
}

const points = (share: number) => Math.round(share * 100);

/**
 * Whether the second is better than the first, by the interval as it is shown, in whole points: a gain that may be none
 * is none. The same is seen from the first.
 */
export function verdictOn({
  low,
  high,
}: Pick<PairedDifference, 'low' | 'high'>): 'better' | 'worse' | 'close' {
  if (points(low) > 0) return 'better';
  return points(high) < 0 ? 'worse' : 'close';
}

/** Wilson's intervals of the two shares, squared and added with their correlation. */
function newcombe({ both, onlyFirst, onlySecond, neither }: PairedCounts) {
  const size = both + onlyFirst + onlySecond + neither;
  const [right, rightThen] = [both + onlyFirst, both + onlySecond];
  const [p, q] = [right / size, rightThen / size];
  const [first, second] = [wilson(right, size), wilson(rightThen, size)];

  // Of the two being right, with Newcombe's correction for continuity where it is positive.
  const margins = right * (size - right) * rightThen * (size - rightThen);
  const product = both * neither - onlySecond * onlyFirst;
  const correlation =
    margins <= 0
      ? 0
      : (product > 0 ? Math.max(0, product - size / 2) : product) / Math.sqrt(margins);
  const reach = (a: number, b: number) =>
    Math.sqrt(Math.max(0, a * a - 2 * correlation * a * b + b * b));
  return {
    low: q - p - reach(q - second.low, first.high - p),
    high: q - p + reach(second.high - q, p - first.low),
  };
}

function conditional({ both, onlyFirst, onlySecond, neither }: PairedCounts) {
  const differ = onlyFirst + onlySecond;
  const share = differ / (both + differ + neither);
  const least = onlySecond === 0 ? 0 : betaQuantile(0.025, onlySecond, onlyFirst + 1);
  const most = onlyFirst === 0 ? 1 : betaQuantile(0.975, onlySecond + 1, onlyFirst);
  return { low: share * (2 * least - 1), high: share * (2 * most - 1) };
}
