// Which scaling of the pixels a model was trained with, as far as a few labelled pictures tell.
import * as tf from '@tensorflow/tfjs-core';
import { pooledFeatures } from '../backbone/network';
import { EngineError } from '../engine-error';
import { normalise } from '../head/features';
import { SCALINGS } from '../own-id';
import { tensorOf } from '../pixels';
import type { ModelEnd, OwnModelFile, ScalingScores } from '../protocol';
import { logMe } from '../transfer/log-me';
import { breather } from '../yield';
import { loadOwnBackbone } from './own-backbone';

interface Labelled {
  /** RGBA, side × side each. */
  pixels: readonly Uint8ClampedArray[];
  side: number;
  labels: Int32Array;
}

/**
 * LogME of a model's features of the same pictures under each scaling: with pixels as it knows them it sees most.
 *
 * @throws EngineError 'own-backbone-unfit', 'aborted'
 */
export async function compareScalings(
  file: OwnModelFile,
  end: ModelEnd,
  { pixels, side, labels }: Labelled,
  signal: AbortSignal,
): Promise<ScalingScores> {
  const classCount = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const scores: ScalingScores = { symmetric: 0, unit: 0, imagenet: 0, raw: 0 };
  const quiet = breather(0);
  const breathe = () => {
    if (signal.aborted) throw new EngineError('aborted', 'the comparison was cancelled');
    return quiet();
  };
  for (const scaling of SCALINGS) {
    const backbone = await loadOwnBackbone(file, scaling, end);
    try {
      const width = backbone.features;
      const features = new Float32Array(pixels.length * width);
      for (const [i, picture] of pixels.entries()) {
        await breathe();
        const seen = tf.tidy(() => pooledFeatures(backbone, tensorOf([picture], side)));
        try {
          features.set(await seen.data<'float32'>(), i * width);
        } finally {
          seen.dispose();
        }
      }
      const all = normalise(features, width);
      scores[scaling] = await logMe(all, width, labels, classCount, breathe);
    } finally {
      backbone.dispose();
    }
  }
  return scores;
}
