// Compares two classifiers on the same pictures: how much better the second is, how far off that
// may be, and whether we may say so.
import { betaQuantile } from './beta';
import { independentSize } from './clustered-share';
import { wilson } from './wilson';

export interface PairedDifference {
  /** The share that the second gets right minus that of the first, -1 to 1. */
  difference: number;
  /** The ends of the 95 % interval, -1 to 1. The difference lies within. */
  low: number;
  high: number;
}

/** How many pictures were answered right by both, by one, or by neither. */
export interface PairedCounts {
  both: number;
  onlyFirst: number;
  onlySecond: number;
  neither: number;
}

/**
 * Takes the wider of two intervals at each end.
 *
 * Newcombe's (1998, method 10) contains the true difference about as often as it promises, whatever
 * the shares (Fagerland, Lydersen and Laake 2014 recommend it). But with a dozen pictures it may
 * exclude 0 when the exact test does not: with 4 pictures gained and none lost, McNemar's test
 * gives p = 0.125. We do not want to report a gain that the exact test takes for chance. So the
 * second interval is the one that belongs to this test. It takes the pictures on which the two
 * differ, and the exact limits of the share of them that was gained (Clopper and Pearson 1934),
 * times how many there are. It excludes 0 exactly if p < 0.05.
 *
 * If pictures of one recording are not independent evidence, all counts shrink to the number that
 * would tell as much, for the exact limits too (Korn and Graubard 1998).
 *
 * @param independent how many independent pictures would tell as much as these, from
 * `independentSize`
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

/** The same for answers one by one: whether each was right, and which recording it belongs to. */
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
 * Whether the second is better than the first, judging by the interval as it is shown, in whole
 * points. A gain that may be none counts as none. Seen from the first, it works the same way.
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

  // The correlation of the two being right, with Newcombe's continuity correction if it is
  // positive.
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
