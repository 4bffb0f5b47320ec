// Makes a saved network answer: first the unchanged stages of the backbone, then its own.
import * as tf from '@tensorflow/tfjs-core';
import { EngineError } from '../../model/engine-error';
import type { SavedHead, SavedNetwork } from '../../model/head';
import { channelsOut, kernelSize } from '../backbone/card';
import type { ConvolutionTensors, Network } from '../backbone/network';
import { disposeStages, SMALL_NETWORK } from './random-weights';

/** A saved network's own stages, as tensors that live until `dispose`. */
export interface OwnStages {
  readonly tensors: readonly (readonly ConvolutionTensors[])[];
  dispose(): void;
}

/**
 * Makes tensors from a network's own weights.
 *
 * @param card the card of the backbone that the network was made from; the small network needs none
 * @throws EngineError 'no-head' if network, head and design do not fit together
 */
export function ownStages(
  saved: SavedNetwork,
  head: Pick<SavedHead, 'featureSize'>,
  card: Network['card'] | undefined,
): OwnStages {
  const { kept, until, weights } = saved;
  const { stages } = designOf(saved, card);
  const wrong = (why: string) => new EngineError('no-head', `the network ${why}`);
  if (!(0 <= kept && kept <= until && 1 <= until && until <= stages.length)) {
    throw wrong(`has stages ${kept} to ${until} of ${stages.length}`);
  }
  const width = stages[until - 1]?.outputChannels;
  if (width !== head.featureSize) throw wrong(`gives ${width} features, not ${head.featureSize}`);
  const own = stages.slice(kept, until);
  const sizes = own.flatMap(({ convolutions }) =>
    convolutions.map((each) => kernelSize(each.shape) + channelsOut(each)),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (weights.length !== total) throw wrong(`has ${weights.length} weights, not ${total}`);
  let at = 0;
  // We copy (slice, not subarray) because the cpu backend keeps the array that it is given.
  const next = (length: number) => {
    at += length;
    return weights.slice(at - length, at);
  };
  const tensors = own.map(({ convolutions }) =>
    convolutions.map(
      (each): ConvolutionTensors => ({
        kernel: tf.tensor4d(next(kernelSize(each.shape)), each.shape),
        bias: tf.tensor1d(next(channelsOut(each))),
      }),
    ),
  );
  return { tensors, dispose: () => disposeStages(tensors) };
}

/**
 * The whole network, on top of the backbone whose first stages it uses, if any. All tensors still
 * belong to their owners.
 */
export function networkOf(
  saved: SavedNetwork,
  own: OwnStages,
  backbone: Network | undefined,
): Network {
  const { kept, until } = saved;
  const { preprocessing, stages } = designOf(saved, backbone?.card);
  return {
    card: { preprocessing, stages: stages.slice(0, until) },
    tensors: [...(backbone?.tensors.slice(0, kept) ?? []), ...own.tensors],
  };
}

function designOf({ design, kept }: SavedNetwork, card: Network['card'] | undefined) {
  if (design === 'backbone') {
    if (!card) throw new EngineError('no-head', 'the design of the backbone is not known');
    return card;
  }
  if (kept > 0) throw new EngineError('no-head', 'the small network has no stage of the backbone');
  return SMALL_NETWORK;
}
