// What answers are worth.

/** What answers are worth. Runs that were stored by older versions lack the optional figures. */
export interface Evaluation {
  right: number;
  total: number;
  /** Wilson 95 % interval of the accuracy, 0 to 1, counting what is independent. */
  low: number;
  high: number;
  /** Rows are true classes, columns answers; counts. */
  confusion: number[][];
  /** Accuracy of always saying the most frequent of the true classes. */
  guessing?: number;
  /**
   * How many independent answers tell as much. Fewer than `total` where recordings gave several.
   */
  independent?: number;
  /**
   * Answers that flatter: to pictures of learned recordings, or nearly the same as a learned one.
   */
  alsoLearnt?: number;
  /** In the order of the classes. */
  perClass?: ClassFigures[];
  answers?: Answers;
}

/** Counts of a class, and its figures where there is something to count. */
export interface ClassFigures {
  /** Answers that said it. */
  said: number;
  /** Samples of it. */
  there: number;
  right: number;
  /** right / said */
  precision?: number;
  /** right / there */
  recall?: number;
  /** Harmonic mean of the two. */
  f1?: number;
}

/** Answers one by one, so that the wrong ones can be shown. */
export interface Answers {
  ids: string[];
  /** [n], the true classes. */
  labels: Int32Array;
  /** Row-major [n, classes], calibrated. */
  probabilities: Float32Array;
}

export interface Calibration {
  /** What the head's logits are divided by; 1 also where too few answers were held out. */
  temperature: number;
  /**
   * Held-out answers: those of the validation set and, for a linear head, those of the folds that
   * chose its strength.
   */
  count: number;
  /** Expected calibration error, 0 to 1, without the temperature. */
  ece: number;
  /** With it; each answer's temperature was fitted without its recording. */
  eceCalibrated: number;
  /** Reliability diagram with the temperature, as `eceCalibrated`. */
  bins: ReliabilityBin[];
  /** Without it. */
  binsBefore: ReliabilityBin[];
}

/** Answers whose best class has a probability from `low` to `high`. The last bin includes 1. */
export interface ReliabilityBin {
  low: number;
  high: number;
  count: number;
  /** Mean probability of the answers, and the share that is right; absent where there are none. */
  confidence?: number;
  accuracy?: number;
}

/** Every sample answered by a linear head that learned from none of its group. */
export interface CrossValidation extends Required<Evaluation> {
  folds: number;
  /** λ of the heads. */
  l2: number;
  /** True where the settings ask for another head: these are a linear head's figures then. */
  probe: boolean;
  /**
   * Whether the heads are surely better than guessing, by the interval's low end. If not, they can
   * say nothing about labels.
   */
  judges: boolean;
  /** Samples that look wrongly labelled, worst first; none where the heads are no judges. */
  suspects: Suspect[];
}

/**
 * A sample whose label may be wrong. Heads that have not seen it take it for another class, as
 * surely as they take that class's own samples for it, and they hardly take it for its own class.
 */
export interface Suspect {
  id: string;
  label: number;
  /** Probability of its label. */
  probability: number;
  suggested: number;
  suggestedProbability: number;
}

/** A count with its 95 % interval as shares, 0 to 1. Recordings are independent, not pictures. */
export interface Counted {
  right: number;
  total: number;
  low: number;
  high: number;
}
