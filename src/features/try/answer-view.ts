// A prediction as it is shown: in the order of the classes, with their current names and colours.

import type { Prediction } from '../../model/prediction';
import type { ClassRow } from '../../model/project';

interface AnswerBar {
  row: ClassRow;
  share: number;
}

export interface Answer {
  bars: AnswerBar[];
  /** The class with the largest share. */
  top: AnswerBar;
}

/**
 * Leaves out deleted classes and classes that the head has not learned. Undefined if fewer than two
 * are left, because that would not be an answer.
 */
export function answerOf(
  prediction: Prediction | undefined,
  classes: readonly ClassRow[],
): Answer | undefined {
  if (!prediction) return undefined;
  const bars = classes.flatMap((row): AnswerBar[] => {
    const share = prediction.probabilities[prediction.classes.indexOf(row.id)];
    return share === undefined ? [] : [{ row, share }];
  });
  const [first, ...rest] = bars;
  if (!first || rest.length === 0) return undefined;
  return { bars, top: rest.reduce((best, bar) => (bar.share > best.share ? bar : best), first) };
}
