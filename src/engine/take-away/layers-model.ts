// Writes a classifier as a TensorFlow.js layers model: backbone, head and temperature in one graph.
// It only uses layers that tfjs 1.3.1 has, because Teachable Machine's own library brings that
// version.

import type { LayersModelFile, WeightSpec } from '../../model/export';
import type { DenseLayer, SavedHead } from '../../model/head';
import { type BackboneCard, type Convolution, channelsOut } from '../backbone/card';

/**
 * A convolution's weights in the backbone's layout: the kernel has the card's `shape`, the bias has
 * one value for each output channel.
 */
export interface ConvolutionValues {
  kernel: Float32Array;
  bias: Float32Array;
}

interface Weight {
  name: string;
  shape: readonly number[];
  values: Float32Array;
}

/**
 * Teachable Machine's library feeds its models pixel / 127 - 1. We take the same input, so that
 * every tool made for its models can feed ours. The first layer undoes that scaling.
 */
const THEIR_SCALE = 127;

/**
 * No layer divides by a vector's length, but Dot does so to both of its inputs. So we append a
 * small constant EPSILON to the features x. The product with the unit vector that selects it is
 * EPSILON / sqrt(|x|² + EPSILON²). Apart from a factor, that is 1 / |x|, with an error below
 * EPSILON² / 2|x|²: 1e-7 for features of pictures. The factor goes into the head.
 */
const EPSILON = 1 / 128;

/**
 * The model of a head on its backbone. Its input is [n, size, size, 3] with pixels as
 * `pixel / 127 - 1`. Its output is the calibrated probabilities [n, classes], the same as from
 * `answer`, in the order of `head.classes`.
 *
 * @param values the convolutions of each stage, in the order of the card
 */
export function layersModelOf(
  card: Pick<BackboneCard, 'preprocessing' | 'stages'>,
  values: readonly (readonly ConvolutionValues[])[],
  head: SavedHead,
  inputSize: number,
): LayersModelFile {
  const graph = new Graph(inputSize);
  let x = undoTheirScale(graph, card);
  for (const [s, stage] of card.stages.entries()) {
    const before = x;
    for (const [c, convolution] of stage.convolutions.entries()) {
      const given = values[s]?.[c];
      if (!given) throw new Error(`no weights for ${convolution.name}`);
      x = convolve(graph, convolution, given, x);
    }
    if (stage.residual) x = graph.add('Add', `${stage.name}_add`, {}, [before, x]);
  }
  x = graph.add('GlobalAveragePooling2D', 'features', { data_format: 'channels_last' }, [x]);
  x = normalise(graph, x, head.featureSize);
  for (const [i, layer] of head.layers.entries()) {
    x = dense(graph, head, layer, i, x);
  }
  return graph.file(x);
}

/**
 * Calculates pixel · scale + offset from pixel / 127 - 1. It is not folded into the stem, because
 * the stem's zero padding means 0 after this step.
 */
function undoTheirScale(graph: Graph, { preprocessing }: Pick<BackboneCard, 'preprocessing'>) {
  const scale = THEIR_SCALE * preprocessing.scale;
  const config = { kernel_size: [1, 1], strides: [1, 1], padding: 'valid', depth_multiplier: 1 };
  return graph.add(
    'DepthwiseConv2D',
    'scale',
    { ...config, ...LINEAR, depthwise_initializer: ZEROS },
    [graph.input],
    [
      { name: 'depthwise_kernel', shape: [1, 1, 3, 1], values: filled(3, scale) },
      { name: 'bias', shape: [3], values: filled(3, scale + preprocessing.offset) },
    ],
  );
}

function convolve(
  graph: Graph,
  convolution: Convolution,
  { kernel, bias }: ConvolutionValues,
  x: string,
): string {
  const { kind, name, shape, stride, activation } = convolution;
  const depthwise = kind === 'depthwise';
  const [height, width] = shape;
  return graph.add(
    depthwise ? 'DepthwiseConv2D' : 'Conv2D',
    name.replaceAll('/', '_'),
    {
      kernel_size: [height, width],
      strides: [stride, stride],
      padding: 'same',
      data_format: 'channels_last',
      dilation_rate: [1, 1],
      ...LINEAR,
      activation,
      ...(depthwise
        ? { depth_multiplier: 1, depthwise_initializer: ZEROS }
        : { filters: channelsOut(convolution), kernel_initializer: ZEROS }),
    },
    [x],
    [
      { name: depthwise ? 'depthwise_kernel' : 'kernel', shape, values: kernel },
      { name: 'bias', shape: [channelsOut(convolution)], values: bias },
    ],
  );
}

/** The features times EPSILON / |features|: [n, size]. */
function normalise(graph: Graph, x: string, size: number): string {
  const selector = new Float32Array(size + 1);
  selector[size] = 1;
  const small = constant(graph, 'small', size, filled(1, EPSILON), x);
  const unit = constant(graph, 'small_alone', 1, selector, small);
  const beside = graph.add('Concatenate', 'features_and_small', { axis: -1 }, [x, small]);
  const length = graph.add('Dot', 'one_by_length', { axes: -1, normalize: true }, [beside, unit]);
  return graph.add('Multiply', 'directions', {}, [x, length]);
}

/**
 * Values that do not depend on the input, which has `inputs` numbers. A layer cannot do without an
 * input.
 */
function constant(graph: Graph, name: string, inputs: number, values: Float32Array, x: string) {
  const units = values.length;
  return graph.add(
    'Dense',
    name,
    { units, ...LINEAR, kernel_initializer: ZEROS },
    [x],
    [
      { name: 'kernel', shape: [inputs, units], values: filled(inputs * units, 0) },
      { name: 'bias', shape: [units], values },
    ],
  );
}

function dense(graph: Graph, head: SavedHead, layer: DenseLayer, index: number, x: string): string {
  const last = index === head.layers.length - 1;
  const temperature = last ? (head.temperature ?? 1) : 1;
  // This brings the length to sqrt(D), which the head expects, and removes the normalisation's
  // factor.
  const scale = index === 0 ? Math.sqrt(head.featureSize) / EPSILON : 1;
  return graph.add(
    'Dense',
    last ? 'classes' : `hidden_${index + 1}`,
    {
      units: layer.outputs,
      ...LINEAR,
      activation: last ? 'softmax' : layer.activation,
      kernel_initializer: ZEROS,
    },
    [x],
    [
      {
        name: 'kernel',
        shape: [layer.inputs, layer.outputs],
        values: layer.weights.map((w) => (w * scale) / temperature),
      },
      { name: 'bias', shape: [layer.outputs], values: layer.bias.map((b) => b / temperature) },
    ],
  );
}

/** Smaller weights are kept whole, as their bytes do not matter. */
const LARGE = 1024;
const MOST_UINT16 = 0xffff;

/**
 * Large weights take two bytes a number, so that the model passes where 5 MB is the limit, as in
 * p5's editor. These are whole numbers of equal steps, because tfjs 1.3.1 does not know half
 * floats.
 */
function pack({ name, shape, values }: Weight): { spec: WeightSpec; bytes: Uint8Array } {
  const spec: WeightSpec = { name, shape: [...shape], dtype: 'float32' };
  if (values.length < LARGE) return { spec, bytes: bytesOf(values) };
  const min = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const max = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const scale = (max - min) / MOST_UINT16 || 1;
  const steps = Uint16Array.from(values, (value) => Math.round((value - min) / scale));
  return {
    spec: { ...spec, quantization: { dtype: 'uint16', scale, min } },
    bytes: bytesOf(steps),
  };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Uint16Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);

const filled = (length: number, value: number) => new Float32Array(length).fill(value);

/**
 * The values before the weights arrive. The default initialiser draws random numbers, which takes a
 * second.
 */
const ZEROS = { class_name: 'Zeros', config: {} };
const LINEAR = { activation: 'linear', use_bias: true, bias_initializer: ZEROS };

/**
 * Layers and their weights in the form in which they are written: like Keras, with names in snake
 * case.
 */
class Graph {
  readonly input = 'picture';
  readonly #layers: object[] = [];
  readonly #weights: Weight[] = [];

  constructor(inputSize: number) {
    const shape = [null, inputSize, inputSize, 3];
    this.#push('InputLayer', this.input, { batch_input_shape: shape, dtype: 'float32' }, []);
  }

  /** Appends a layer. Returns its name, so that other layers can use it as their input. */
  add(
    className: string,
    name: string,
    config: object,
    inputs: readonly string[],
    weights: readonly Weight[] = [],
  ): string {
    this.#push(className, name, config, [inputs.map((from) => [from, 0, 0, {}])]);
    for (const weight of weights) {
      this.#weights.push({ ...weight, name: `${name}/${weight.name}` });
    }
    return name;
  }

  file(output: string): LayersModelFile {
    const packed = this.#weights.map(pack);
    const weights = new Uint8Array(packed.reduce((sum, { bytes }) => sum + bytes.length, 0));
    let at = 0;
    for (const { bytes } of packed) {
      weights.set(bytes, at);
      at += bytes.length;
    }
    return {
      topology: {
        class_name: 'Model',
        config: {
          name: 'apprentice',
          layers: this.#layers,
          input_layers: [[this.input, 0, 0]],
          output_layers: [[output, 0, 0]],
        },
        keras_version: 'tfjs-layers 1.3.1',
        backend: 'tensor_flow.js',
      },
      weightSpecs: packed.map(({ spec }) => spec),
      weights,
    };
  }

  #push(className: string, name: string, config: object, inbound: unknown[]) {
    this.#layers.push({
      class_name: className,
      name,
      config: { ...config, name, trainable: false },
      inbound_nodes: inbound,
    });
  }
}
