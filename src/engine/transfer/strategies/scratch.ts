// A small network that learns from random weights.
import { changedKey } from '../../../model/feature-key';
import { SMALL_COST, SMALL_SIDE } from '../../../model/small-network';
import { trainingData } from '../../head/train';
import { disposeStages, SMALL_NETWORK } from '../random-weights';
import type { Begun, Measured, Steps } from './begun';
import { inEpochs, reportOf } from './in-epochs';
import { randomStages } from './random';

/** The strength of the penalty on the head of a network that learns from scratch. */
export const SCRATCH_L2 = 1;

export async function* scratch(begun: Begun): Steps<Measured> {
  const { request, division, learning } = begun;
  const tensors = await randomStages(SMALL_NETWORK, begun, SMALL_SIDE);
  const classCount = request.classes.length;
  const head = {
    weights: new Float32Array(SMALL_COST.features * classCount),
    bias: new Float32Array(classCount),
  };
  const data = trainingData(request, learning, division);
  try {
    const result = yield* inEpochs(begun, {
      network: { card: SMALL_NETWORK, tensors },
      from: 0,
      side: SMALL_SIDE,
      l2: SCRATCH_L2,
      head,
      headOfAll: head,
      before: reportOf(0, (labels) => new Float32Array(labels.length * classCount), data),
      featureKey: changedKey(request.featureKey, request.strategy),
      saved: {
        design: 'small',
        inputSize: SMALL_SIDE,
        kept: 0,
        until: SMALL_NETWORK.stages.length,
      },
    });
    if (!result) throw new Error('the first epoch is always kept');
    return result;
  } finally {
    disposeStages(tensors);
  }
}
