// What a linear head answers for samples that it has not learned from.

import { foldCount, groupedFolds } from '../evaluate/split';
import { LogisticFit, logitsOf } from './logistic';
import { logPrior } from './prior';
import type { Rows } from './rows';
import { DEFAULT_L2 } from './strength';

/** Small, because the intercepts of rare classes are the last to be exact. */
const TOLERANCE = 1e-3;
const MOST_PASSES = 50;

/**
 * Samples as the advice sees them: row i of `rows` has the label labels[i] and the group groups[i].
 */
export interface Labelled {
  rows: Rows;
  labels: Int32Array;
  groups: readonly string[];
  classCount: number;
}

/**
 * The fold of each sample. No group is split between two folds, and each fold has its share of
 * every class. Undefined if a class has a single group, because then nothing can be held out.
 */
export function foldsOf({ labels, groups }: Labelled, seed: number) {
  const count = foldCount(labels, groups);
  return count < 2 ? undefined : { count, of: groupedFolds(labels, groups, count, seed) };
}

/** A linear head fitted to convergence on some of the samples, without their prior. */
export async function fitted(
  { rows, labels, classCount }: Omit<Labelled, 'groups'>,
  index: Int32Array,
  breathe: () => Promise<void> | undefined,
): Promise<LogisticFit> {
  const learned = index.map((i) => labels[i] ?? 0);
  const fit = await LogisticFit.begin(
    {
      rows,
      index,
      labels: learned,
      classCount,
      l2: DEFAULT_L2,
      prior: logPrior(learned, classCount),
    },
    breathe,
  );
  while (fit.passes < MOST_PASSES && !fit.converged(TOLERANCE)) {
    await fit.step();
    await breathe();
  }
  return fit;
}

/**
 * The decision for each sample, by a head fitted on those samples of the other folds that `keeps`
 * accepts. The strength of the penalty is the default. Choosing it again for each fold would hardly
 * change the decisions, but would take most of the time.
 */
export async function heldOutDecisions(
  { rows, labels, classCount }: Labelled,
  folds: { count: number; of: Int32Array },
  breathe: () => Promise<void> | undefined,
  keeps: (sample: number) => boolean = () => true,
): Promise<Int32Array> {
  const decided = new Int32Array(labels.length);
  const places = Int32Array.from(labels.keys());
  for (let fold = 0; fold < folds.count; fold++) {
    const index = places.filter((i) => folds.of[i] !== fold && keeps(i));
    const tested = places.filter((i) => folds.of[i] === fold);
    const fit = await fitted({ rows, labels, classCount }, index, breathe);
    const logits = await logitsOf(rows, tested, fit.theta, classCount, breathe);
    tested.forEach((i, place) => {
      const row = logits.subarray(place * classCount, (place + 1) * classCount);
      decided[i] = row.indexOf(Math.max(...row));
    });
  }
  return decided;
}
