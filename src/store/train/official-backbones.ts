// The first MobileNet as Google publishes it for TensorFlow.js: the one thing that ever comes from elsewhere, after a yes.
import * as v from 'valibot';
import type { ModelPart } from '../../model/own-model';

/** Where they are, as TensorFlow.js's own examples have it. The page's policy lets it ask there and nowhere else. */
export const OFFICIAL_MODELS = 'https://storage.googleapis.com/tfjs-models/tfjs/';

/** With the width of its layers, as a share of the largest, and the size of its files. */
export const officialModels = [
  { folder: 'mobilenet_v1_0.25_224', width: 0.25, bytes: 1.9e6 },
  { folder: 'mobilenet_v1_1.0_224', width: 1, bytes: 17e6 },
] as const;

export type OfficialModel = (typeof officialModels)[number];

/** The network or the server does not give a model. */
export class DownloadError extends Error {}

const manifest = v.object({
  weightsManifest: v.array(v.object({ paths: v.array(v.pipe(v.string(), v.nonEmpty())) })),
});

/**
 * Its model.json and weights. Nothing of this device goes along but what each request has: no cookie, no address of
 * this page.
 *
 * @throws DownloadError; what `signal` aborts rejects with its reason
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
