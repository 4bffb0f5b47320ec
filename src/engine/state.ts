// What the engine keeps between its calls. The worker owns one state; tests make calls on one
// directly.
import type { BackboneId, BackboneInfo, FeatureKey, FeatureSpec } from '../model/backbone';
import type { BackendName, BackendReport } from '../model/backend';
import { EngineError } from '../model/engine-error';
import { suitsBackbone } from '../model/feature-key';
import type { SavedHead, SavedNetwork } from '../model/head';
import { partsOfOwnId } from '../model/own-id';
import type { Strategy } from '../model/strategy';
import { type AnyBackbone, isOwn } from './any-backbone';
import {
  type Backbone,
  type FetchFile,
  loadBackbone,
  loadSourceHead,
  type SourceHead,
} from './backbone/load';
import type { Network, Sight } from './backbone/network';
import { FeatureBank } from './feature-bank';
import type { TrainingRun } from './head/train';
import { Held } from './held';
import type { ImportedModel } from './imported/imported-model';
import type { PlaceAll } from './inspect/map-in-worker';
import { networkOf, type OwnStages } from './transfer/saved-network';
import type { StrategyRun } from './transfer/strategies';

/**
 * How many pictures go through in one forward pass: enough for a GPU, but so few that a live answer
 * can slip in between.
 */
const BATCH: Record<BackendName, number> = { webgpu: 16, webgl: 16, wasm: 4, cpu: 1 };

/**
 * The same for a person's own model, which holds everything between picture and features until it
 * is done.
 */
const OWN_BATCH: Record<BackendName, number> = { webgpu: 4, webgl: 4, wasm: 1, cpu: 1 };

/** The backbone that has kept its source task's head, and its input size. */
export const SOURCE = {
  backbone: 'efficientnet-lite0',
  inputSize: 224,
} as const satisfies FeatureSpec;

/** What the engine needs from its worker. */
export interface Surroundings {
  /** The GPU is gone and all tensors with it, so the engine can no longer be used. */
  onLost(why: string): void;
  fetchFile: FetchFile;
  /** The RGBA bytes of a square bitmap, scaled to side × side. */
  readPixels(bitmap: ImageBitmap, side: number): Uint8ClampedArray;
  /** Places samples on the map without holding up the engine's own work. */
  placeAll: PlaceAll;
}

/** The pooled outputs of all stages, one after the other, for pictures by their ids. */
export interface Probes {
  channels: readonly number[];
  vectors: Map<string, Float32Array>;
}

/** A head that answers in place of the trained one. */
interface StandIn {
  head: SavedHead;
  network: SavedNetwork;
  own: OwnStages;
  dispose(): void;
}

/** What answers: a head, and the network whose features it takes. */
export interface Answering {
  head: SavedHead;
  network: Network | Sight;
  inputSize: number;
}

export type HeldBackbone = Held<AnyBackbone>;

interface LoadedBackbone {
  held: HeldBackbone;
  /** The URL of all backbones. */
  baseUrl: string;
  info: BackboneInfo;
}

/** Called with the number of bytes that have arrived, and with their total. */
export type OnBytes = (bytes: number, total: number) => void;

/**
 * The engine of one page. Its calls may overlap. Each leaves `tf.memory()` as it found it, apart
 * from the weights that are kept here. Errors are EngineErrors, or bugs.
 */
export class EngineState {
  readonly surroundings: Surroundings;
  /** Chosen and proved before any other call. */
  backend: BackendReport | undefined;
  loaded: LoadedBackbone | undefined;
  /** The trained head. */
  head: SavedHead | undefined;
  standIn: Held<StandIn> | undefined;
  /** Somebody else's model, which answers beside the classifier. */
  imported: Held<ImportedModel> | undefined;
  /** The training that is running or stopped. */
  training: TrainingRun | undefined;
  /** Strategies that are running, or stopped and able to continue. */
  readonly strategies = new Map<Strategy, StrategyRun>();
  readonly features = new FeatureBank();
  /** What every stage of a backbone sees in pictures. */
  readonly probes = new Map<string, Probes>();
  /** Backbones beside the one in use, from the first request until they are released. */
  readonly guests = new Map<BackboneId, Promise<HeldBackbone>>();
  #sourceHead: Promise<SourceHead> | undefined;

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
  }

  get backendName(): BackendName {
    return this.backend?.name ?? 'cpu';
  }

  /**
   * How many pictures go through in one forward pass, of the given backbone or of a built-in one.
   */
  batchSize(backbone?: AnyBackbone): number {
    return (backbone && isOwn(backbone) ? OWN_BATCH : BATCH)[this.backendName];
  }

  /** Throws EngineError 'backbone-missing'. */
  inUse(): LoadedBackbone {
    if (!this.loaded) throw new EngineError('backbone-missing', 'no backbone is loaded');
    return this.loaded;
  }

  /**
   * The same, but throws EngineError 'features-missing' if the samples' features come from another
   * backbone.
   */
  inUseFor(key: FeatureKey): LoadedBackbone {
    const loaded = this.inUse();
    if (loaded.info.key === key) return loaded;
    throw new EngineError('features-missing', `${loaded.info.key} is in use`);
  }

  /** The trained head. Throws EngineError 'no-head' if there is none for such features. */
  headFor(key: FeatureKey): SavedHead {
    // A head from a file may claim a key although its features have another length.
    const fits = this.head?.featureSize === this.loaded?.info.features;
    if (this.head?.featureKey !== key || !fits) {
      throw new EngineError('no-head', `no head for ${key}`);
    }
    return this.head;
  }

  /**
   * Computes with the head that answers now, or with the trained one. Throws EngineError 'no-head'.
   */
  async answering<T>(asTrained: boolean, compute: (by: Answering) => Promise<T>): Promise<T> {
    const { held, info } = this.inUse();
    const { standIn } = this;
    return held.use((backbone) => {
      if (asTrained || !standIn || !suitsBackbone(standIn.it.head, info.key)) {
        const { inputSize } = info;
        return compute({ head: this.headFor(info.key), network: backbone, inputSize });
      }
      const { head, network: saved, own } = standIn.it;
      const network = networkOf(saved, own, isOwn(backbone) ? undefined : backbone);
      return standIn.use(() => compute({ head, network, inputSize: saved.inputSize }));
    });
  }

  /**
   * A backbone to compute with right away: either the one in use, or another, which is loaded on
   * the first request. Throws what `loadBackbone` throws, and EngineError 'own-backbone-missing'.
   */
  async guest(id: BackboneId, onBytes: OnBytes): Promise<HeldBackbone> {
    const { held, info, baseUrl } = this.inUse();
    if (info.id === id) return held;
    const known = this.guests.get(id);
    if (known) return known;
    if (partsOfOwnId(id)) throw new EngineError('own-backbone-missing', `${id} is not in use`);
    const loading = loadBackbone(`${baseUrl}${id}/`, this.surroundings.fetchFile, {
      onProgress: onBytes,
    }).then((backbone): HeldBackbone => new Held(backbone));
    this.guests.set(id, loading);
    loading.catch(() => this.guests.delete(id)); // The caller gets the error.
    return loading;
  }

  /** The source task's head. It is loaded once and then kept, because it is small. */
  async headOfSource({ card }: Backbone): Promise<SourceHead> {
    if (card.id !== SOURCE.backbone) {
      throw new EngineError('backbone-missing', `${card.id} has no source head`);
    }
    this.#sourceHead ??= loadSourceHead(
      card,
      `${this.inUse().baseUrl}${SOURCE.backbone}/`,
      this.surroundings.fetchFile,
    );
    return this.#sourceHead.catch((error: unknown) => {
      this.#sourceHead = undefined; // The next attempt may succeed.
      throw error;
    });
  }
}
