// Compares the layers of backbones on a project's own pictures.
import type { FeatureSpec } from '../../model/backbone';
import type { Embedded, PictureToEmbed } from '../../model/embedding';
import { EngineError } from '../../model/engine-error';
import { specName } from '../../model/feature-key';
import type { LayerComparison, LayersRequest } from '../../model/layers';
import { isOwn } from '../any-backbone';
import { inBatches } from '../in-batches';
import { probePictures } from '../seeing';
import { compareLayers as compared } from '../transfer/layers';
import { keyOf } from './backbone';
import { call, counting, type Loaded, loading, type Progress } from './call';

/** We remember the stages of this many pictures, which take about 13 kB each. */
const MOST_PROBED = 1000;

export interface ProbeRequest {
  /** Any backbone. It need not be the one in use. */
  spec: FeatureSpec;
  /** Pictures that were probed before can be left out. */
  pictures: PictureToEmbed[];
}

/**
 * Runs pictures through a backbone and remembers the output of every stage for `compareLayers`.
 * Returns the features of the last stage, like `embed`. Aborting the signal rejects with
 * EngineError 'aborted'.
 */
export const probe = call<ProbeRequest, Embedded, Loaded>(
  async (engine, { spec, pictures }, { signal, tell }) => {
    const held = await engine.guest(spec.backbone, loading(tell));
    // A person's own model only gives its features.
    const channels = isOwn(held.it)
      ? [held.it.features]
      : held.it.card.stages.map(({ outputChannels }) => outputChannels);
    const features = channels.at(-1) ?? 0;
    const width = channels.reduce((sum, count) => sum + count, 0);
    const probes = engine.probes.get(specName(spec)) ?? { channels, vectors: new Map() };
    engine.probes.set(specName(spec), probes);
    const vectors: Float32Array[] = [];
    await held.use((backbone) =>
      inBatches(pictures, engine.batchSize(backbone), signal, async (batch) => {
        const pixels = batch.map(({ bitmap }) =>
          engine.surroundings.readPixels(bitmap, spec.inputSize),
        );
        const seen = await probePictures(backbone, pixels, spec.inputSize);
        batch.forEach(({ id }, k) => {
          const vector = seen.slice(k * width, (k + 1) * width);
          if (id !== undefined) probes.vectors.set(id, vector);
          const [oldest = ''] = probes.vectors.size > MOST_PROBED ? probes.vectors.keys() : [];
          probes.vectors.delete(oldest);
          vectors.push(vector.slice(width - features));
        });
      }),
    );
    return { key: keyOf(held.it, spec), vectors };
  },
);

/** The ids of the pictures that have not been probed yet. */
export const notProbed = call<{ spec: FeatureSpec; ids: string[] }, string[]>(
  ({ probes }, { spec, ids }) => {
    const known = probes.get(specName(spec))?.vectors;
    return known ? ids.filter((id) => !known.has(id)) : ids;
  },
);

/**
 * Scores every layer of the probed backbones, and measures it: see compareLayers in
 * transfer/layers. Undefined if a class has a single recording. Aborting the signal rejects with
 * EngineError 'aborted'. Throws 'features-missing' if something was not probed.
 */
export const compareLayers = call<LayersRequest, LayerComparison | undefined, Progress>(
  ({ probes }, request, { signal, tell }) => {
    const probed = (spec: FeatureSpec) => {
      const found = probes.get(specName(spec));
      if (!found) throw new EngineError('features-missing', `${specName(spec)} probed nothing`);
      return { channels: found.channels, vectorOf: (id: string) => found.vectors.get(id) };
    };
    return compared(request, probed, counting(tell), signal);
  },
);
