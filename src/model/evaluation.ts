// What answers are worth.

/** What answers are worth. Runs stored by older versions lack the optional figures. */
export interface Evaluation {
  right: number;
  total: number;
  /** The Wilson 95 % interval of the accuracy, 0 to 1. It counts only independent evidence. */
  low: number;
  high: number;
  /** Counts: rows are true classes, columns are answers. */
  confusion: number[][];
  /** The accuracy of always choosing the most frequent true class. */
  guessing?: number;
  /**
   * How many independent answers would tell as much. This is less than `total` if recordings
   * contributed several answers each.
   */
  independent?: number;
  /**
   * How many answers flatter, because their pictures belong to learned recordings, or are
   * near-duplicates of a learned one.
   */
  alsoLearnt?: number;
  /** The accuracy in which each class counts the same. */
  balanced?: BalancedAccuracy;
  /** In the order of the classes. */
  perClass?: ClassFigures[];
  answers?: Answers;
}

/** The mean of the classes' recalls, with its 95 % interval, as shares from 0 to 1. */
export interface BalancedAccuracy {
  accuracy: number;
  low: number;
  high: number;
}

/** What stands beside the accuracy, because classes with more answers count for more in it. */
export function balancedBeside({ confusion, balanced }: Evaluation): BalancedAccuracy | undefined {
  return new Set(classSizes(confusion)).size > 1 ? balanced : undefined;
}

/**
 * The accuracy to compare with guessing, and what guessing gets of it. If classes differ in their
 * numbers, whoever always names the largest has a high accuracy, so that is the balanced one.
 *
 * @param guessing the accuracy of always choosing the most frequent class
 */
export function besideGuessing(
  evaluation: Evaluation,
  guessing = evaluation.guessing ?? 0,
): BalancedAccuracy & { guessing: number } {
  const { right, total, low, high, confusion } = evaluation;
  const balanced = balancedBeside(evaluation);
  if (balanced) return { ...balanced, guessing: 1 / classSizes(confusion).length };
  return { accuracy: right / total, low, high, guessing };
}

/** Whether answers are surely better than guessing, by the low end of the interval. */
export function beatsGuessing(evaluation: Evaluation): boolean {
  const { low, guessing } = besideGuessing(evaluation);
  return low > guessing;
}

/** How many answers each class has, without those that have none. */
const classSizes = (confusion: readonly (readonly number[])[]) =>
  confusion.map((row) => row.reduce((sum, count) => sum + count, 0)).filter((size) => size > 0);

/** The counts of a class, and its figures if there is something to count. */
export interface ClassFigures {
  /** How many answers named it. */
  said: number;
  /** How many samples it has. */
  there: number;
  right: number;
  /** right / said */
  precision?: number;
  /** right / there */
  recall?: number;
  /** The harmonic mean of the two. */
  f1?: number;
}

/** The answers one by one, so that the wrong ones can be shown. */
export interface Answers {
  ids: string[];
  /** [n], the true classes. */
  labels: Int32Array;
  /** Row-major [n, classes], calibrated. */
  probabilities: Float32Array;
}

export interface Calibration {
  /** The logits are divided by this. It is also 1 if too few answers were held out. */
  temperature: number;
  /**
   * How many held-out answers there are: those of the validation set and, for a linear head, those
   * of the folds that chose its strength.
   */
  count: number;
  /** The expected calibration error, 0 to 1, without the temperature. */
  ece: number;
  /** The same with the temperature. Each answer's temperature was fitted without its recording. */
  eceCalibrated: number;
  /** The reliability diagram with the temperature, fitted as for `eceCalibrated`. */
  bins: ReliabilityBin[];
  /** The reliability diagram without the temperature. */
  binsBefore: ReliabilityBin[];
}

/** The answers whose best class has a probability from `low` to `high`. The last bin includes 1. */
export interface ReliabilityBin {
  low: number;
  high: number;
  count: number;
  /**
   * The mean probability of the answers, and the share that is right. Absent if there are no
   * answers.
   */
  confidence?: number;
  accuracy?: number;
}

/** Every sample, answered by a linear head that learned from none of its group. */
export interface CrossValidation extends Required<Evaluation> {
  folds: number;
  /** The λ of the heads. */
  l2: number;
  /**
   * True if the settings ask for another kind of head. Then these are still a linear head's
   * figures.
   */
  probe: boolean;
  /**
   * Whether the heads are surely better than guessing, by the low end of the interval. If not, they
   * can say nothing about labels.
   */
  judges: boolean;
  /** The samples that look wrongly labelled, worst first. Empty if the heads cannot judge. */
  suspects: Suspect[];
}

/**
 * A sample whose label may be wrong. Heads that have not seen it take it for another class as
 * surely as they do that class's own samples, and hardly for its own class.
 */
export interface Suspect {
  id: string;
  label: number;
  /** The probability of its label. */
  probability: number;
  suggested: number;
  suggestedProbability: number;
}

/**
 * A count with its 95 % interval, as shares from 0 to 1. Recordings count as independent, pictures
 * do not.
 */
export interface Counted {
  right: number;
  total: number;
  low: number;
  high: number;
}
