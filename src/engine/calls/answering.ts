// Answers for one picture, and explains the answer.
import { EngineError } from '../../model/engine-error';
import type { SavedHead } from '../../model/head';
import type {
  ChannelMaps,
  ExplainOptions,
  Explanation,
  NearestRequest,
  Neighbour,
  Prediction,
} from '../../model/prediction';
import { designOf } from '../any-backbone';
import { rateFamiliarity } from '../evaluate/familiarity';
import { answer } from '../head/answer';
import { evidenceOf, shown } from '../inspect/heat';
import { nearestTo } from '../inspect/nearest';
import { embedPictures, seePicture, seeStage } from '../seeing';
import type { EngineState } from '../state';
import { channelMapsOf } from '../transfer/channel-maps';
import { call } from './call';

/** The live head's answer. Throws EngineError 'no-head'. */
export const predict = call<ImageBitmap, Prediction>((engine, bitmap) =>
  engine.answering(false, async ({ head, network, inputSize }) => {
    const begin = performance.now();
    const pixels = engine.surroundings.readPixels(bitmap, inputSize);
    const features = await embedPictures(network, [pixels], inputSize);
    return predictionOf(head, features, performance.now() - begin);
  }),
);

export interface ExplainRequest extends ExplainOptions {
  bitmap: ImageBitmap;
}

/**
 * The live head's answer, the reasons for it, and the nearest samples, all from one pass. Throws
 * EngineError 'no-head', also if the head has no class `classId`.
 */
export const explain = call<ExplainRequest, Explanation>((engine, { bitmap, ...options }) =>
  engine.answering(options.asTrained ?? false, async ({ head, network, inputSize }) => {
    const begin = performance.now();
    const pixels = engine.surroundings.readPixels(bitmap, inputSize);
    const seen = await seePicture(network, pixels, inputSize);
    const prediction = predictionOf(head, seen.pooled, performance.now() - begin);
    const { classes } = prediction;
    const { classId = likeliest(prediction, options.among) } = options;
    if (classId === undefined || !classes.includes(classId)) {
      throw new EngineError('no-head', `the head knows no class ${classId}`);
    }
    const { places, exact } = evidenceOf(head, seen, classes.indexOf(classId));
    const { width, height } = seen;
    const values = shown(places);
    return {
      prediction,
      heat: { classId, width, height, values, evidence: places, exact },
      nearest: await nearestSeen(engine, bitmap, options, head.network ? undefined : seen.pooled),
    };
  }),
);

/**
 * The samples nearest to a picture, as the backbone in use sees them. `pooled` are the picture's
 * features if they have been computed already.
 */
async function nearestSeen(
  engine: EngineState,
  bitmap: ImageBitmap,
  { nearest: wanted }: ExplainOptions,
  pooled: Float32Array | undefined,
): Promise<Neighbour[]> {
  if (!wanted) return [];
  const { held, info } = engine.inUse();
  const see = () => {
    const pixels = engine.surroundings.readPixels(bitmap, info.inputSize);
    return held.use((backbone) => embedPictures(backbone, [pixels], info.inputSize));
  };
  const { ids, k, exclude } = wanted;
  const among = listed(engine.features.reader(info.key), ids);
  return nearestTo(pooled ?? (await see()), among, k, exclude);
}

/**
 * The nearest samples, nearest first. Throws EngineError 'features-missing' if the sample itself
 * has none.
 */
export const nearest = call<NearestRequest, Neighbour[]>((engine, { featureKey, of, ids, k }) => {
  const featuresOf = engine.features.reader(featureKey);
  if (typeof of !== 'string') return nearestTo(of, listed(featuresOf, ids), k);
  const features = featuresOf(of);
  if (!features) throw new EngineError('features-missing', `Sample ${of}`);
  return nearestTo(features, listed(featuresOf, ids), k, of);
});

function listed(featuresOf: (id: string) => Float32Array | undefined, ids: string[]) {
  return ids.map((id) => [id, featuresOf(id)] as const);
}

export interface ChannelMapsRequest {
  bitmap: ImageBitmap;
  /** An index into the card's stages. If it is too large, the last stage is used. */
  stage: number;
  /** How many channels to show. */
  count: number;
}

/**
 * What the channels of one stage of the backbone in use see in a picture. Throws EngineError
 * 'unknown-design'.
 */
export const channelMaps = call<ChannelMapsRequest, ChannelMaps>(
  async (engine, { bitmap, stage, count }) => {
    const { held, info } = engine.inUse();
    const pixels = engine.surroundings.readPixels(bitmap, info.inputSize);
    const backbone = designOf(held.it);
    const last = Math.min(stage, backbone.card.stages.length - 1);
    const { values, side, channels } = await held.use(() =>
      seeStage(backbone, pixels, info.inputSize, last),
    );
    return { stage: last, channels, side, ...channelMapsOf(values, side, channels, count) };
  },
);

/** Undefined if the head knows none of those classes. */
function likeliest({ classes, probabilities }: Prediction, among = classes): string | undefined {
  const known = classes
    .map((id, i) => ({ id, probability: probabilities[i] ?? 0 }))
    .filter(({ id }) => among.includes(id));
  return known.sort((a, b) => b.probability - a.probability)[0]?.id;
}

/** The head's answer for one picture's raw features. */
export function predictionOf(head: SavedHead, features: Float32Array, msEmbed: number): Prediction {
  const familiarity = head.familiarity && rateFamiliarity(head.familiarity, features);
  return {
    classes: head.classes,
    probabilities: [...answer(head, features)],
    ...(familiarity && { familiarity }),
    msEmbed,
  };
}
