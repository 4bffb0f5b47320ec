// A classifier as a TensorFlow.js layers model: backbone, head and temperature in one graph, made only of layers
// that tfjs 1.3.1 has, as that is what Teachable Machine's own library brings.

import type { LayersModelFile } from '../../model/export';
import type { DenseLayer, SavedHead } from '../../model/head';
import { type BackboneCard, type Convolution, channelsOut } from '../backbone/card';

/** A convolution's weights as they are in the backbone: kernel as the card's `shape`, bias of its output channels. */
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
 * Teachable Machine's library gives its models pixel / 127 - 1. So that every tool that feeds its models can feed
 * ours, that is the input here too, and the first layer undoes it.
 */
const THEIR_SCALE = 127;

/**
 * No layer divides by a vector's length, but Dot does it to both of its inputs: beside features x a small constant
 * EPSILON is put, and the product with the unit vector that selects it is EPSILON / sqrt(|x|² + EPSILON²). That is
 * 1 / |x| but for a factor, with an error below EPSILON² / 2|x|²: 1e-7 for features of pictures. The factor goes into the head.
 */
const EPSILON = 1 / 128;

/**
 * The model of a head on its backbone. Its input is [n, size, size, 3] with pixels as `pixel / 127 - 1`; its output
 * the calibrated probabilities [n, classes], as `answer` gives them, in the order of `head.classes`.
 *
 * @param values of each stage's convolutions, in the order of the card
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

/** pixel · scale + offset, from pixel / 127 - 1. Not folded into the stem: its zero padding stands for 0 after this. */
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

/** Features times EPSILON / |features|: [n, size]. */
function normalise(graph: Graph, x: string, size: number): string {
  const selector = new Float32Array(size + 1);
  selector[size] = 1;
  const small = constant(graph, 'small', size, filled(1, EPSILON), x);
  const unit = constant(graph, 'small_alone', 1, selector, small);
  const beside = graph.add('Concatenate', 'features_and_small', { axis: -1 }, [x, small]);
  const length = graph.add('Dot', 'one_by_length', { axes: -1, normalize: true }, [beside, unit]);
  return graph.add('Multiply', 'directions', {}, [x, length]);
}

/** What does not depend on its input, which has `inputs` numbers: there is no layer without one. */
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
  // The length sqrt(D) that the head wants, and the factor that is left of the normalisation.
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

const filled = (length: number, value: number) => new Float32Array(length).fill(value);

/** Before the weights arrive. The default draws random numbers, which takes a second. */
const ZEROS = { class_name: 'Zeros', config: {} };
const LINEAR = { activation: 'linear', use_bias: true, bias_initializer: ZEROS };

/** Layers and their weights as they are written: as Keras does, names in snake case. */
class Graph {
  readonly input = 'picture';
  readonly #layers: object[] = [];
  readonly #weights: Weight[] = [];

  constructor(inputSize: number) {
    const shape = [null, inputSize, inputSize, 3];
    this.#push('InputLayer', this.input, { batch_input_shape: shape, dtype: 'float32' }, []);
  }

  /** Appends a layer; gives its name, for others to be fed by. */
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
    const values = new Float32Array(
      this.#weights.reduce((sum, weight) => sum + weight.values.length, 0),
    );
    let at = 0;
    for (const weight of this.#weights) {
      values.set(weight.values, at);
      at += weight.values.length;
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
      weightSpecs: this.#weights.map(({ name, shape }) => ({
        name,
        shape: [...shape],
        dtype: 'float32' as const,
      })),
      weights: values,
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
