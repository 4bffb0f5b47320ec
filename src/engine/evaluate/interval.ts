// How far off a measured share may be for the head that learned from all samples.
import type { Evaluation } from '../../model/evaluation';
import type { Interval } from '../../model/statistics/wilson';

/**
 * A head's error falls with the number of samples to about this power. On hymenoptera: 0.31 from 20
 * to 60, 0.30 from 60 to 120 samples (errors 0.089, 0.064, 0.052). Hestness et al. 2017 report 0.07
 * to 0.35 for networks.
 */
const LEARNING_EXPONENT = 0.3;

/** The same figures, with intervals for the head that learned from all samples. */
export function forHeadOfAll(
  figures: Required<Evaluation>,
  learned: number,
  all: number,
): Evaluation {
  const { balanced } = figures;
  return {
    ...figures,
    ...afterLearningFromAll(figures, learned, all),
    balanced: { ...balanced, ...afterLearningFromAll(balanced, learned, all) },
  };
}

/**
 * The interval for the head that learned from all samples. It is derived from the interval of the
 * measured head, which learned from fewer. The upper end moves up, because the error may have
 * fallen with more samples. The lower end stays, because nobody measured that it fell.
 */
export function afterLearningFromAll(
  { low, high }: Interval,
  learned: number,
  all: number,
): Interval {
  return { low, high: 1 - (1 - high) * (learned / all) ** LEARNING_EXPONENT };
}
