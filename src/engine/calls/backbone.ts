// Everything else needs these two first: a backend and a backbone.
import type { BackboneInfo, FeatureKey, FeatureSpec } from '../../model/backbone';
import type { BackendReport, StartOptions } from '../../model/backend';
import { EngineError } from '../../model/engine-error';
import { featureKeyOf } from '../../model/feature-key';
import { partsOfOwnId } from '../../model/own-id';
import type { OwnModelFile } from '../../model/own-model';
import { type AnyBackbone, isOwn } from '../any-backbone';
import { multiplyAddsAt } from '../backbone/card';
import { loadBackbone as loadBuiltIn } from '../backbone/load';
import { chooseBackend, watchForLoss } from '../backend/choose';
import { Held } from '../held';
import { embedPictures } from '../seeing';
import { stageCosts } from '../transfer/cost';
import { call, type Loaded, loading } from './call';
import { endStrategy } from './strategies';

/**
 * Chooses a backend and proves that it computes correctly. Call it once, before all other calls.
 */
export const start = call<StartOptions, BackendReport>(async (engine, options) => {
  engine.backend = await chooseBackend(options);
  watchForLoss(engine.backend.name, engine.surroundings.onLost);
  return engine.backend;
});

export interface BackboneRequest {
  /** The URL of all backbones' folders, with a slash at the end. */
  baseUrl: string;
  spec: FeatureSpec;
  /** The file of a person's own model, if that is the backbone to load. */
  own?: OwnModelFile | undefined;
}

/**
 * Loads a backbone and warms it up. It replaces the one in use as soon as it is ready. Throws
 * EngineError 'own-backbone-unfit' if this backend cannot run a person's own model.
 */
export const loadBackbone = call<BackboneRequest, BackboneInfo, Loaded>(
  async (engine, { baseUrl, spec, own }, { tell }) => {
    const current = engine.loaded?.held;
    const load = () =>
      own
        ? loadOwn(spec, own)
        : loadBuiltIn(`${baseUrl}${spec.backbone}/`, engine.surroundings.fetchFile, {
            onProgress: loading(tell),
          });
    const isLoaded = engine.loaded?.info.id === spec.backbone;
    const held = current && isLoaded ? current : new Held(await load());
    const msPerPicture = await held
      .use((backbone) => timeEmbedding(backbone, spec.inputSize))
      .catch((error: unknown) => {
        if (held !== current) held.replace();
        throw error;
      });
    if (current && current !== held) {
      // Stopped strategies started with another backbone, so they cannot continue.
      for (const strategy of [...engine.strategies.keys()]) await endStrategy(engine, strategy);
      current.replace();
    }
    const info = infoOf(held.it, spec, msPerPicture);
    engine.loaded = { held, info, baseUrl };
    engine.features.keepOnly(info.key);
    return info;
  },
);

async function loadOwn({ backbone }: FeatureSpec, file: OwnModelFile): Promise<AnyBackbone> {
  const parts = partsOfOwnId(backbone);
  if (!parts) throw new EngineError('own-backbone-missing', `${backbone} is no model of one's own`);
  const { loadOwnBackbone } = await import('../own/own-backbone');
  return loadOwnBackbone(file, parts.scaling, parts.end);
}

export function keyOf(backbone: AnyBackbone, spec: FeatureSpec): FeatureKey {
  const version = isOwn(backbone) ? 1 : backbone.card.version;
  return featureKeyOf(spec, version);
}

function infoOf(backbone: AnyBackbone, spec: FeatureSpec, msPerPicture: number): BackboneInfo {
  const { inputSize } = spec;
  const both = { id: spec.backbone, key: keyOf(backbone, spec), inputSize, msPerPicture };
  if (isOwn(backbone)) {
    const { features, parameters, bytes } = backbone;
    const name = spec.name ?? spec.backbone;
    return { ...both, name, features, parameters, bytes, hasSourceHead: false, stages: [] };
  }
  const { card } = backbone;
  return {
    ...both,
    name: card.name,
    features: card.features,
    parameters: card.parameters,
    multiplyAdds: multiplyAddsAt(card, inputSize),
    bytes: card.weights.bytes,
    licence: card.licence.spdx,
    source: card.source,
    hasSourceHead: card.sourceHead !== undefined,
    stages: stageCosts(card, inputSize),
  };
}

/**
 * Compiles the kernels with one pass, then times one picture. Returns milliseconds, the best of
 * two.
 */
async function timeEmbedding(backbone: AnyBackbone, side: number): Promise<number> {
  const blank = new Uint8ClampedArray(side * side * 4);
  await embedPictures(backbone, [blank], side);
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 2; i++) {
    const begin = performance.now();
    await embedPictures(backbone, [blank], side);
    best = Math.min(best, performance.now() - begin);
  }
  return best;
}
