// Finds which places of a picture an answer comes from: class activation mapping (Zhou et al.,
// 2016).

import { EngineError } from '../../model/engine-error';
import type { SavedHead } from '../../model/head';

/** What the backbone saw in one picture. */
export interface SeenPicture {
  /** The last feature map, row-major [height, width, size]. */
  map: Float32Array;
  height: number;
  width: number;
  /** The map's mean over all places, [size]. */
  pooled: Float32Array;
}

export interface Evidence {
  /** [height × width], signed, in logits. They add up to `total`. */
  places: Float32Array;
  /** The class's logit minus the mean logit of the other classes. */
  total: number;
  /**
   * False if the head is not linear. Then the evidence only holds for small changes of the picture.
   */
  exact: boolean;
}

/**
 * Divides the answer for a class among the places of the picture. Softmax only knows differences of
 * logits, so we divide the class's logit minus the mean of the others. With the picture's own scale
 * s = √size / ‖pooled‖,
 *
 *   total = Σ over places of (g · map[place] × s + b) / places
 *
 * where g is the gradient of the total with respect to the head's input, and b is what the gradient
 * leaves over. For a linear head these are its weights and bias, so each share is exact. For an MLP
 * they belong to the linear piece that the picture lies in, which is Grad-CAM (Selvaraju et al.,
 * 2017: behind a global average the gradient is the same at all places). The bias is shared out
 * evenly, because it absorbs what the weights say about the mean picture. A place that looks like
 * the mean picture counts 0.
 *
 * @param classIndex an index into head.classes
 * @throws EngineError 'no-head' if the head and the picture do not fit together
 */
export function evidenceOf(head: SavedHead, seen: SeenPicture, classIndex: number): Evidence {
  const { map, pooled, height, width } = seen;
  const size = head.featureSize;
  const count = height * width;
  if (pooled.length !== size || map.length !== count * size) {
    throw new EngineError('no-head', `The head takes ${size} features, not ${pooled.length}`);
  }
  let squares = 0;
  for (const x of pooled) squares += x * x;
  const scale = squares === 0 ? 0 : Math.sqrt(size / squares);
  const { total, gradient } = linearised(
    head,
    Float64Array.from(pooled, (x) => x * scale),
    classIndex,
  );
  let explained = 0;
  for (let j = 0; j < size; j++) explained += (gradient[j] ?? 0) * (pooled[j] ?? 0) * scale;
  const rest = (total - explained) / count;
  const places = Float32Array.from({ length: count }, (_, place) => {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += (gradient[j] ?? 0) * (map[place * size + j] ?? 0);
    return (sum * scale) / count + rest;
  });
  return { places, total, exact: head.layers.every(({ activation }) => activation === 'linear') };
}

/**
 * Evidence scaled for display: 0 if a place speaks against the class or not at all, 1 for the place
 * that speaks most for it.
 */
export function shown(places: Float32Array): Float32Array {
  const most = places.reduce((a, b) => Math.max(a, b), 0);
  return most > 0 ? places.map((x) => Math.max(0, x) / most) : new Float32Array(places.length);
}

/** The contrast for `classIndex` at the normalised features `x`, and its gradient there. */
function linearised(
  { layers, classes }: SavedHead,
  x: Float64Array,
  classIndex: number,
): { total: number; gradient: Float64Array } {
  const outputs: Float64Array[] = [];
  let values = x;
  for (const { inputs, outputs: count, weights, bias, activation } of layers) {
    const next = Float64Array.from(bias);
    for (let j = 0; j < inputs; j++) {
      const value = values[j] ?? 0;
      for (let k = 0; k < count; k++) {
        next[k] = (next[k] ?? 0) + value * (weights[j * count + k] ?? 0);
      }
    }
    values = activation === 'relu' ? next.map((z) => Math.max(0, z)) : next;
    outputs.push(values);
  }
  const others = Math.max(1, classes.length - 1);
  let gradient = Float64Array.from(classes, (_, c) => (c === classIndex ? 1 : -1 / others));
  const total = gradient.reduce((sum, g, c) => sum + g * (values[c] ?? 0), 0);
  for (const [l, layer] of [...layers.entries()].reverse()) {
    const after = outputs[l];
    const open =
      layer.activation === 'relu'
        ? gradient.map((g, k) => ((after?.[k] ?? 0) > 0 ? g : 0))
        : gradient;
    gradient = Float64Array.from({ length: layer.inputs }, (_, j) => {
      let sum = 0;
      for (let k = 0; k < layer.outputs; k++) {
        sum += (open[k] ?? 0) * (layer.weights[j * layer.outputs + k] ?? 0);
      }
      return sum;
    });
  }
  return { total, gradient };
}
