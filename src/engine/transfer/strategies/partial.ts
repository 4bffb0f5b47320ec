// Keeps the backbone's first blocks, cuts off the rest, and puts a head on their features.
import { changedKey } from '../../../model/feature-key';
import type { SavedNetwork } from '../../../model/head';
import { usualFreezeAt } from '../../../model/strategies';
import { featuresAt } from '../pictures';
import { type Begun, designOf, type Measured, type Steps } from './begun';
import { onFeatures } from './on-features';

export async function* partial(begun: Begun): Steps<Measured> {
  const { request, around } = begun;
  const { inputSize } = around;
  const backbone = designOf(around);
  const freezeAt = request.freezeAt ?? usualFreezeAt(backbone.card);
  const until = freezeAt + 1;
  const ids = [...request.samples, ...(request.test ?? [])].map(({ id }) => id);
  const features = yield* featuresAt(
    backbone,
    until,
    ids,
    inputSize,
    around.pixelsOf,
    around.batchSize,
  );
  const network: SavedNetwork = {
    design: 'backbone',
    inputSize,
    kept: until,
    until,
    weights: new Float32Array(),
  };
  const split = (features.length / ids.length) * request.samples.length;
  const result = yield* onFeatures(
    begun,
    features.subarray(0, split),
    features.subarray(split),
    changedKey(request.featureKey, request.strategy, freezeAt),
    network,
  );
  return { ...result, freezeAt };
}
