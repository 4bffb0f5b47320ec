// What a linear head answers for samples that it has not learned from.

import { foldCount, groupedFolds } from '../evaluate/split';
import { LogisticFit, logitsOf } from './logistic';
import type { Rows } from './rows';
import { DEFAULT_L2 } from './strength';

const TOLERANCE = 0.02;
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

export interface Decisions {
  /** The most probable class of each sample. */
  decided: Int32Array;
  /**
   * The same as if all classes were equally frequent: the logarithm of how many samples of a class
   * were learned from is subtracted from its logit.
   */
  balanced: Int32Array;
}

/** A linear head fitted to convergence on some of the samples. */
export async function fitted(
  { rows, labels, classCount }: Omit<Labelled, 'groups'>,
  index: Int32Array,
  breathe: () => Promise<void> | undefined,
): Promise<LogisticFit> {
  const fit = new LogisticFit({
    rows,
    index,
    labels: index.map((i) => labels[i] ?? 0),
    classCount,
    l2: DEFAULT_L2,
  });
  while (fit.passes < MOST_PASSES && !fit.converged(TOLERANCE)) {
    fit.step();
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
): Promise<Decisions> {
  const decided = new Int32Array(labels.length);
  const balanced = new Int32Array(labels.length);
  const places = Int32Array.from(labels.keys());
  for (let fold = 0; fold < folds.count; fold++) {
    const index = places.filter((i) => folds.of[i] !== fold && keeps(i));
    const tested = places.filter((i) => folds.of[i] === fold);
    const fit = await fitted({ rows, labels, classCount }, index, breathe);
    const counts = new Float64Array(classCount);
    for (const i of index) counts[labels[i] ?? 0] = (counts[labels[i] ?? 0] ?? 0) + 1;
    const logits = logitsOf(rows, tested, fit.theta, classCount);
    tested.forEach((i, place) => {
      const row = logits.subarray(place * classCount, (place + 1) * classCount);
      decided[i] = row.indexOf(Math.max(...row));
      const fair = row.map((z, c) => z - Math.log(Math.max(1, counts[c] ?? 0)));
      balanced[i] = fair.indexOf(Math.max(...fair));
    });
  }
  return { decided, balanced };
}
