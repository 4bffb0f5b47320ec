import type { DenseLayer, SavedHead } from '../../../model/head';

/** A linear head with weights [features, classes], row-major, and biases [classes]. */
export function savedLinear(
  classes: readonly string[],
  featureKey: string,
  { weights, bias }: Pick<DenseLayer, 'weights' | 'bias'>,
): SavedHead {
  const outputs = classes.length;
  const inputs = weights.length / outputs;
  return {
    kind: 'linear',
    classes: [...classes],
    featureKey,
    featureSize: inputs,
    normalisation: 'l2-sqrt-d',
    layers: [{ inputs, outputs, weights, bias, activation: 'linear' }],
  };
}
