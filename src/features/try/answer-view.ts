// A prediction as it is shown: in the order of the classes, by the names and colours that they have now.

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
 * Deleted classes and classes that the head has not learned are left out; undefined where fewer than
 * two are left: that would be no answer.
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
