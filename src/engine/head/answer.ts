import { EngineError } from '../../model/engine-error';
import type { DenseLayer, SavedHead } from '../../model/head';
import { probabilitiesOf } from '../evaluate/softmax';
import { normalise } from './features';

/**
 * A head's answers to raw features [n, head.featureSize]: class probabilities, row-major
 * [n, head.classes.length], in plain typed arrays. They are calibrated if the head has a
 * temperature. Throws what `logits` throws.
 */
export function answer(head: SavedHead, features: Float32Array): Float32Array {
  return probabilitiesOf(logits(head, features), head.classes.length, head.temperature);
}

/** So many features are answered in one task. */
const AT_ONCE = 1 << 18;

/** As `logits`, in short tasks. */
export async function logitsOfMany(
  head: SavedHead,
  features: Float32Array,
  breathe: () => Promise<void> | undefined,
): Promise<Float32Array> {
  const { featureSize, classes } = head;
  const rows = Math.max(1, Math.floor(AT_ONCE / featureSize));
  const all = new Float32Array((features.length / featureSize) * classes.length);
  for (let row = 0; row * featureSize < features.length; row += rows) {
    const some = features.subarray(row * featureSize, (row + rows) * featureSize);
    all.set(logits(head, some), row * classes.length);
    await breathe();
  }
  return all;
}

/**
 * A head's output before softmax and temperature: row-major [n, head.classes.length]. Throws
 * EngineError 'no-head' if the head does not fit the features, or if its own layers do not fit
 * together.
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
