import { EngineError } from '../../model/engine-error';
import type { DenseLayer, SavedHead } from '../../model/head';
import { normalise } from './features';

/**
 * A head's answers to raw features [n, head.featureSize]: class probabilities, row-major
 * [n, head.classes.length], in plain typed arrays; calibrated where the head has a temperature. Throws as `logits`.
 */
export function answer(head: SavedHead, features: Float32Array): Float32Array {
  return probabilitiesOf(logits(head, features), head.classes.length, head.temperature);
}

/** Softmax of logits [n, size] divided by the temperature (Guo et al. 2017): the largest stays the largest. */
export function probabilitiesOf(
  logits: ArrayLike<number>,
  size: number,
  temperature = 1,
): Float32Array {
  const values = Float32Array.from(logits, (z) => z / temperature);
  softmaxRows(values, size);
  return values;
}

/**
 * What a head says before softmax and temperature: row-major [n, head.classes.length]. Throws EngineError 'no-head'
 * where the head and the features, or the head's own layers, do not fit together.
 */
export function logits(head: SavedHead, features: Float32Array): Float32Array {
  const { featureSize } = head;
  if (featureSize < 1 || features.length % featureSize !== 0) {
    throw new EngineError(
      'no-head',
      `The head takes ${featureSize} features; ${features.length} numbers are no multiple of it`,
    );
  }
  let size = featureSize;
  let values = normalise(features, featureSize);
  for (const layer of head.layers) {
    if (layer.inputs !== size) {
      throw new EngineError('no-head', `A layer takes ${layer.inputs} inputs and gets ${size}`);
    }
    values = dense(layer, values);
    size = layer.outputs;
  }
  if (size !== head.classes.length) {
    throw new EngineError('no-head', `${size} outputs for ${head.classes.length} classes`);
  }
  return values;
}

function dense({ inputs, outputs, weights, bias, activation }: DenseLayer, values: Float32Array) {
  if (weights.length !== inputs * outputs || bias.length !== outputs) {
    throw new EngineError('no-head', `A layer's weights are not [${inputs}, ${outputs}]`);
  }
  const n = values.length / inputs;
  const result = new Float32Array(n * outputs);
  const sums = new Float64Array(outputs);
  for (let i = 0; i < n; i++) {
    sums.set(bias);
    for (let j = 0; j < inputs; j++) {
      const x = values[i * inputs + j] ?? 0;
      if (x === 0) continue;
      for (let k = 0; k < outputs; k++) {
        sums[k] = (sums[k] ?? 0) + x * (weights[j * outputs + k] ?? 0);
      }
    }
    for (let k = 0; k < outputs; k++) {
      const sum = sums[k] ?? 0;
      result[i * outputs + k] = activation === 'relu' && sum < 0 ? 0 : sum;
    }
  }
  return result;
}

/** Softmax of each row of `values` [n, size], in place; the largest is subtracted first, so nothing overflows. */
export function softmaxRows(values: Float32Array | Float64Array, size: number): void {
  for (let start = 0; start < values.length; start += size) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < size; k++) largest = Math.max(largest, values[start + k] ?? 0);
    let sum = 0;
    for (let k = 0; k < size; k++) {
      const e = Math.exp((values[start + k] ?? 0) - largest);
      values[start + k] = e;
      sum += e;
    }
    for (let k = 0; k < size; k++) values[start + k] = (values[start + k] ?? 0) / sum;
  }
}
