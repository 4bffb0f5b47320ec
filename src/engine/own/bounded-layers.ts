// Keeps a layers model that a person chose from taking more memory than its files account for.
import type * as Layers from '@tensorflow/tfjs-layers';
import { OwnModelError } from './model-files';

type Layer = Layers.layers.Layer;

/** How each layer makes its weights. The library's types keep it for its own classes. */
interface MakesWeights {
  addWeight(this: Layer, name: string, shape: readonly number[], ...rest: unknown[]): unknown;
}

/** How many numbers one layer may give for one picture. VGG's largest gives 3 million. */
const MOST_GIVEN = 50e6;

/**
 * Loads a model whose layers may hold this many numbers and no more. The library makes a layer's
 * weights before it compares them with those in the files, so a topology alone could ask for any
 * amount of memory. Loading from memory never waits for anything else, so no other model is built
 * meanwhile.
 * @throws {OwnModelError} before anything is allocated for what is too much.
 */
export async function loadBounded(
  layers: typeof Layers,
  most: number,
  load: () => Promise<Layers.LayersModel>,
): Promise<Layers.LayersModel> {
  const prototype = layers.layers.Layer.prototype as unknown as MakesWeights;
  const { addWeight } = prototype;
  let held = 0;
  prototype.addWeight = function (name, shape, ...rest) {
    held += product(shape);
    if (!(held <= most)) {
      throw new OwnModelError('broken', `${this.name}/${name} is more than the weights hold`);
    }
    return addWeight.call(this, name, shape, ...rest);
  };
  try {
    return await load();
  } finally {
    prototype.addWeight = addWeight;
  }
}

/** @throws {OwnModelError} if a layer gives more numbers than any network for pictures does. */
export function refuseHuge(layers: readonly Layer[]): void {
  for (const layer of layers) {
    if ('layers' in layer) refuseHuge(layer.layers as Layer[]);
    for (const { outputTensors } of layer.inboundNodes) {
      for (const { shape } of outputTensors) {
        if (product(shape) <= MOST_GIVEN) continue;
        throw new OwnModelError('broken', `${layer.name} gives ${shape.join(' × ')} numbers`);
      }
    }
  }
}

/** Sizes that are open count as one. */
const product = (shape: readonly (number | null)[]) =>
  shape.reduce<number>((all, size) => all * (size ?? 1), 1);
