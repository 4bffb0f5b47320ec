// Decides which samples are learned from and which are held out to measure, and makes the folds of
// cross-validation.

import { seededHash } from '../../model/hash';
import { seededRandom } from '../../model/random';
import { countToHoldOut, LEAST_OF_ONE_RECORDING } from '../../model/split-limits';
import type { SplitAssignment, TrainingSample } from '../../model/training';

type Side = 'train' | 'validation';

/** The samples of one group, in the order given. */
type Group = TrainingSample[];

/**
 * Divides the samples, stratified by class, into training and validation. Each sample is on exactly
 * one side. A group is never on both, with one exception: a class with a single group (one
 * recording) of at least 5 samples holds out the last of them. It is listed in `sameBurstClasses`,
 * because its figure flatters. The rules:
 *
 * - A class aims to hold out `share` of its samples, rounded, at least 1 and never all. A class
 *   with
 *   fewer than 3 samples holds out none. Because groups stay whole, it can miss that number by at
 *   most half of the smallest group that it learns from, unless it has only one held-out group: a
 *   class with several groups always holds out at least one of them.
 * - A group that spans several classes counts for each of them.
 * - The order in which groups are tried depends only on the seed and their names. So the same
 *   samples are always split the same way, and one more sample hardly moves the others.
 *
 * The result depends on the samples, not on their order (except for the end of a recording). Each
 * `label` is below `classCount`, ids are unique, and `share` lies between 0 and 1. Both lists are
 * in the order given.
 */
export function splitSamples(
  samples: readonly TrainingSample[],
  classCount: number,
  share: number,
  seed: number,
): SplitAssignment {
  const groups = groupBy(samples, (sample) => sample.group);
  const sizes = countLabels(samples, classCount);
  const groupCounts = new Array<number>(classCount).fill(0);
  for (const group of groups.values()) {
    for (const label of labelsOf(group)) increase(groupCounts, label, 1);
  }
  const wanted = sizes.map((size) => countToHoldOut(size, share));

  const sides = new Map<string, Side>();
  const held = new Array<number>(classCount).fill(0);
  const place = (members: readonly TrainingSample[], side: Side) => {
    for (const { id, label } of members) {
      sides.set(id, side);
      if (side === 'validation') increase(held, label, 1);
    }
  };

  // If a recording is the only one of a class, we cut it.
  const free: Group[] = [];
  for (const group of groups.values()) {
    if (!labelsOf(group).some((label) => groupCounts[label] === 1)) {
      free.push(group);
      continue;
    }
    for (const [label, members] of groupBy(group, (sample) => sample.label)) {
      const cut = groupCounts[label] === 1 && at(sizes, label) >= LEAST_OF_ONE_RECORDING;
      const end = members.length - (cut ? at(wanted, label) : 0);
      place(members.slice(0, end), 'train');
      place(members.slice(end), 'validation');
    }
  }

  // First we take the groups that fit. Then each class that still lacks samples gets the group that
  // comes closest.
  const leavesSome = (counts: readonly number[]) =>
    counts.every((count, label) => count === 0 || at(held, label) + count < at(sizes, label));
  const left: Group[] = [];
  for (const group of inSeededOrder(free, seed)) {
    const counts = countLabels(group, classCount);
    const fits = counts.every(
      (count, label) => count === 0 || at(held, label) + count <= at(wanted, label),
    );
    if (fits && leavesSome(counts)) place(group, 'validation');
    else left.push(group);
  }
  for (let label = 0; label < classCount; label++) {
    const missing = at(wanted, label) - at(held, label);
    if (missing <= 0) continue;
    let nearest: Group | undefined;
    let least = at(held, label) === 0 ? Number.POSITIVE_INFINITY : 0;
    for (const group of left) {
      const counts = countLabels(group, classCount);
      if (at(counts, label) === 0 || isPlaced(group, sides) || !leavesSome(counts)) continue;
      const change = counts.reduce((sum, count, c) => {
        const before = at(wanted, c) - at(held, c);
        return sum + Math.abs(before - count) - Math.abs(before);
      }, 0);
      if (change < least) {
        least = change;
        nearest = group;
      }
    }
    if (nearest) place(nearest, 'validation');
  }

  const on = (side: Side) => samples.filter(({ id }) => (sides.get(id) ?? 'train') === side);
  const train = on('train');
  const validation = on('validation');
  const learned = new Set(train.map(({ group }) => group));
  const flattered = validation.filter(({ group }) => learned.has(group));
  return {
    train: train.map(({ id }) => id),
    validation: validation.map(({ id }) => id),
    sameBurstClasses: labelsOf(flattered).sort((a, b) => a - b),
  };
}

/**
 * How many folds cross-validation can have: at most as many as the groups of the class with the
 * fewest. Fewer than 2 means none.
 */
export function foldCount(labels: Int32Array, groups: readonly string[], most = 5): number {
  const groupsOf = new Map<number, Set<string>>();
  labels.forEach((label, i) => {
    const known = groupsOf.get(label) ?? new Set();
    groupsOf.set(label, known.add(groups[i] ?? ''));
  });
  const fewest = Math.min(...Array.from(groupsOf.values(), (names) => names.size));
  return Math.min(most, fewest);
}

/**
 * Assigns each sample to one of `k` folds (0 to k - 1) for cross-validation. No group is in two
 * folds, and each class is spread as evenly as its groups allow. Groups are dealt from the largest
 * to the smallest, ties in seeded order. Each goes to the fold that has the fewest samples of its
 * classes.
 */
export function groupedFolds(
  labels: ArrayLike<number>,
  groups: ArrayLike<string | number>,
  k: number,
  seed: number,
): Int32Array {
  const members = groupBy(
    Array.from(labels, (_, i) => i),
    (i) => groups[i] ?? '',
  );
  const classCount = Array.from(labels).reduce((most, label) => Math.max(most, label + 1), 0);
  const sizes = new Array<number>(classCount).fill(0);
  for (const label of Array.from(labels)) increase(sizes, label, 1);

  const folds = new Int32Array(labels.length);
  const counts = Array.from({ length: k }, () => new Array<number>(classCount).fill(0));
  const totals = new Array<number>(k).fill(0);
  const order = seededRandom(seed)
    .shuffle(members.values())
    .sort((a, b) => b.length - a.length);
  for (const group of order) {
    const crowding = counts.map((count) =>
      group.reduce((sum, i) => sum + at(count, labels[i] ?? 0) / at(sizes, labels[i] ?? 0), 0),
    );
    let best = 0;
    for (let fold = 1; fold < k; fold++) {
      const difference = at(crowding, fold) - at(crowding, best);
      if (difference < 0 || (difference === 0 && at(totals, fold) < at(totals, best))) best = fold;
    }
    for (const i of group) {
      folds[i] = best;
      increase(counts[best] ?? [], labels[i] ?? 0, 1);
    }
    increase(totals, best, group.length);
  }
  return folds;
}

/** The order does not depend on how the samples came, nor on what other groups there are. */
function inSeededOrder(groups: readonly Group[], seed: number): Group[] {
  const name = (group: Group) => group[0]?.group ?? '';
  return groups
    .map((group) => ({ group, rank: seededHash(seed, name(group)) }))
    .sort((a, b) => a.rank - b.rank || (name(a.group) < name(b.group) ? -1 : 1))
    .map(({ group }) => group);
}

const isPlaced = (group: Group, sides: ReadonlyMap<string, Side>) =>
  group.every(({ id }) => sides.has(id));

const labelsOf = (samples: readonly TrainingSample[]) => [
  ...new Set(samples.map(({ label }) => label)),
];

function countLabels(samples: readonly TrainingSample[], classCount: number): number[] {
  const counts = new Array<number>(classCount).fill(0);
  for (const { label } of samples) increase(counts, label, 1);
  return counts;
}

function groupBy<Key, Item>(items: Iterable<Item>, key: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

const at = (numbers: readonly number[], index: number) => numbers[index] ?? 0;

function increase(numbers: number[], index: number, by: number): void {
  numbers[index] = at(numbers, index) + by;
}
