// Turns pictures into features, and remembers the features of samples.
import * as tf from '@tensorflow/tfjs-core';
import type { FeatureKey } from '../../model/backbone';
import type { Embedded, PictureToEmbed } from '../../model/embedding';
import { allFinite } from '../../model/finite';
import type { EngineMemory } from '../boundary/status';
import { inBatches } from '../in-batches';
import { embedAgain, embedPictures } from '../seeing';
import { call } from './call';

/**
 * The features of pictures, in order. If those of a picture are not finite, it is embedded once
 * more by itself, and then on wasm. Aborting the signal rejects with EngineError 'aborted'.
 */
export const embed = call<PictureToEmbed[], Embedded>(async (engine, pictures, { signal }) => {
  const { held, info } = engine.inUse();
  const { readPixels } = engine.surroundings;
  const vectors: Embedded['vectors'] = [];
  let msPerPicture = Number.POSITIVE_INFINITY;
  await held.use((backbone) =>
    inBatches(pictures, engine.batchSize(backbone), signal, async (batch) => {
      const pixels = batch.map(({ bitmap }) => readPixels(bitmap, info.inputSize));
      const begin = performance.now();
      const features = await embedPictures(backbone, pixels, info.inputSize);
      msPerPicture = Math.min(msPerPicture, (performance.now() - begin) / batch.length);
      for (const [k, { id }] of batch.entries()) {
        const made = features.slice(k * info.features, (k + 1) * info.features);
        const picture = pixels[k];
        const vector =
          allFinite(made) || !picture ? made : await embedAgain(backbone, picture, info.inputSize);
        if (id !== undefined && vector) engine.features.under(info.key).set(id, vector);
        vectors.push(vector);
      }
    }),
  );
  return { key: info.key, vectors, ...(vectors.length > 0 && { msPerPicture }) };
});

export interface FeaturesToRemember {
  key: FeatureKey;
  ids: string[];
  /** Raw features, in the order of the ids. */
  vectors: Float32Array[];
}

/**
 * Takes features that were stored earlier, so that training can refer to samples by id. Those that
 * are not finite are not taken.
 */
export const remember = call<FeaturesToRemember, void>((engine, { key, ids, vectors }) => {
  const bank = engine.features.under(key);
  ids.forEach((id, i) => {
    const vector = vectors[i];
    if (vector && allFinite(vector)) bank.set(id, vector);
  });
});

/** Drops the features of deleted samples. */
export const forget = call<string[], void>((engine, ids) => {
  engine.features.forget(ids);
  for (const { vectors } of engine.probes.values()) for (const id of ids) vectors.delete(id);
});

/** What the worker holds, as tfjs counts it. */
export const memory = call<void, EngineMemory>((engine) => {
  const { numTensors, numBytes } = tf.memory();
  return { tensors: numTensors, bytes: numBytes, remembered: engine.features.size };
});
