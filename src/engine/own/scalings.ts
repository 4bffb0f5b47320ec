// Finds the pixel scaling with which a model was trained, as far as a few pictures can tell.
import * as tf from '@tensorflow/tfjs-core';
import { breather } from '../../model/breather';
import { EngineError } from '../../model/engine-error';
import { SCALINGS } from '../../model/own-id';
import type { ModelEnd, OwnModelFile, PixelScaling, ScalingAdvice } from '../../model/own-model';
import { normalise } from '../head/features';
import { logMe } from '../head/log-me';
import { tensorOf } from '../pixels';
import { OwnModelError } from './model-files';
import { loadModel, type OwnModel, scaled, seenBy } from './own-backbone';

interface Labelled {
  /** RGBA, side × side each. */
  pixels: readonly Uint8ClampedArray[];
  side: number;
  labels: Int32Array;
}

/** The first layer sees thousands of places in each picture, so this many show what it takes in. */
const MOST_FOR_STATISTICS = 16;
/**
 * By how much, in nats per channel, the best scaling must be nearer to the statistics than the
 * next.
 */
const CLEARLY_NEARER = 0.1;
/**
 * By how much LogME of the best scaling must exceed that of the next. Measured with Teachable
 * Machine's backbone on ants and bees: with 120 pictures its own scaling leads by 0.04 to 0.08,
 * while with 20 pictures others lead by up to 0.06 by chance.
 */
const CLEARLY_BETTER = 0.03;

type Scores = Record<PixelScaling, number>;
type Breathe = () => Promise<void> | undefined;

/**
 * The scaling that suits a model best. If its first batch normalisation is known, that is the
 * scaling that gives pictures the mean and variance which it kept from its training. Otherwise it
 * is the one whose features predict the labels best by LogME.
 *
 * @throws EngineError 'own-backbone-unfit', 'aborted'
 */
export async function compareScalings(
  file: OwnModelFile,
  end: ModelEnd,
  pictures: Labelled,
  signal: AbortSignal,
): Promise<ScalingAdvice> {
  const quiet = breather(0);
  const breathe = () => {
    if (signal.aborted) throw new EngineError('aborted', 'the comparison was cancelled');
    return quiet();
  };
  let model: OwnModel | undefined;
  try {
    model = await loadModel(file);
    return model.normalised
      ? adviceOf('statistics', await nearness(model.normalised, pictures, breathe), CLEARLY_NEARER)
      : adviceOf('labels', await evidence(model, end, pictures, breathe), CLEARLY_BETTER);
  } catch (error) {
    if (!(error instanceof OwnModelError)) throw error;
    throw new EngineError('own-backbone-unfit', error.message);
  } finally {
    model?.dispose();
  }
}

function adviceOf(by: ScalingAdvice['by'], scores: Scores, clearly: number): ScalingAdvice {
  const [best, second] = [...SCALINGS].sort((a, b) => scores[b] - scores[a]);
  if (!best || !second || !(scores[best] - scores[second] >= clearly)) return { by };
  return { by, best };
}

/**
 * How near pictures come to what a batch normalisation took in during training. It is minus the
 * mean over the channels of the Kullback-Leibler divergence between the two as normal
 * distributions.
 */
async function nearness(
  normalised: NonNullable<OwnModel['normalised']>,
  { pixels, side }: Labelled,
  breathe: Breathe,
): Promise<Scores> {
  const scores: Scores = { symmetric: 0, unit: 0, imagenet: 0, raw: 0 };
  const step = Math.max(1, Math.ceil(pixels.length / MOST_FOR_STATISTICS));
  const some = pixels.filter((_, i) => i % step === 0);
  for (const scaling of SCALINGS) {
    const sums: { count: number; sum: Float64Array; squares: Float64Array } = {
      count: 0,
      sum: new Float64Array(),
      squares: new Float64Array(),
    };
    for (const picture of some) {
      await breathe();
      const moments = tf.tidy(() => {
        const taken = normalised.input(scaled(tensorOf([picture], side), scaling));
        const [, height, width] = taken.shape;
        sums.count += height * width;
        const axes = [0, 1, 2];
        return tf.stack([tf.sum(taken, axes), tf.sum(tf.square(taken), axes)]) as tf.Tensor2D;
      });
      try {
        const values = await moments.data<'float32'>();
        const channels = values.length / 2;
        if (sums.sum.length === 0) {
          sums.sum = new Float64Array(channels);
          sums.squares = new Float64Array(channels);
        }
        for (let c = 0; c < channels; c++) {
          sums.sum[c] = (sums.sum[c] ?? 0) + (values[c] ?? 0);
          sums.squares[c] = (sums.squares[c] ?? 0) + (values[channels + c] ?? 0);
        }
      } finally {
        moments.dispose();
      }
    }
    const [mean, variance] = await Promise.all([
      normalised.mean().data<'float32'>(),
      normalised.variance().data<'float32'>(),
    ]);
    let divergence = 0;
    sums.sum.forEach((sum, c) => {
      const here = sum / sums.count;
      const spread = Math.max((sums.squares[c] ?? 0) / sums.count - here ** 2, 1e-6);
      const [kept = 0, keptSpread = 0] = [mean[c], Math.max(variance[c] ?? 0, 1e-6)];
      const ratio = spread / keptSpread;
      divergence += (ratio - 1 - Math.log(ratio) + (here - kept) ** 2 / keptSpread) / 2;
    });
    scores[scaling] = -divergence / sums.sum.length;
  }
  return scores;
}

/** LogME of the features under each scaling. */
async function evidence(
  model: OwnModel,
  end: ModelEnd,
  { pixels, side, labels }: Labelled,
  breathe: Breathe,
): Promise<Scores> {
  const classCount = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const scores: Scores = { symmetric: 0, unit: 0, imagenet: 0, raw: 0 };
  for (const scaling of SCALINGS) {
    const rows: Float32Array[] = [];
    for (const picture of pixels) {
      await breathe();
      const pooled = tf.tidy(
        () => seenBy(model, scaled(tensorOf([picture], side), scaling), end).pooled,
      );
      try {
        rows.push(await pooled.data<'float32'>());
      } finally {
        pooled.dispose();
      }
    }
    const width = rows[0]?.length ?? 0;
    const features = new Float32Array(rows.length * width);
    rows.forEach((row, i) => {
      features.set(row, i * width);
    });
    const all = normalise(features, width);
    scores[scaling] = await logMe(all, width, labels, classCount, breathe);
  }
  return scores;
}
