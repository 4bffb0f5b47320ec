// Fine-tuning: stages of the backbone go on learning, together with the head.

import { EngineError } from '../../../model/engine-error';
import { changedKey } from '../../../model/feature-key';
import type { SavedHead } from '../../../model/head';
import { probeParameters } from '../../../model/probe';
import { hasFreezeLine, learnsFrom, STRATEGIES, usualFreezeAt } from '../../../model/strategies';
import type { SourceHead } from '../../backbone/load';
import { logits } from '../../head/answer';
import { trainingData } from '../../head/train';
import { parametersFrom } from '../cost';
import type { DenseHead } from '../network-run';
import { type Around, type Begun, designOf, type Measured, type Steps } from './begun';
import { forgettingOf, inEpochs, reportOf } from './in-epochs';
import { finished, judged } from './judged';
import { linearHead } from './on-features';

/** Fine-tuning starts with the frozen backbone's head, so epoch 0 is the frozen result. */
export async function* tuned(begun: Begun): Steps<Measured> {
  const { request, around, division, learning, test } = begun;
  const { inputSize } = around;
  const backbone = designOf(around);
  const { stages } = backbone.card;
  const { strategy } = request;
  const facts = STRATEGIES[strategy];
  const freezeAt = request.freezeAt ?? usualFreezeAt(backbone.card);
  const at = hasFreezeLine(facts) ? { freezeAt } : {};
  const from = learnsFrom(facts, freezeAt);
  const data = trainingData(request, learning, division);
  const frozen = yield* linearHead(request, data, division, false);
  const source = await sourceHeadFor(around, facts.needsSourceHead);
  const result = yield* inEpochs(begun, {
    network: backbone,
    from,
    side: inputSize,
    l2: frozen.trainer.l2,
    head: denseOf(frozen.head),
    headOfAll: denseOf(frozen.refitted),
    before: reportOf(0, (_, features) => logits(frozen.head, features), data),
    featureKey: changedKey(request.featureKey, request.strategy, at.freezeAt),
    saved: { design: 'backbone', inputSize, kept: from, until: stages.length },
    ...(source && { source }),
  });
  if (result) return { ...result, ...at };
  // No epoch beat epoch 0, so the result is the frozen backbone.
  const measured = judged(request, division, data, frozen.head);
  return {
    strategy,
    ...at,
    ended: 'early-stop',
    keptPass: 0,
    split: division.split,
    ...(measured.validation && { validation: measured.validation }),
    ...(await finished(request, division, data, frozen.refitted, measured.temperature, test)),
    ...(source && {
      forgetting: forgettingOf(
        { changed: 0, total: data.validation.labels.length },
        { changed: 0, total: test.labels.length },
      ),
    }),
    l2: frozen.trainer.l2,
    trainedParameters:
      parametersFrom(backbone.card, from) + probeParameters(learning.size, request.classes.length),
    backend: around.backend,
  };
}

/** Undefined if fine-tuning can do without it. Then we do not know how much it forgets. */
async function sourceHeadFor(around: Around, needed: boolean): Promise<SourceHead | undefined> {
  const { sourceHead } = around;
  if (!designOf(around).card.sourceHead && !needed) return undefined;
  try {
    return await sourceHead();
  } catch (error) {
    const absent = error instanceof EngineError && error.kind === 'backbone-missing';
    if (needed || !absent) throw error;
    return undefined; // There is no network connection, and nothing else here needs one.
  }
}

function denseOf({ layers }: SavedHead): DenseHead {
  const [layer] = layers;
  if (!layer) throw new Error('a linear head has one layer');
  return layer;
}
