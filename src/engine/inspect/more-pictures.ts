// Finds the class for which more pictures would help most, by measuring what fewer of them do.

import type { MorePicturesFinding } from '../../model/advice';
import { seededHash } from '../../model/hash';
import { seededRandom } from '../../model/random';
import { clusteredShare } from '../../model/statistics/clustered-share';
import { studentT } from '../../model/statistics/student';
import { foldsOf, heldOutDecisions, type Labelled } from '../head/held-out';

/**
 * How many classes are tried, those recognised least often first. Each costs as much as the rest.
 */
const MOST_CLASSES = 3;
/**
 * How many different halves of a class are left out in turn, so that the choice of the half does
 * not decide.
 */
const HALVES = 4;
/** A smaller gain is not worth a person's time. */
const LEAST_GAIN = 0.01;
/** If a class has fewer recordings and one is held out, half of the rest may be nothing. */
const LEAST_BURSTS = 4;

/**
 * Measures, cross-validated by recording, how the mean recall of the classes falls when only half
 * of one class's recordings are learned from. The decisions take all classes for equally frequent.
 * Otherwise a halved class would be missed only because it is rare, which says nothing about what
 * twice as many would bring. The gain of the next doubling is extrapolated by a power
 * law that ends at no errors (Hestness et al., 2017), so it is never more than the last doubling
 * gave: errors go from e(n/2) to e(n) to e(n)² / e(n/2). There is only a finding if the interval of
 * that fall lies above 0 and the gain is a hundredth or more, at 95 % for all the classes tried
 * together (Bonferroni). The standard error is that of the paired differences, clustered by
 * recording, with Student's quantile for that many of them. If several classes qualify, the one
 * that gains most per picture is reported.
 *
 * @returns undefined if no class has enough recordings to hold out some and leave out others
 */
export async function morePicturesFinding(
  samples: Labelled,
  seed: number,
  breathe: () => Promise<void> | undefined,
): Promise<{ finding?: MorePicturesFinding } | undefined> {
  const folds = foldsOf(samples, seed);
  if (!folds) return undefined;
  const { labels, groups, classCount } = samples;
  const sizes = new Float64Array(classCount);
  for (const label of labels) sizes[label] = (sizes[label] ?? 0) + 1;
  const right = (decided: Int32Array) =>
    Float64Array.from(labels, (y, i) => (decided[i] === y ? 1 : 0));
  const meanRecall = (hits: Float64Array) =>
    hits.reduce((sum, hit, i) => sum + hit / (sizes[labels[i] ?? 0] ?? 1), 0) / classCount;

  const full = right(await heldOutDecisions(samples, folds, breathe));
  const recallOf = (label: number) =>
    full.reduce((sum, hit, i) => sum + (labels[i] === label ? hit : 0), 0) / (sizes[label] ?? 1);
  const burstsOf = (label: number) => new Set(groups.filter((_, i) => labels[i] === label)).size;
  const tried = Array.from({ length: classCount }, (_, label) => label)
    .filter((label) => burstsOf(label) >= LEAST_BURSTS)
    .sort((a, b) => recallOf(a) - recallOf(b) || (sizes[a] ?? 0) - (sizes[b] ?? 0) || a - b)
    .slice(0, MOST_CLASSES);
  if (tried.length === 0) return undefined;
  const t = studentT(0.05 / tried.length, Math.max(1, new Set(groups).size - 1));

  let best: MorePicturesFinding | undefined;
  for (const label of tried) {
    const halved = new Float64Array(labels.length);
    for (let half = 0; half < HALVES; half++) {
      const kept = keptHalf(
        samples,
        folds.of,
        label,
        seededHash(seed, `${label} ${half >> 1}`),
        half % 2,
      );
      const keeps = (i: number) => labels[i] !== label || kept.has(groups[i] ?? '');
      const hits = right(await heldOutDecisions(samples, folds, breathe, keeps));
      for (let i = 0; i < hits.length; i++) halved[i] = (halved[i] ?? 0) + (hits[i] ?? 0) / HALVES;
    }
    const fall = full.map((hit, i) => hit - (halved[i] ?? 0));
    const drop = meanRecall(fall);
    const spread = t * standardError(fall, samples, sizes);
    if (drop - spread <= 0) continue;
    const ratio = (1 - meanRecall(full)) / (1 - meanRecall(halved));
    if (drop * ratio < LEAST_GAIN) continue;
    const own = Array.from(labels.keys()).filter((i) => labels[i] === label);
    if (best && best.gain / best.more >= (drop * ratio) / own.length) continue;
    best = {
      kind: 'more-pictures',
      label,
      more: own.length,
      gain: drop * ratio,
      low: (drop - spread) * ratio,
      high: Math.min(1, drop + spread) * ratio,
      recall: clusteredShare(
        own.map((i) => full[i] === 1),
        own.map((i) => groups[i] ?? ''),
      ),
      from: {
        samples: labels.length,
        bursts: new Set(groups).size,
        folds: folds.count,
        halves: HALVES,
        classesTried: tried.length,
      },
    };
  }
  return best ? { finding: best } : {};
}

/**
 * The names of half of the class's groups in each fold, so that about half is left to learn from,
 * whichever fold is held out. `which` = 0 selects one half, 1 the other.
 */
function keptHalf(
  { labels, groups }: Labelled,
  foldOf: Int32Array,
  label: number,
  seed: number,
  which: number,
): Set<string> {
  const names = new Map<string, number>();
  labels.forEach((y, i) => {
    if (y === label) names.set(groups[i] ?? '', foldOf[i] ?? 0);
  });
  const order = seededRandom(seed)
    .shuffle(names)
    .sort(([, a], [, b]) => a - b)
    .map(([name]) => name);
  return new Set(order.filter((_, place) => place % 2 === which));
}

/**
 * The standard error of the mean over classes of the mean of `values` within each class, clustered
 * by group.
 */
function standardError(
  values: Float64Array,
  { labels, groups, classCount }: Labelled,
  sizes: Float64Array,
): number {
  const means = new Float64Array(classCount);
  values.forEach((x, i) => {
    const y = labels[i] ?? 0;
    means[y] = (means[y] ?? 0) + x / (sizes[y] ?? 1);
  });
  const sums = new Map<string, number>();
  values.forEach((x, i) => {
    const y = labels[i] ?? 0;
    const part = (x - (means[y] ?? 0)) / ((sizes[y] ?? 1) * classCount);
    sums.set(groups[i] ?? '', (sums.get(groups[i] ?? '') ?? 0) + part);
  });
  let squares = 0;
  for (const sum of sums.values()) squares += sum * sum;
  return Math.sqrt((squares * sums.size) / Math.max(1, sums.size - 1));
}
