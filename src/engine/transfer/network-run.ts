// Trains a network's last stages and its head together. The stages before them were computed once.
import * as tf from '@tensorflow/tfjs-core';
import { EngineError } from '../../model/engine-error';
import { type Random, seededRandom } from '../../model/random';
import { channelsOut } from '../backbone/card';
import type { SourceHead } from '../backbone/load';
import { type ConvolutionTensors, type Network, preprocess, runStages } from '../backbone/network';
import { Adam } from '../head/adam';
import { measureLogits } from '../head/logistic';
import { logPrior } from '../head/prior';
import { learnedMultiplyAdds } from './cost';
import { distillation } from './source-answers';

/**
 * The forward multiply-adds of the pictures in one gradient. That takes a fraction of a second on
 * wasm, which computes it in one task, so live predictions wait no longer than that. It is not
 * measured by the clock, because the same seed should give the same network.
 */
const MULTIPLY_ADDS_AT_ONCE = 500e6;

/**
 * The input of the first stage that learns, one row for each picture: pixels (bytes) if that stage
 * is the stem.
 */
export interface NetworkInputs {
  rows: Uint8Array | Float32Array;
  /** The shape of one row: height, width, channels. */
  shape: readonly [number, number, number];
}

export interface DenseHead {
  /** Row-major [features, classes], for features of length sqrt(features). */
  weights: Float32Array;
  bias: Float32Array;
}

export interface NetworkProblem {
  /** Learning starts from its weights. They still belong to the caller and are not changed. */
  network: Network;
  /** The first stage that learns. */
  from: number;
  inputs: NetworkInputs;
  /** [n] */
  labels: Int32Array;
  classCount: number;
  l2: number;
  batchSize: number;
  /** Adam's rates: one for the stages, one for the head. */
  stageRate: number;
  headRate: number;
  /** Mirrors half of the pictures in a batch. This needs pixels as inputs. */
  mirrors: boolean;
  seed: number;
  /** See `TrainSettings`. */
  keepsPrior?: boolean | undefined;
  /**
   * The answers of the source task's head that learning without forgetting has to keep. The head
   * still belongs to the caller.
   */
  source?: {
    head: SourceHead;
    /** [n × its classes], from `softenedAnswers`. */
    softened: Float32Array;
    /** The weight of this loss, relative to the target task's. */
    weight: number;
  };
}

/**
 * Where a kernel, a bias or a part of the head lies in one flat vector. This way, updating all of
 * them takes only a dozen operations.
 */
interface Part {
  start: number;
  shape: number[];
}

/**
 * Means over an epoch's pictures. Each picture is measured before its own update changes the
 * weights.
 */
export interface EpochFigures {
  loss: number;
  accuracy: number;
}

/**
 * Minimises the mean cross-entropy plus λ/2n ‖W‖² of the head by Adam (Kingma and Ba, 2015) on
 * shuffled batches of the first `count` pictures. The head's objective is the linear head's, so a
 * head that starts at that optimum stays there until the features move. Like the linear head, it
 * learns the classes' prior apart from its answers. With a `source`, its
 * weighted distillation loss is added. Batch norm is folded into the kernels, and so it is frozen.
 * Tensors live until `dispose`.
 */
export class NetworkRun {
  private readonly random: Random;
  private readonly parts: Part[] = [];
  private readonly size: number;
  private readonly rates: tf.Tensor1D;
  private readonly prior: Float32Array;
  private parameters: tf.Tensor1D;
  private shaped: tf.Tensor[] | undefined;
  private readonly adam: Adam;

  constructor(
    private readonly problem: NetworkProblem,
    head: DenseHead,
    private readonly count: number,
  ) {
    const { network, from, classCount, stageRate, headRate } = problem;
    this.random = seededRandom(problem.seed);
    this.prior = logPrior(problem.labels.subarray(0, count), classCount, problem.keepsPrior);
    let size = 0;
    const place = (...shape: number[]) => {
      this.parts.push({ start: size, shape });
      size += tf.util.sizeFromShape(shape);
    };
    const learning = network.card.stages.slice(from).flatMap(({ convolutions }) => convolutions);
    for (const convolution of learning) {
      place(...convolution.shape);
      place(channelsOut(convolution));
    }
    const stages = size;
    place(head.weights.length / classCount, classCount);
    place(classCount);
    this.size = size;
    this.parameters = tf.tidy(() =>
      tf.concat1d([
        ...network.tensors
          .slice(from)
          .flat()
          .flatMap(({ kernel, bias }) => [tf.reshape(kernel, [-1]) as tf.Tensor1D, bias]),
        tf.tensor1d(head.weights),
        tf.tensor1d(head.bias),
      ]),
    );
    this.rates = tf.tensor1d(new Float32Array(size).fill(stageRate).fill(headRate, stages));
    this.adam = new Adam(size);
  }

  /** How many numbers learn, including the head's. */
  get learning(): number {
    return this.size;
  }

  /** One epoch, in short steps. Throws EngineError 'training-diverged'. */
  async *epoch(): AsyncGenerator<undefined, EpochFigures> {
    const { batchSize } = this.problem;
    const order = this.random.shuffle(Array(this.count).keys());
    let loss = 0;
    let right = 0;
    for (let start = 0; start < order.length; start += batchSize) {
      const batch = order.slice(start, start + batchSize);
      let gradient = tf.zeros<tf.Rank.R1>([this.size]);
      try {
        for (const some of chunks(batch, this.picturesAtOnce())) {
          const share = await this.gradientOf(some, batch.length);
          loss += share.loss;
          right += share.right;
          const sum = tf.add<tf.Tensor1D>(gradient, share.gradient);
          tf.dispose([gradient, share.gradient]);
          gradient = sum;
          yield;
        }
        this.setParameters(this.adam.updated(this.parameters, gradient, this.rates));
      } finally {
        gradient.dispose();
      }
    }
    const figures = { loss: loss / this.count, accuracy: right / this.count };
    if (!Number.isFinite(figures.loss)) {
      throw new EngineError('training-diverged', `the loss of an epoch is ${figures.loss}`);
    }
    return figures;
  }

  /**
   * The pooled features [last - first, features] of the pictures in that range, from the network in
   * its current state.
   */
  async *features(first: number, last: number): AsyncGenerator<undefined, Float32Array> {
    const width = this.problem.network.card.stages.at(-1)?.outputChannels ?? 0;
    const features = new Float32Array((last - first) * width);
    const atOnce = 2 * this.picturesAtOnce();
    for (let start = first; start < last; start += atOnce) {
      const places = Array.from({ length: Math.min(atOnce, last - start) }, (_, i) => start + i);
      const pooled = tf.tidy(() => this.pooled(this.tensors(), this.batchOf(places)));
      try {
        features.set(await pooled.data<'float32'>(), (start - first) * width);
      } finally {
        pooled.dispose();
      }
      yield;
    }
    return features;
  }

  /** Everything that learns: the stages, then the head. Do not write to it. */
  async values(): Promise<Float32Array> {
    const values = await this.parameters.data<'float32'>();
    for (let i = 0; i < values.length; i++) {
      if (Number.isFinite(values[i])) continue;
      throw new EngineError('training-diverged', `a weight is ${values[i]}`);
    }
    return values;
  }

  /** Goes back to parameters that `values` returned, so that `features` uses them. */
  restore(values: Float32Array): void {
    this.setParameters(tf.tensor1d(values));
  }

  /** The head within parameters that `values` returned. */
  headOf(values: Float32Array): DenseHead {
    const [weights, bias] = this.parts.slice(-2);
    return {
      weights: values.slice(weights?.start, bias?.start),
      bias: values.slice(bias?.start),
    };
  }

  /** The stages within parameters that `values` returned: kernel and bias of each convolution. */
  stagesOf(values: Float32Array): Float32Array {
    return values.slice(0, this.parts.at(-2)?.start);
  }

  dispose(): void {
    tf.dispose([this.parameters, ...(this.shaped ?? []), this.rates]);
    this.adam.dispose();
  }

  private picturesAtOnce(): number {
    const { network, from, inputs, batchSize } = this.problem;
    const each = learnedMultiplyAdds(network.card, from, inputs.shape[0]);
    return Math.max(1, Math.min(batchSize, Math.floor(MULTIPLY_ADDS_AT_ONCE / each)));
  }

  /**
   * The gradient, the loss and the number of right answers that some pictures of a batch
   * contribute. The gradient belongs to the caller.
   */
  private async gradientOf(places: readonly number[], batch: number) {
    const { labels, classCount, l2, source } = this.problem;
    const truth = Int32Array.from(places, (i) => labels[i] ?? 0);
    let kept: tf.Tensor2D | undefined;
    const gradient = tf.tidy(() => {
      const x = this.batchOf(places, this.problem.mirrors);
      const target = tf.oneHot(tf.tensor1d(truth, 'int32'), classCount);
      const { grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) => {
        const [weights, bias] = tensors.slice(-2) as [tf.Tensor2D, tf.Tensor1D];
        const features = this.pooled(tensors, x);
        const logits = tf.add<tf.Tensor2D>(tf.matMul(normalised(features), weights), bias);
        kept = tf.keep(tf.clone(logits));
        const expected = tf.add<tf.Tensor2D>(logits, tf.tensor1d(this.prior));
        const loss = tf.neg(tf.sum(tf.mul(target, tf.logSoftmax(expected))));
        const penalty = tf.mul(tf.sum(tf.square(weights)), this.penaltyShare(places.length, l2));
        const own = tf.add(loss, penalty);
        return tf.div(
          source ? tf.add(own, this.forgetting(source, features, places)) : own,
          batch,
        ) as tf.Scalar;
      })(this.tensors());
      return tf.concat1d(grads.map((each) => tf.reshape(each, [-1]) as tf.Tensor1D));
    });
    if (!kept) throw new Error('the loss was not computed');
    try {
      const { loss, accuracy } = measureLogits(await kept.data(), truth, classCount);
      return { gradient, loss: loss * places.length, right: accuracy * places.length };
    } finally {
      kept.dispose();
    }
  }

  /**
   * A batch's share of the penalty. Over an epoch they add up to λ/2 ‖W‖², just as the losses do.
   */
  private penaltyShare(pictures: number, l2: number): number {
    return (l2 / 2) * (pictures / this.count);
  }

  /** The source task's weighted loss on some pictures. A tidy has to dispose it. */
  private forgetting(
    { head, softened, weight }: NonNullable<NetworkProblem['source']>,
    features: tf.Tensor2D,
    places: readonly number[],
  ): tf.Tensor {
    const classes = head.bias.size;
    const recorded = new Float32Array(places.length * classes);
    places.forEach((place, i) => {
      recorded.set(softened.subarray(place * classes, (place + 1) * classes), i * classes);
    });
    const then = tf.tensor2d(recorded, [places.length, classes]);
    return tf.mul(distillation(head, features, then), weight);
  }

  /** The network's pooled features of some inputs. A tidy has to dispose them. */
  private pooled(tensors: readonly tf.Tensor[], x: tf.Tensor4D): tf.Tensor2D {
    const { network, from } = this.problem;
    const { stages } = network.card;
    let at = 0;
    const learned = stages.slice(from).map(({ convolutions }) =>
      convolutions.map(
        (): ConvolutionTensors => ({
          kernel: tensors[at++] as tf.Tensor4D,
          bias: tensors[at++] as tf.Tensor1D,
        }),
      ),
    );
    const whole = { card: network.card, tensors: [...network.tensors.slice(0, from), ...learned] };
    return tf.mean<tf.Tensor2D>(runStages(whole, x, from, stages.length), [1, 2]);
  }

  /** The parameters in their shapes, kept until they change. */
  private tensors(): tf.Tensor[] {
    this.shaped ??= this.parts.map(({ start, shape }) =>
      tf.tidy(() =>
        tf.keep(tf.reshape(tf.slice(this.parameters, start, tf.util.sizeFromShape(shape)), shape)),
      ),
    );
    return this.shaped;
  }

  private setParameters(parameters: tf.Tensor1D): void {
    tf.dispose([this.parameters, ...(this.shaped ?? [])]);
    this.shaped = undefined;
    this.parameters = parameters;
  }

  /** The inputs of some pictures, half of them mirrored on request. A tidy has to dispose them. */
  private batchOf(places: readonly number[], mirrors = false): tf.Tensor4D {
    const { network, inputs } = this.problem;
    const { rows, shape } = inputs;
    const [height, width, channels] = shape;
    const size = height * width * channels;
    const values = new Float32Array(places.length * size);
    places.forEach((place, i) => {
      const row = rows.subarray(place * size, (place + 1) * size);
      values.set(mirrors && this.random.uniform() < 0.5 ? mirrored(row, shape) : row, i * size);
    });
    const x = tf.tensor4d(values, [places.length, height, width, channels]);
    return rows instanceof Uint8Array ? preprocess(network.card, x) : x;
  }
}

/** Each row scaled to length sqrt(features), as heads expect them. */
function normalised(features: tf.Tensor2D): tf.Tensor2D {
  const squares = tf.sum(tf.square(features), 1, true);
  return tf.mul(
    features,
    tf.rsqrt(tf.add(tf.div(squares, features.shape[1]), Number.EPSILON)),
  ) as tf.Tensor2D;
}

function mirrored(
  row: Uint8Array | Float32Array,
  [height, width, channels]: readonly [number, number, number],
): Float32Array {
  const result = new Float32Array(row.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * channels;
      result.set(row.subarray(from, from + channels), (y * width + width - 1 - x) * channels);
    }
  }
  return result;
}

function* chunks<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let i = 0; i < list.length; i += size) yield list.slice(i, i + size);
}
