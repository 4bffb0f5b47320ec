// The backbone's source task, and the backbones beside the one in use.
import * as tf from '@tensorflow/tfjs-core';
import type { SourceAnswer } from '../../model/prediction';
import { designOf } from '../any-backbone';
import { pooledFeatures } from '../backbone/network';
import { tensorOf } from '../pixels';
import { SOURCE } from '../state';
import { call, type Loaded, loading } from './call';

export interface SourceRequest {
  bitmap: ImageBitmap;
  /** How many answers are wanted. */
  count: number;
}

/**
 * What ImageNet's own head sees in a picture: the most probable of its classes, best first. On the
 * first call it loads that head, and also its backbone if another one is in use. They stay until
 * `releaseGuests`.
 */
export const seeAsSource = call<SourceRequest, SourceAnswer[], Loaded>(
  async (engine, { bitmap, count }, { tell }) => {
    const pixels = engine.surroundings.readPixels(bitmap, SOURCE.inputSize);
    const held = await engine.guest(SOURCE.backbone, loading(tell));
    return held.use(async (backbone) => {
      const [head, { topAnswers }] = await Promise.all([
        engine.headOfSource(designOf(backbone)),
        // It brings the names of 1,000 classes, so we only load it on request.
        import('../backbone/source-head'),
      ]);
      const features = tf.tidy(() =>
        pooledFeatures(backbone, tensorOf([pixels], SOURCE.inputSize)),
      );
      try {
        const [answers = []] = await topAnswers(head, features, count);
        return answers;
      } finally {
        features.dispose();
      }
    });
  },
);

/** Releases the backbones that were loaded beside the one in use. */
export const releaseGuests = call<void, void>(async ({ guests }) => {
  const released = [...guests.values()];
  guests.clear();
  for (const guest of released) {
    (await guest.catch(() => undefined))?.replace(); // The caller got the error.
  }
});
