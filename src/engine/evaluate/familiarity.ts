// Measures whether a picture is like those that were learned from, whatever the head answers.

import { breather } from '../../model/breather';
import type { Familiarity } from '../../model/head';
import type { PredictedFamiliarity } from '../../model/prediction';
import { type Random, seededRandom } from '../../model/random';
import type { LabelledFeatures } from './samples';

/** How many pictures are kept. More would make the head larger and its answers slower. */
const MOST_KEPT = 512;
/** We average the distance over this many nearest pictures, because a single one may be a stray. */
const NEAREST = 3;
/**
 * With fewer pictures, no threshold can promise to turn away at most 5 % of familiar ones: 1 / (19
 * + 1).
 */
const LEAST_MEASURED = 19;
/**
 * The share of familiar pictures that may be taken for unknown ones, unless somebody chooses
 * another.
 */
const DEFAULT_FALSE_REJECTION = 0.05;

/**
 * What tells familiar pictures from others: some of those learned from, and how far each of them
 * lies from the rest. The distance is the mean cosine distance to the 3 nearest, on the backbone's
 * own features (after Sun et al. 2022, "Out-of-distribution detection with deep nearest
 * neighbors"). `npm run eval -- --outsiders` compares it with other scores.
 *
 * A picture is measured as if its recording had never been learned from. If a class has only one
 * recording, that recording is cut in two and each half is measured against the other. That
 * flatters as much as such a class's held-out pictures do (SplitAssignment.sameBurstClasses). If
 * there are more than 512 pictures, 512 are kept; a seeded choice takes them from each class in
 * turn.
 *
 * @param parts disjoint samples, those of a recording in their order; all were learned from
 * @returns undefined if fewer than 19 pictures can be measured
 */
export async function fitFamiliarity(
  parts: readonly LabelledFeatures[],
  seed: number,
): Promise<Familiarity | undefined> {
  const samples = parts.flatMap((part) => membersOf(part));
  markHalves(samples);
  const kept = takingTurns(samples, seededRandom(seed)).slice(0, MOST_KEPT);
  if (kept.length < LEAST_MEASURED) return undefined;
  const size = parts[0]?.size ?? 0;
  const directions = new Int8Array(kept.length * size);
  kept.forEach(({ features }, i) => {
    directions.set(rounded(features), i * size);
  });
  const distances = await distancesAmong(kept, directions, size);
  if (distances.length < LEAST_MEASURED) return undefined;
  return { directions, heldOut: Float32Array.from(distances).sort() };
}

/**
 * How familiar pictures are: of the pictures learned from, the share that lay as far from the rest
 * or farther. Each new picture counts itself among them. The value lies between 1 / (measured + 1)
 * and 1, and never rises with the distance. Of pictures that are like those learned from, at most a
 * share `a` has a value of at most `a` (Vovk et al. 2005, conformal prediction). So a slider for
 * false rejections is a threshold on this value.
 *
 * @param features raw, row-major [n, size]
 * @returns [n]
 */
export function familiarityOf(
  { directions, heldOut }: Familiarity,
  features: Float32Array,
  size: number,
): Float64Array {
  // This needs double precision, so that 5 of 100 is not more than 5 %.
  return Float64Array.from(
    distancesTo(directions, features, size),
    (distance) => (1 + heldOut.length - countBelow(heldOut, distance)) / (1 + heldOut.length),
  );
}

/** The familiarity that a prediction reports for one picture's raw features. */
export function rateFamiliarity(
  familiarity: Familiarity,
  features: Float32Array,
): PredictedFamiliarity {
  const [score = 0] = familiarityOf(familiarity, features, features.length);
  return { score, known: score > DEFAULT_FALSE_REJECTION };
}

/**
 * The mean cosine distance from each of `features` [n, size] to the 3 nearest of `directions`
 * [kept, size]: [n], from 0 to 2.
 */
export function distancesTo(
  directions: Int8Array,
  features: Float32Array,
  size: number,
): Float32Array {
  const lengths = lengthsOf(directions, size);
  const distances = new Float32Array(features.length / size);
  for (let i = 0; i < distances.length; i++) {
    const row = features.subarray(i * size, (i + 1) * size);
    distances[i] = distanceTo(directions, lengths, row) ?? 2;
  }
  return distances;
}

/**
 * The distance from each kept picture to the others, without those of its own recording. Pictures
 * without such others are left out. Each pair is measured only once.
 */
async function distancesAmong(
  kept: readonly Member[],
  directions: Int8Array,
  size: number,
): Promise<number[]> {
  const lengths = lengthsOf(directions, size);
  const units = new Float32Array(directions);
  lengths.forEach((length, row) => {
    for (let k = row * size; k < (row + 1) * size; k++) units[k] = (units[k] ?? 0) / (length || 1);
  });
  const nearest = kept.map((): number[] => []);
  const breathe = breather();
  for (const [i, sample] of kept.entries()) {
    for (let j = 0; j < i; j++) {
      const other = kept[j];
      if (!other || together(sample, other)) continue;
      const distance = 1 - productOf(units, i * size, j * size, size);
      insert(nearest[i] ?? [], distance);
      insert(nearest[j] ?? [], distance);
    }
    await breathe();
  }
  return nearest.filter((some) => some.length > 0).map(mean);
}

/**
 * The inner product of two rows. We keep four sums at once, because a single sum would have to wait
 * for each addition to finish.
 */
function productOf(rows: Float32Array, one: number, other: number, size: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 3 < size; k += 4) {
    a += (rows[one + k] as number) * (rows[other + k] as number);
    b += (rows[one + k + 1] as number) * (rows[other + k + 1] as number);
    c += (rows[one + k + 2] as number) * (rows[other + k + 2] as number);
    d += (rows[one + k + 3] as number) * (rows[other + k + 3] as number);
  }
  for (; k < size; k++) a += (rows[one + k] as number) * (rows[other + k] as number);
  return a + b + c + d;
}

/** Keeps the nearest, in ascending order. */
function insert(nearest: number[], distance: number): void {
  if (nearest.length === NEAREST && distance >= (nearest.at(-1) ?? 0)) return;
  nearest.push(distance);
  nearest.sort((a, b) => a - b);
  nearest.length = Math.min(nearest.length, NEAREST);
}

const mean = (numbers: readonly number[]) =>
  numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

const LENGTHS = new WeakMap<Int8Array, Float64Array>();

interface Member {
  features: Float32Array;
  label: number;
  group: string;
  /** 0 or 1 if its class has no other recording. */
  half: number | undefined;
}

function membersOf({ features, size, labels, groups }: LabelledFeatures): Member[] {
  return Array.from(labels, (label, i) => ({
    features: features.subarray(i * size, (i + 1) * size),
    label,
    group: groups[i] ?? '',
    half: undefined,
  }));
}

/** Cuts each recording that is the only one of its class in two. */
function markHalves(samples: readonly Member[]): void {
  const classes = new Map<number, Member[]>();
  for (const sample of samples) {
    const members = classes.get(sample.label);
    if (members) members.push(sample);
    else classes.set(sample.label, [sample]);
  }
  for (const members of classes.values()) {
    if (new Set(members.map(({ group }) => group)).size > 1) continue;
    members.forEach((member, i) => {
      member.half = i < members.length / 2 ? 0 : 1;
    });
  }
}

const together = (one: Member, other: Member) =>
  one.group === other.group &&
  (one.half === other.half || one.half === undefined || other.half === undefined);

/** In seeded order, taking one sample of each class in turn for as long as it has any. */
function takingTurns(samples: readonly Member[], random: Random): Member[] {
  const turns = new Map<number, number>();
  return random
    .shuffle(samples)
    .map((sample) => {
      const turn = turns.get(sample.label) ?? 0;
      turns.set(sample.label, turn + 1);
      return { sample, turn };
    })
    .sort((one, other) => one.turn - other.turn)
    .map(({ sample }) => sample);
}

/**
 * The same direction in whole numbers up to 127. Rounding moves it far less than pictures differ.
 */
function rounded(features: Float32Array): Int8Array {
  let largest = 0;
  for (let k = 0; k < features.length; k++) {
    largest = Math.max(largest, Math.abs(features[k] ?? 0));
  }
  const scale = largest > 0 ? 127 / largest : 0;
  const whole = new Int8Array(features.length);
  for (let k = 0; k < whole.length; k++) whole[k] = Math.round((features[k] ?? 0) * scale);
  return whole;
}

/**
 * The lengths of the rows. We keep them, because they take as long as all the products and a head
 * answers many times.
 */
function lengthsOf(directions: Int8Array, size: number): Float64Array {
  const known = LENGTHS.get(directions);
  if (known) return known;
  const lengths = new Float64Array(directions.length / size);
  LENGTHS.set(directions, lengths);
  for (let row = 0; row < lengths.length; row++) {
    lengths[row] = lengthOf(directions.subarray(row * size, (row + 1) * size));
  }
  return lengths;
}

function lengthOf(vector: Int8Array | Float32Array): number {
  let squares = 0;
  for (let k = 0; k < vector.length; k++) squares += (vector[k] ?? 0) * (vector[k] ?? 0);
  return Math.sqrt(squares);
}

/** The mean cosine distance to the nearest rows. A vector of zeros has distance 1 to all. */
function distanceTo(
  directions: Int8Array,
  lengths: Float64Array,
  features: Float32Array,
): number | undefined {
  const size = features.length;
  const length = lengthOf(features);
  const nearest: number[] = [];
  for (let row = 0; row < lengths.length; row++) {
    const start = row * size;
    let product = 0;
    for (let k = 0; k < size; k++) product += (directions[start + k] ?? 0) * (features[k] ?? 0);
    const scale = length * (lengths[row] ?? 0);
    insert(nearest, scale > 0 ? 1 - product / scale : 1);
  }
  return nearest.length === 0 ? undefined : mean(nearest);
}

/** How many of the `sorted` values are smaller. */
function countBelow(sorted: Float32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
