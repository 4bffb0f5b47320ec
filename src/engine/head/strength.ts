// Chooses the strength of a linear head's penalty by cross-validation.

import { linear } from '../../model/head-kinds/linear';
import { foldCount, groupedFolds } from '../evaluate/split';
import { LogisticFit, logitsOf, lossesOf } from './logistic';
import type { Rows } from './rows';

/** The λ to use when no comparison is possible. */
export const DEFAULT_L2: number = linear.strength.automatic;
/** The factor from one candidate to the next: 1000, 316, 100, 31.6 and 10. */
const FACTOR = Math.sqrt(10);
const MOST_STEPS = 2;
const TOLERANCE = 0.02;
const MOST_PASSES = 50;

/**
 * Chooses λ by cross-validated cross-entropy, with no recording on both sides. It starts at the
 * default and moves to weaker or stronger penalties as long as that helps. Because few samples tell
 * little, it then moves back towards the default while the best one's lead is within one standard
 * error (of the losses' paired differences, clustered by recording; after Breiman et al. 1984, who
 * prefer the simplest).
 *
 * @param index rows of the samples; `labels` and `groups` are in the same order
 * @param prior of the samples, from `logPrior`, if the answers shall leave it out
 * @returns the default and no logits if `foldCount` allows no comparison
 */
export async function chooseL2(
  rows: Rows,
  index: Int32Array,
  labels: Int32Array,
  groups: readonly string[],
  classCount: number,
  seed: number,
  breathe: () => Promise<void> | undefined,
  prior: Float32Array = new Float32Array(classCount),
): Promise<ChosenL2> {
  const count = foldCount(labels, groups);
  if (count < 2) return { l2: DEFAULT_L2 };
  const foldOf = groupedFolds(labels, groups, count, seed);
  const places = Int32Array.from(labels.keys());
  const folds = Array.from({ length: count }, (_, fold) => ({
    learned: places.filter((i) => foldOf[i] !== fold),
    tested: places.filter((i) => foldOf[i] === fold),
  }));

  /** The held-out loss of each sample. The fits start from the solutions of `from`. */
  const compare = async (l2: number, from?: Comparison): Promise<Comparison> => {
    const losses = new Float64Array(labels.length);
    const logits = new Float64Array(labels.length * classCount);
    const solutions: Float64Array[] = [];
    for (const [f, { learned, tested }] of folds.entries()) {
      const fit = await LogisticFit.begin(
        {
          rows,
          index: pick(index, learned),
          labels: pick(labels, learned),
          classCount,
          l2,
          prior,
        },
        breathe,
        from?.solutions[f],
      );
      while (fit.passes < MOST_PASSES && !fit.converged(TOLERANCE)) {
        await fit.step();
        await breathe();
      }
      solutions.push(fit.theta);
      const found = await logitsOf(rows, pick(index, tested), fit.theta, classCount, breathe);
      // The held-out samples have the prior of those learned from.
      const expected = found.map((z, k) => z + (prior[k % classCount] ?? 0));
      const lost = lossesOf(expected, pick(labels, tested), classCount);
      tested.forEach((i, place) => {
        losses[i] = lost[place] ?? 0;
        logits.set(found.subarray(place * classCount, (place + 1) * classCount), i * classCount);
      });
    }
    return { l2, losses, logits, solutions };
  };

  const chosenFrom = ({ l2, logits, solutions }: Comparison): ChosenL2 => ({
    l2,
    logits,
    solution: meanOf(solutions),
  });
  const start = await compare(DEFAULT_L2);
  for (const factor of [1 / FACTOR, FACTOR]) {
    const walked = [start];
    let best = start;
    for (let step = 1; step <= MOST_STEPS; step++) {
      const next = await compare(DEFAULT_L2 * factor ** step, best);
      if (leadOf(next.losses, best.losses, groups).mean <= 0) break;
      walked.push(next);
      best = next;
    }
    if (best === start) continue;
    const nearest = walked.find(({ losses }) => {
      const { mean, standardError } = leadOf(best.losses, losses, groups);
      return mean <= standardError;
    });
    return chosenFrom(nearest ?? best);
  }
  return chosenFrom(start);
}

export interface ChosenL2 {
  l2: number;
  /**
   * [n, C]: for each sample, the logits of a fit with this λ that learned from none of its group.
   */
  logits?: Float64Array;
  /** The mean of the folds' solutions, for a fit on more samples to start from. */
  solution?: Float64Array;
}

interface Comparison {
  l2: number;
  logits: Float64Array;
  /** [n]: the loss of each sample, from the fold that held it out. */
  losses: Float64Array;
  /** One solution for each fold. */
  solutions: Float64Array[];
}

/** How much smaller the losses `a` are than `b` on average, with the standard error over groups. */
function leadOf(
  a: Float64Array,
  b: Float64Array,
  groups: readonly string[],
): { mean: number; standardError: number } {
  const differences = a.map((loss, i) => (b[i] ?? 0) - loss);
  const mean = differences.reduce((sum, d) => sum + d, 0) / differences.length;
  const byGroup = new Map<string, number>();
  differences.forEach((d, i) => {
    const group = groups[i] ?? '';
    byGroup.set(group, (byGroup.get(group) ?? 0) + d - mean);
  });
  let squares = 0;
  for (const sum of byGroup.values()) squares += sum * sum;
  const correction = byGroup.size / (byGroup.size - 1);
  return { mean, standardError: Math.sqrt(squares * correction) / differences.length };
}

function meanOf(all: readonly Float64Array[]): Float64Array {
  const [first = new Float64Array()] = all;
  return first.map((_, i) => all.reduce((sum, each) => sum + (each[i] ?? 0), 0) / all.length);
}

const pick = (from: Int32Array, places: Int32Array) => places.map((i) => from[i] ?? 0);
