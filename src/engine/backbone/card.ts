import * as v from 'valibot';
import { EngineError } from '../../model/engine-error';

const positive = v.pipe(v.number(), v.integer(), v.minValue(1));
const offset = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = v.pipe(v.string(), v.nonEmpty());
// A plain name, because it is appended to the backbone's address.
const fileName = v.pipe(v.string(), v.regex(/^\w[\w.-]*$/));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const weightsFile = v.object({
  file: fileName,
  bytes: v.pipe(positive, v.multipleOf(2)),
  sha256,
  dtype: v.literal('float16'),
});

const convolution = v.object({
  kind: v.picklist(['conv', 'depthwise']),
  name: text,
  /** The kernel's shape: [height, width, in, out], or [height, width, channels, 1] if depthwise. */
  shape: v.tuple([positive, positive, positive, positive]),
  stride: positive,
  activation: v.picklist(['relu6', 'linear']),
  /** In elements (not bytes) from the start of the weights. */
  kernelOffset: offset,
  biasOffset: offset,
});

const stage = v.object({
  name: text,
  /** Whether the stage's input is added to its output. */
  residual: v.boolean(),
  outputChannels: positive,
  /** The number of values in kernels and biases, with batch norm folded in. */
  parameters: positive,
  /** For one picture of `input.size`. */
  multiplyAdds: positive,
  convolutions: v.pipe(v.array(convolution), v.nonEmpty()),
});

const card = v.object({
  version: v.literal(1),
  id: text,
  name: text,
  /** What the weights were trained for, and the file from which they were converted. */
  source: v.object({
    task: text,
    dataset: text,
    classes: positive,
    package: text,
    packageVersion: text,
    file: text,
    sha256,
    note: v.string(),
  }),
  licence: v.object({ spdx: text, file: fileName }),
  /** The network's input is pixel * scale + offset, with pixels from 0 to 255. */
  preprocessing: v.object({
    scale: v.pipe(v.number(), v.finite()),
    offset: v.pipe(v.number(), v.finite()),
  }),
  /** Sides in pixels of the square input: the one used in training, and all that work well. */
  input: v.object({ size: positive, sizes: v.pipe(v.array(positive), v.nonEmpty()) }),
  /**
   * Pads as TensorFlow does: an output is ceil(input / stride) wide, and an odd zero goes at the
   * end.
   */
  padding: v.literal('same'),
  features: positive,
  parameters: positive,
  multiplyAdds: positive,
  weights: weightsFile,
  /** The source task's head: kernel [features, classes], then bias [classes]. */
  sourceHead: v.optional(v.object({ ...weightsFile.entries, classes: positive })),
  /**
   * The stem, the blocks (numbered from 1) and the last convolution, in the order in which they
   * run.
   */
  stages: v.pipe(v.array(stage), v.minLength(2)),
});

export type WeightsFile = v.InferOutput<typeof weightsFile>;
export type Convolution = v.InferOutput<typeof convolution>;
export type Stage = v.InferOutput<typeof stage>;
export type BackboneCard = v.InferOutput<typeof card>;

/** The number of channels that a convolution gives, which is also the length of its bias. */
export function channelsOut({ kind, shape }: Convolution): number {
  return kind === 'depthwise' ? shape[2] : shape[3];
}

/** Multiply-adds of all stages for one square picture of `size` pixels a side. */
export function multiplyAddsAt({ stages }: Pick<BackboneCard, 'stages'>, size: number): number {
  let side = size;
  let sum = 0;
  for (const { shape, stride } of stages.flatMap((stage) => stage.convolutions)) {
    side = Math.ceil(side / stride);
    // Each kernel value is used once at each output position, depthwise or not.
    sum += side * side * kernelSize(shape);
  }
  return sum;
}

/** The number of values in a kernel. */
export function kernelSize([height, width, channelsIn, last]: Convolution['shape']): number {
  return height * width * channelsIn * last;
}

/**
 * Checks a parsed card.json: its fields, and that they fit each other. So the code that runs the
 * network needs no checks.
 *
 * @throws EngineError 'backbone-corrupt'; the message starts with the field's path
 */
export function parseCard(json: unknown): BackboneCard {
  const result = v.safeParse(card, json);
  if (!result.success) {
    const [issue] = result.issues;
    throw corrupt(v.getDotPath(issue) ?? 'card', issue.message);
  }
  checkNetwork(result.output);
  return result.output;
}

function checkNetwork(card: BackboneCard): void {
  const elements = card.weights.bytes / 2;
  let channels = 3;
  for (const [s, stage] of card.stages.entries()) {
    const inputChannels = channels;
    for (const [c, convolution] of stage.convolutions.entries()) {
      const path = `stages.${s}.convolutions.${c}`;
      const [, , channelsIn, multiplier] = convolution.shape;
      if (channelsIn !== channels || (convolution.kind === 'depthwise' && multiplier !== 1)) {
        throw corrupt(`${path}.shape`, `does not fit an input of ${channels} channels`);
      }
      channels = channelsOut(convolution);
      if (convolution.kernelOffset + kernelSize(convolution.shape) > elements) {
        throw corrupt(`${path}.kernelOffset`, 'reaches beyond the weights');
      }
      if (convolution.biasOffset + channels > elements) {
        throw corrupt(`${path}.biasOffset`, 'reaches beyond the weights');
      }
    }
    if (stage.outputChannels !== channels) {
      throw corrupt(`stages.${s}.outputChannels`, `is not the last convolution's ${channels}`);
    }
    const strided = stage.convolutions.some(({ stride }) => stride > 1);
    if (stage.residual && (strided || channels !== inputChannels)) {
      throw corrupt(`stages.${s}.residual`, "the stage's output differs in shape from its input");
    }
  }
  if (card.features !== channels) {
    throw corrupt('features', `is not the last stage's ${channels} channels`);
  }
  const { sourceHead } = card;
  if (sourceHead && sourceHead.bytes !== 2 * sourceHead.classes * (card.features + 1)) {
    throw corrupt('sourceHead.bytes', 'does not fit the features and classes');
  }
}

function corrupt(path: string, problem: string): EngineError {
  return new EngineError('backbone-corrupt', `${path}: ${problem}`);
}
