// What a head is worth once it has learned, and the head that finally answers.

import { ENOUGH_TO_CALIBRATE } from '../../../model/enough';
import type { Evaluation } from '../../../model/evaluation';
import type { SavedHead } from '../../../model/head';
import type { StrategyRequest } from '../../../model/strategy';
import { fitTemperature } from '../../evaluate/calibration';
import { evaluate } from '../../evaluate/evaluation';
import { fitFamiliarity } from '../../evaluate/familiarity';
import { forHeadOfAll } from '../../evaluate/interval';
import type { LabelledFeatures } from '../../evaluate/samples';
import { probabilitiesOf } from '../../evaluate/softmax';
import { logits } from '../../head/answer';
import type { Division } from '../../head/train';
import type { TrainingData } from '../../head/trainer';

/**
 * Measures a head that has not learned from the held-out samples on just those. The head that is
 * kept in the end learns from them too.
 */
export function judged(
  { classes }: StrategyRequest,
  { split }: Division,
  { train, validation }: TrainingData,
  head: SavedHead,
): { temperature: number; validation?: Evaluation } {
  const { labels, groups, features } = validation;
  if (labels.length === 0) return { temperature: 1 };
  const held = logits(head, features);
  const temperature =
    labels.length < ENOUGH_TO_CALIBRATE ? 1 : fitTemperature(held, labels, classes.length);
  const figures = evaluate(
    split.validation,
    labels,
    groups,
    probabilitiesOf(held, classes.length, temperature),
    classes.length,
    new Set(train.groups),
  );
  const learned = train.labels.length;
  return { temperature, validation: forHeadOfAll(figures, learned, learned + labels.length) };
}

/** The head that finally answers, and how it does on the test samples. */
export async function finished(
  { classes, settings, test: testSamples = [] }: StrategyRequest,
  { testGroups }: Division,
  { train, validation }: TrainingData,
  head: SavedHead,
  temperature: number,
  test: LabelledFeatures,
): Promise<{ head: SavedHead; test?: Evaluation }> {
  const familiarity = await fitFamiliarity([train, validation], settings.seed);
  const whole: SavedHead = {
    ...head,
    ...(temperature !== 1 && { temperature }),
    ...(familiarity && { familiarity }),
  };
  if (testSamples.length === 0) return { head: whole };
  const said = probabilitiesOf(logits(whole, test.features), classes.length, temperature);
  return {
    head: whole,
    test: evaluate(
      testSamples.map(({ id }) => id),
      test.labels,
      testGroups,
      said,
      classes.length,
      new Set([...train.groups, ...validation.groups]),
    ),
  };
}
