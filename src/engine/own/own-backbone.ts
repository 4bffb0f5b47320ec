// A person's own model as a backbone: a TensorFlow.js layers or graph model of any design, run as
// it is. None of it is code: its layers and operations are the library's own, and it reads only
// what the person chose.
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, model as modelOf, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { EngineError } from '../../model/engine-error';
import type {
  ModelEnd,
  ModelPart,
  OwnModelEnd,
  OwnModelFacts,
  OwnModelFile,
  OwnModelReport,
  PixelScaling,
} from '../../model/own-model';
import type { Sight } from '../backbone/network';
import { loadBounded, refuseHuge } from './bounded-layers';
import { inputOfLastWeights } from './graph';
import {
  findModel,
  hashOf,
  type ModelHeader,
  OwnModelError,
  parametersOf,
  parseHeader,
} from './model-files';

/** The sides that are offered if the model takes any. */
const SIDES = [128, 160, 192, 224];
const USUAL_SIDE = 224;
const LEAST_SIDE = 32;
const MOST_SIDE = 1024;
/** Longer vectors could not be kept in a project's file. */
const MOST_FEATURES = 65_536;

/**
 * A loaded model, and where its features can be taken. Its weights are live tensors until
 * `dispose`.
 */
export interface OwnModel {
  /** The side that it says it takes. Undefined if it takes any. */
  readonly side: number | undefined;
  readonly ends: readonly ModelEnd[];
  /** Runs it on [n, side, side, 3]. The caller disposes the result. Call this in a tidy. */
  run(x: tf.Tensor4D, end: ModelEnd): tf.Tensor;
  /** Its first batch normalisation, if it has one of a known kind. */
  readonly normalised?: Normalised | undefined;
  dispose(): void;
}

/**
 * What a batch normalisation takes in, and what it took in on average while the model was trained:
 * [channels] each.
 */
interface Normalised {
  /** From [n, side, side, 3]: [n, height, width, channels]. To be called in a tidy. */
  input(x: tf.Tensor4D): tf.Tensor4D;
  mean(): tf.Tensor1D;
  variance(): tf.Tensor1D;
}

/** An own model that is ready to see pictures. */
export interface OwnBackbone extends Sight {
  readonly features: number;
  readonly parameters: number;
  readonly bytes: number;
  dispose(): void;
}

/**
 * Checks whether files that a person chose are a model to use as a backbone, and what it would be
 * like. Nothing of it stays in memory.
 */
export async function inspectOwnModel(parts: readonly ModelPart[]): Promise<OwnModelReport> {
  try {
    const file = await findModel(parts);
    const { name, format, weightSpecs } = parseHeader(file.header);
    const hash = await hashOf(file);
    const model = await loadModel(file);
    try {
      const facts: OwnModelFacts = {
        hash,
        name,
        format,
        parameters: parametersOf(weightSpecs),
        bytes: sizeOf(file),
        inputSizes: model.side === undefined ? SIDES : [model.side],
        ends: await endsOf(model),
      };
      return { facts, file };
    } finally {
      model.dispose();
    }
  } catch (error) {
    if (error instanceof OwnModelError) return { problem: error.problem };
    throw error;
  }
}

/**
 * Loads a model that `inspectOwnModel` found good, to see with.
 *
 * @throws EngineError 'own-backbone-unfit' where this backend cannot run it
 */
export async function loadOwnBackbone(
  file: OwnModelFile,
  scaling: PixelScaling,
  end: ModelEnd,
): Promise<OwnBackbone> {
  let model: OwnModel | undefined;
  try {
    const loaded = await loadModel(file);
    model = loaded;
    const { features } = await dryRun(loaded, end);
    return {
      features,
      parameters: parametersOf(parseHeader(file.header).weightSpecs),
      bytes: sizeOf(file),
      see: (pixels) => {
        return tf.tidy(() => seenBy(loaded, scaled(pixels, scaling), end));
      },
      dispose: () => loaded.dispose(),
    };
  } catch (error) {
    model?.dispose();
    if (!(error instanceof OwnModelError)) throw error;
    throw new EngineError('own-backbone-unfit', error.message);
  }
}

/**
 * The mean and standard deviation of red, green and blue in ImageNet, as torchvision normalises
 * pixels from 0 to 1.
 */
const IMAGENET_MEAN = [0.485, 0.456, 0.406];
const IMAGENET_SPREAD = [0.229, 0.224, 0.225];

/** Scales pixels from 0 to 255 as the model was trained to take them. Call this in a tidy. */
export function scaled(pixels: tf.Tensor4D, scaling: PixelScaling): tf.Tensor4D {
  switch (scaling) {
    case 'symmetric':
      return tf.sub(tf.div(pixels, 127.5), 1);
    case 'unit':
      return tf.div(pixels, 255);
    case 'imagenet':
      return tf.div(tf.sub(tf.div(pixels, 255), IMAGENET_MEAN), IMAGENET_SPREAD);
    case 'raw':
      return tf.cast(pixels, 'float32');
  }
}

type Seen = ReturnType<Sight['see']>;

/**
 * What a model gives at an end. A vector counts as a map of a single place. Call this in a tidy.
 */
export function seenBy(model: OwnModel, x: tf.Tensor4D, end: ModelEnd): Seen {
  const output = model.run(x, end);
  const { shape } = output;
  const [n = 0, , , channels = 0] = shape;
  if (n !== x.shape[0]) throw new OwnModelError('output', shownShape(shape));
  if (shape.length === 4 && channels > 0 && channels <= MOST_FEATURES) {
    return { map: output as tf.Tensor4D, pooled: tf.mean(output, [1, 2]) };
  }
  const [, width = 0] = shape;
  if (shape.length !== 2 || width < 2 || width > MOST_FEATURES) {
    throw new OwnModelError('output', shownShape(shape));
  }
  return { map: tf.reshape(output, [n, 1, 1, width]), pooled: tf.clone(output as tf.Tensor2D) };
}

/**
 * What each end gives, the usual one first. That is the end before the last weights, if the output
 * is answers.
 */
async function endsOf(model: OwnModel): Promise<OwnModelEnd[]> {
  const ends: OwnModelEnd[] = [];
  for (const end of model.ends) ends.push({ end, ...(await dryRun(model, end)) });
  const answers = ends.some(({ end, gives }) => end === 'output' && gives === 'answers');
  return answers ? ends.reverse() : ends;
}

/**
 * Runs the model on two pictures of noise, the same each time: they make a batch, and neither is
 * flat.
 */
async function dryRun(model: OwnModel, end: ModelEnd): Promise<Omit<OwnModelEnd, 'end'>> {
  const side = model.side ?? USUAL_SIDE;
  let pooled: tf.Tensor2D | undefined;
  try {
    const seen = tf.tidy(() => {
      const noise = tf.randomUniform<tf.Rank.R4>([2, side, side, 3], -1, 1, 'float32', 7);
      const { map, pooled: kept } = seenBy(model, noise, end);
      return { kept, isMap: map.shape[1] * map.shape[2] > 1 };
    });
    pooled = seen.kept;
    const values = await pooled.data<'float32'>();
    if (!values.every(Number.isFinite)) throw new OwnModelError('not-finite');
    const features = pooled.shape[1];
    const first = values.subarray(0, features);
    const sum = first.reduce((total, value) => total + value, 0);
    const answers = !seen.isMap && values.every((value) => value >= 0) && Math.abs(sum - 1) < 1e-3;
    return { features, gives: seen.isMap ? 'map' : answers ? 'answers' : 'vector' };
  } catch (error) {
    throw explained(error);
  } finally {
    pooled?.dispose();
  }
}

/** For the caller to dispose. @throws OwnModelError */
export async function loadModel(file: OwnModelFile): Promise<OwnModel> {
  const header = parseHeader(file.header);
  const weights = await file.weights.arrayBuffer();
  try {
    return await (header.format === 'graph'
      ? loadGraph(header, weights)
      : loadLayers(header, weights));
  } catch (error) {
    throw explained(error);
  }
}

async function loadLayers(header: ModelHeader, weights: ArrayBuffer): Promise<OwnModel> {
  const layers = await import('@tensorflow/tfjs-layers');
  const before = new Set(Object.keys(tf.engine().registeredVariables));
  try {
    // Built without the weights, because a load that fails on them would leave them in memory.
    // Zeros are used, as initial values would only cost time.
    const modelTopology = withZeros(header.topology) as object;
    const specs = header.weightSpecs.filter(({ group }) => group !== 'optimizer');
    const model = await loadBounded(layers, parametersOf(specs), () =>
      layers.loadLayersModel(tf.io.fromMemory({ modelTopology })),
    );
    refuseHuge(model.layers);
    tf.tidy(() => {
      const values = tf.io.decodeWeights(weights, specs as tf.io.WeightsManifestEntry[]);
      model.loadWeights(values);
    });
    const side = sideOf(model.inputs.map(({ shape }) => shape));
    const [output, ...others] = model.outputs;
    if (!output || others.length > 0)
      throw new OwnModelError('output', `${model.outputs.length} ×`);
    const last = output.shape.length === 2 ? beforeLastWeights(output) : undefined;
    const short = last && layers.model({ inputs: model.inputs, outputs: last });
    return {
      side,
      ends: short ? ['output', 'before-last'] : ['output'],
      // `predict` remembers the order of layers by their names, even for another model with the
      // same names.
      run: (x, end) => (end === 'output' ? model : (short ?? model)).apply(x) as tf.Tensor,
      normalised: firstNormalised(model, layers.model),
      dispose: () => {
        for (const weight of model.weights) weight.dispose();
      },
    };
  } catch (error) {
    // A model that could not be built cannot be disposed. Nothing else makes variables meanwhile.
    for (const [name, variable] of Object.entries(tf.engine().registeredVariables)) {
      if (!before.has(name)) variable.dispose();
    }
    throw error;
  }
}

/** A layers model's topology in which all weights start as zeros. */
function withZeros(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(withZeros);
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      key,
      key.endsWith('_initializer') && value !== null
        ? { class_name: 'Zeros', config: {} }
        : withZeros(value),
    ]),
  );
}

/** Layers that turn features into answers: one with weights, or a whole head. */
const HEADS = new Set(['Dense', 'Conv2D', 'Sequential', 'Functional', 'Model']);

/**
 * What feeds the last layer with weights before an output. Undefined if that layer is not a head.
 */
function beforeLastWeights(output: SymbolicTensor): SymbolicTensor | undefined {
  for (let at: SymbolicTensor | undefined = output; at; ) {
    const { sourceLayer, nodeIndex }: SymbolicTensor = at;
    const [only, other]: SymbolicTensor[] =
      sourceLayer.inboundNodes[nodeIndex ?? 0]?.inputTensors ?? [];
    if (!only || other || only === at) return undefined;
    if (sourceLayer.weights.length > 0) {
      return HEADS.has(sourceLayer.getClassName()) ? only : undefined;
    }
    at = only;
  }
  return undefined;
}

/**
 * The first batch normalisation that pictures pass in a model, even if the model begins with
 * another model.
 */
function firstNormalised(model: LayersModel, make: typeof modelOf): Normalised | undefined {
  const layer = model.layers.find(
    (each) =>
      each.weights.length > 0 &&
      ['BatchNormalization', 'Sequential', 'Functional', 'Model'].includes(each.getClassName()),
  );
  const first = model.layers.find((each) => each.getClassName() !== 'InputLayer');
  if (layer && layer === first && 'layers' in layer) {
    return firstNormalised(layer as LayersModel, make);
  }
  const [input, other] = layer?.inboundNodes[0]?.inputTensors ?? [];
  if (layer?.getClassName() !== 'BatchNormalization' || !input || other) return undefined;
  if (input.shape.length !== 4) return undefined;
  const until = make({ inputs: model.inputs, outputs: input });
  const [mean, variance] = layer.weights.slice(-2);
  if (!mean || !variance) return undefined;
  return {
    input: (x) => until.apply(x) as tf.Tensor4D,
    mean: () => mean.read() as tf.Tensor1D,
    variance: () => variance.read() as tf.Tensor1D,
  };
}

async function loadGraph(header: ModelHeader, weights: ArrayBuffer): Promise<OwnModel> {
  const { loadGraphModelSync } = await import('@tensorflow/tfjs-converter');
  const { topology, weightSpecs, signature } = header;
  let made: OwnModel | undefined;
  // A load that fails must not leave weights behind.
  tf.tidy(() => {
    const model = loadGraphModelSync({
      modelTopology: topology,
      weightSpecs: weightSpecs as tf.io.WeightsManifestEntry[],
      weightData: weights,
      format: 'graph-model',
      ...(signature && { signature }),
    });
    const side = sideOf(model.inputs.map(({ shape }) => shape));
    const [output, ...others] = model.outputNodes;
    if (output === undefined || others.length > 0) {
      throw new OwnModelError('output', model.outputNodes.join(', '));
    }
    for (const kept of Object.values(model.weights).flat()) tf.keep(kept);
    const last = inputOfLastWeights(topology, output);
    made = {
      side,
      ends: last === undefined ? ['output'] : ['output', 'before-last'],
      run: (x, end) => model.execute(x, end === 'output' ? output : (last ?? output)) as tf.Tensor,
      dispose: () => model.dispose(),
    };
  });
  if (!made) throw new Error('tidy runs what it is given');
  return made;
}

/** The side of the pictures that a model takes. Undefined if it takes any. @throws OwnModelError */
function sideOf(inputs: readonly (readonly (number | null)[] | undefined)[]): number | undefined {
  const [shape, ...others] = inputs;
  if (others.length > 0) throw new OwnModelError('input', inputs.map(shownShape).join(', '));
  if (!shape) return undefined; // A graph need not say it.
  const [n = null, height = null, width = null, channels = null] = shape.map(fixed);
  const square =
    height === width && (height === null || (height >= LEAST_SIDE && height <= MOST_SIDE));
  if (shape.length !== 4 || n !== null || !square || (channels ?? 3) !== 3) {
    throw new OwnModelError('input', shownShape(shape));
  }
  return height ?? undefined;
}

const fixed = (size: number | null) => (size === null || size < 0 ? null : size);

function shownShape(shape: readonly (number | null)[] | undefined): string {
  return `[${(shape ?? []).map((size) => fixed(size) ?? 'n').join(', ')}]`;
}

/** How the libraries phrase what they lack. */
const LACKING = [
  /Tensorflow Op is not supported: (\S+)/,
  /Unknown layer: (\w+)/,
  /Unknown (?:activation|initializer|regularizer|constraint): (\w+)/,
  /Kernel '(\w+)' not registered/,
  /the dynamic op '(\w+)'/,
  /Unknown op '(\w+)'/,
  /TensorFlow Op (\w+) is not supported/i,
];

/** A library's error, sorted into kinds that a person can act on. */
function explained(error: unknown): OwnModelError {
  if (error instanceof OwnModelError) return error;
  const message = error instanceof Error ? error.message : String(error);
  for (const pattern of LACKING) {
    const [, name] = pattern.exec(message) ?? [];
    if (name !== undefined) return new OwnModelError('unsupported', name);
  }
  return new OwnModelError('broken', message.slice(0, 200));
}

function sizeOf({ header, weights }: OwnModelFile): number {
  return weights.size + header.length;
}
