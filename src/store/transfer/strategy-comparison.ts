// Strategies side by side. Those measured on the same data are compared with the frozen backbone.

import type { Evaluation } from '../../model/evaluation';
import { verdictOn } from '../../model/statistics/paired-difference';
import { BASELINE } from '../../model/strategies';
import type { ChangedAnswers, Strategy } from '../../model/strategy';
import type { PassReport } from '../../model/training';
import { compareAnswers, type Difference } from './compare-answers';

/** The parts of a measured strategy that are compared. */
interface Measured {
  result: {
    validation?: Evaluation;
    forgetting?: { validation?: ChangedAnswers };
    msTrain: number;
    trainedParameters: number;
  };
  history: readonly PassReport[];
  fingerprint: string;
}

/**
 * `lower` and `close` are both too close to call. With `lower` it got fewer right than the
 * baseline.
 */
export type Standing = 'baseline' | 'better' | 'worse' | 'lower' | 'close';

export interface Compared {
  strategy: Strategy;
  evaluation: Evaluation;
  msTrain: number;
  trainedParameters: number;
  /** When it reached 90 % of its best accuracy. */
  ninety: { pass: number; unit: 'pass' | 'epoch' } | undefined;
  /** The answers of the source task's head that it changed. Undefined if that is not known. */
  forgotten: ChangedAnswers | undefined;
  /** Undefined if no baseline was measured. */
  standing: Standing | undefined;
  /** The difference from the baseline. */
  difference: Difference | undefined;
}

export interface Comparison {
  /** Best first. */
  rows: Compared[];
  /** Measured on something else, and therefore not compared. */
  others: Strategy[];
  fingerprint: string;
}

/** Undefined if nothing was measured with pictures held out. */
export function compareStrategies(
  measured: Partial<Record<Strategy, Measured>>,
): Comparison | undefined {
  const all = (Object.entries(measured) as [Strategy, Measured][]).filter(
    ([, { result }]) => result.validation && result.validation.total > 0,
  );
  const fingerprint = (measured[BASELINE] ?? all.at(-1)?.[1])?.fingerprint;
  if (fingerprint === undefined || all.length === 0) return undefined;
  const baseline = measured[BASELINE]?.result.validation;
  const rows = all
    .filter(([, each]) => each.fingerprint === fingerprint)
    .flatMap(([strategy, each]) => comparedWith(baseline, strategy, each));
  return {
    rows: rows.sort((a, b) => b.evaluation.right - a.evaluation.right),
    others: all
      .filter(([, each]) => each.fingerprint !== fingerprint)
      .map(([strategy]) => strategy),
    fingerprint,
  };
}

function comparedWith(
  baseline: Evaluation | undefined,
  strategy: Strategy,
  { result, history }: Measured,
): Compared[] {
  const { validation: evaluation, msTrain, trainedParameters } = result;
  if (!evaluation) return [];
  const difference =
    baseline && strategy !== BASELINE ? compareAnswers(evaluation, baseline) : undefined;
  const pass = passesToNinety(history);
  return [
    {
      strategy,
      evaluation,
      msTrain,
      trainedParameters,
      forgotten: result.forgetting?.validation,
      ninety: pass === undefined ? undefined : { pass, unit: unitOf(history) },
      standing: strategy === BASELINE ? 'baseline' : difference && standingOf(difference),
      difference,
    },
  ];
}

function standingOf(difference: Difference): Standing {
  const verdict = verdictOn(difference);
  return verdict === 'close' && difference.difference < 0 ? 'lower' : verdict;
}

/** Learning in epochs reports what it knew before the first one, as epoch 0. */
export function unitOf(history: readonly PassReport[]): 'pass' | 'epoch' {
  return history[0]?.pass === 0 ? 'epoch' : 'pass';
}

/**
 * The first pass that reached 90 % of the best held-out accuracy. Undefined if no accuracy was
 * measured.
 */
export function passesToNinety(history: readonly PassReport[]): number | undefined {
  const best = Math.max(...history.map(({ validationAccuracy = 0 }) => validationAccuracy));
  return history.find(({ validationAccuracy = -1 }) => validationAccuracy >= 0.9 * best)?.pass;
}
