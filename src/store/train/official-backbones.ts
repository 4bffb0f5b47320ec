// The first MobileNet as Google publishes it for TensorFlow.js. It is the only thing that ever
// comes from elsewhere, and only after a yes.
import * as v from 'valibot';
import type { ModelPart } from '../../model/own-model';

/**
 * Where the models are, as in the examples of TensorFlow.js. The page's policy allows requests to
 * this address and to no other.
 */
export const OFFICIAL_MODELS = 'https://storage.googleapis.com/tfjs-models/tfjs/';

/**
 * Each model with the width of its layers, as a share of the largest, and the size of its files in
 * bytes.
 */
export const officialModels = [
  { folder: 'mobilenet_v1_0.25_224', width: 0.25, bytes: 1.9e6 },
  { folder: 'mobilenet_v1_1.0_224', width: 1, bytes: 17e6 },
] as const;

export type OfficialModel = (typeof officialModels)[number];

/** The network failed, or the server does not give the model. */
export class DownloadError extends Error {}

const manifest = v.object({
  weightsManifest: v.array(v.object({ paths: v.array(v.pipe(v.string(), v.nonEmpty())) })),
});

/**
 * Fetches a model's model.json and weights. The request carries nothing from this device beyond
 * what every request has: no cookie and no address of this page.
 *
 * @throws DownloadError; if `signal` aborts it, rejects with the signal's reason
 */
export async function downloadOfficial(
  { folder }: OfficialModel,
  signal: AbortSignal,
): Promise<ModelPart[]> {
  const base = new URL(`${folder}/`, OFFICIAL_MODELS).href;
  const load = async (path: string): Promise<ModelPart> => {
    const { href } = new URL(path, base);
    if (!href.startsWith(base)) throw new DownloadError(`a file from elsewhere: ${path}`);
    try {
      const response = await fetch(href, {
        signal,
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
      });
      if (!response.ok) throw new DownloadError(`${href}: ${response.status}`);
      return { path, content: await response.blob() };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof DownloadError) throw error;
      throw new DownloadError(href, { cause: error });
    }
  };
  const model = await load('model.json');
  const { weightsManifest } = readManifest(await model.content.text());
  const paths = new Set(weightsManifest.flatMap((group) => group.paths));
  return [model, ...(await Promise.all([...paths].map(load)))];
}

function readManifest(text: string) {
  try {
    return v.parse(manifest, JSON.parse(text));
  } catch (error) {
    throw new DownloadError('no model.json', { cause: error });
  }
}
