// How much longer the lab's current work takes, judged by how fast it has been so far.
import type { CurveRun } from './curve';
import type { Underway } from './lab';
import { msAnEpoch } from './learning-pace';
import { leftOf, type StrategyCost } from './strategy-cost';

/** In milliseconds. */
export interface TimeLeft {
  least: number;
  most: number;
}

/** Undefined while there is nothing to go by. */
export function strategyLeft(
  { strategy, step, done, total, history, mostPasses, since, told }: Underway,
  { course }: Pick<StrategyCost, 'course'>,
  now: number,
): TimeLeft | undefined {
  const minus = (left: TimeLeft, ms: number) => ({
    least: Math.max(0, left.least - ms),
    most: Math.max(0, left.most - ms),
  });
  const ms = msAnEpoch(history);
  const paced = course && {
    ...course,
    mostEpochs: mostPasses,
    // All of it is faster or slower than estimated by the same factor as its epochs.
    ...(ms !== undefined && {
      epoch: ms,
      refit: course.refit * (ms / course.epoch),
      end: course.end * (ms / course.epoch),
    }),
  };
  switch (step) {
    case 'features':
    case 'preparing': {
      const ran = told - since;
      if (done === 0 || ran <= 0) return undefined;
      const reading = (ran / done) * (total - done);
      const learning = paced ? leftOf(paced, strategy, 0, 0) : { least: 0, most: 0 };
      const left = { least: reading + learning.least, most: reading + learning.most };
      return minus(left, now - told);
    }
    case 'learning':
      if (!paced) return undefined;
      // One epoch is under way, however long it takes.
      return minus(
        leftOf(paced, strategy, history.at(-1)?.pass ?? 0, bestOf(history)),
        Math.min(now - told, paced.epoch),
      );
    case 'refitting': {
      if (!paced) return undefined;
      const left = bestOf(history) * paced.refit + paced.end;
      return minus({ least: left, most: left }, now - since);
    }
  }
}

/** The epoch that is kept if none gets better. */
function bestOf(history: Underway['history']): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (const { pass, validationLoss = Number.POSITIVE_INFINITY } of history) {
    if (validationLoss < least) [best, least] = [pass, validationLoss];
  }
  return best;
}

/** Milliseconds. Undefined until the first network from scratch has learned for a while. */
export function curveLeft(
  { way, step, done, since, before, next }: CurveRun,
  /** The estimate for each point, in the order of measuring. */
  expected: readonly number[],
  now: number,
): number | undefined {
  if (way !== 'scratch' || step !== 'learning') return undefined;
  const sum = (from: number, to?: number) =>
    expected.slice(from, to).reduce((all, ms) => all + ms, 0);
  const within = next ? (next.epoch / next.epochs) * (expected[done] ?? 0) : 0;
  const ran = sum(before, done) + within;
  if (ran === 0) return undefined;
  // The estimate of what is left, scaled by how fast it has been so far. Networks may have had
  // nothing left to learn.
  return ((now - since) / ran) * (sum(done) - within);
}
