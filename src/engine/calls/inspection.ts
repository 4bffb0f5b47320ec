// Looks at all samples at once: where they lie on a map, and what would make the classifier better.
import type { Advice, AdviceRequest } from '../../model/advice';
import type { FeatureKey } from '../../model/backbone';
import type { PictureToEmbed } from '../../model/embedding';
import { EngineError } from '../../model/engine-error';
import type { MapEvent, MapPlaces, MapRequest } from '../../model/map';
import { logits } from '../head/answer';
import { inBatches } from '../in-batches';
import { adviceOn } from '../inspect/advice';
import { blankMiddle } from '../inspect/background';
import { embedPictures } from '../seeing';
import type { EngineState } from '../state';
import { call } from './call';

/**
 * Places remembered samples on a map. Aborting the signal rejects with EngineError 'aborted'.
 * Throws 'features-missing', and 'no-head' if they should be placed by the answers of a head that
 * does not exist.
 */
export const placeOnMap = call<MapRequest, MapPlaces, MapEvent>(
  async (engine, { featureKey, ids, seed, by }, { signal, tell }) => {
    if (ids.length === 0) return { places: new Float32Array(), layout: 'pca' };
    const { features, size } = engine.features.gathered(featureKey, ids);
    const head = by === 'answers' ? engine.headFor(featureKey) : undefined;
    const answers = head && { values: logits(head, features), classes: head.classes.length };
    const data = { features, size, seed, ...(answers && { logits: answers }) };
    return engine.surroundings.placeAll(data, tell, signal);
  },
);

/**
 * What would make the classifier better, judging by remembered samples and some pictures. Aborting
 * the signal rejects with EngineError 'aborted'. Throws 'features-missing', also if the backbone
 * has changed in the meantime.
 */
export const adviseOn = call<AdviceRequest, Advice>(
  async (engine, { featureKey, classes, samples, seed, pictures = [] }, { signal }) => {
    const ids = samples.map(({ id }) => id);
    const border = await embedBorders(engine, featureKey, pictures, signal);
    const placeOf = new Map(ids.map((id, i) => [id, i]));
    const places = pictures.map(({ id = '' }) => placeOf.get(id) ?? -1);
    if (places.includes(-1)) {
      throw new EngineError('features-missing', 'a picture is of none of the samples');
    }
    const data = { ...engine.features.gathered(featureKey, ids), samples, seed };
    return adviceOn(
      {
        ...data,
        classCount: classes.length,
        ...(border && { border: { places, features: border } }),
      },
      signal,
    );
  },
);

/**
 * The features of pictures after their middle is blanked: [pictures × size]. Undefined if there are
 * no pictures.
 */
async function embedBorders(
  engine: EngineState,
  key: FeatureKey,
  pictures: PictureToEmbed[],
  signal: AbortSignal,
): Promise<Float32Array | undefined> {
  if (pictures.length === 0) return undefined;
  const { held, info } = engine.inUseFor(key);
  const { inputSize: side } = info;
  const features = new Float32Array(pictures.length * info.features);
  await held.use((backbone) =>
    inBatches(pictures, engine.batchSize(backbone), signal, async (batch, from) => {
      const pixels = batch.map(({ bitmap }) => {
        const rgba = engine.surroundings.readPixels(bitmap, side);
        blankMiddle(rgba, side);
        return rgba;
      });
      features.set(await embedPictures(backbone, pixels, side), from * info.features);
    }),
  );
  return features;
}
