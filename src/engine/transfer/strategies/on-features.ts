// A linear head on features that already exist, either from the unchanged backbone or from another
// network.

import type { SavedHead, SavedNetwork } from '../../../model/head';
import { HEAD_KINDS } from '../../../model/head-kinds/head-kinds';
import { PROBE, probeParameters, probeStrength } from '../../../model/probe';
import type { StrategyRequest } from '../../../model/strategy';
import { LinearTrainer } from '../../head/linear/trainer';
import { type Division, trainingData } from '../../head/train';
import type { TrainingData } from '../../head/trainer';
import type { Begun, Measured, Steps } from './begun';
import { finished, judged } from './judged';

/** The unchanged backbone, with a head on its features. */
export function frozen(begun: Begun): Steps<Measured> {
  const { request, learning, test } = begun;
  return onFeatures(begun, learning.features, test.features, request.featureKey);
}

/** Fits a linear head on features of any kind, measures it, then fits it to all samples. */
export async function* onFeatures(
  { request, around, division, learning, test }: Begun,
  features: Float32Array,
  testFeatures: Float32Array,
  featureKey: string,
  network?: SavedNetwork,
): Steps<Measured> {
  const size = features.length / learning.labels.length;
  const data = trainingData({ ...request, featureKey }, { ...learning, features, size }, division);
  const { head, refitted, trainer } = yield* linearHead(request, data, division, true);
  const measured = judged(request, division, data, head);
  return {
    strategy: request.strategy,
    ended: trainer.done ?? 'most-passes',
    keptPass: trainer.keptPass,
    split: division.split,
    ...(measured.validation && { validation: measured.validation }),
    ...(await finished(request, division, data, refitted, measured.temperature, {
      ...test,
      features: testFeatures,
      size,
    })),
    l2: trainer.l2,
    trainedParameters: probeParameters(size, request.classes.length),
    backend: around.backend,
    ...(network && { network }),
  };
}

/** The same linear head as in a training: fitted on the training side alone, and on all samples. */
export async function* linearHead(
  { settings }: StrategyRequest,
  data: TrainingData,
  { split }: Division,
  tells: boolean,
): Steps<{ head: SavedHead; refitted: SavedHead; trainer: LinearTrainer }> {
  const trainer = new LinearTrainer(data, {
    l2: probeStrength(settings),
    mostPasses: settings.epochs,
    seed: settings.seed,
    keepsPrior: settings.keepsPrior,
  });
  if (tells)
    yield { type: 'started', unit: HEAD_KINDS[PROBE].unit, mostPasses: trainer.mostPasses, split };
  while (!trainer.done) {
    const report = await trainer.step();
    yield tells ? { type: 'pass', report } : undefined;
  }
  if (tells) yield { type: 'refitting' };
  const head = trainer.head();
  return { head, refitted: (await trainer.refit()) ?? head, trainer };
}
