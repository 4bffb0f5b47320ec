// What lives between the engine's calls. It is the worker's; tests drive the calls on one directly.
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

/** Pictures in one forward pass: large enough for a GPU, small enough that a live answer can slip in between. */
const BATCH: Record<BackendName, number> = { webgpu: 16, webgl: 16, wasm: 4, cpu: 1 };

/** The same of one's own model, which holds all that lies between picture and features until it is done. */
const OWN_BATCH: Record<BackendName, number> = { webgpu: 4, webgl: 4, wasm: 1, cpu: 1 };

/** The backbone that kept its source task's head, and the side of what it sees. */
export const SOURCE = {
  backbone: 'efficientnet-lite0',
  inputSize: 224,
} as const satisfies FeatureSpec;

/** What the engine needs of its worker. */
export interface Surroundings {
  /** The GPU is gone and all tensors with it: the engine is of no use any more. */
  onLost(why: string): void;
  fetchFile: FetchFile;
  /** RGBA of a square bitmap at side × side. */
  readPixels(bitmap: ImageBitmap, side: number): Uint8ClampedArray;
  /** Places samples on the map, beside the engine's own work. */
  placeAll: PlaceAll;
}

/** Pooled outputs of all stages, one after the other, of pictures by their ids. */
export interface Probes {
  channels: readonly number[];
  vectors: Map<string, Float32Array>;
}

/** A head that answers in the place of the trained one. */
interface StandIn {
  head: SavedHead;
  network: SavedNetwork;
  own: OwnStages;
  dispose(): void;
}

/** What answers: a head on the network whose features it takes. */
export interface Answering {
  head: SavedHead;
  network: Network | Sight;
  inputSize: number;
}

export type HeldBackbone = Held<AnyBackbone>;

interface LoadedBackbone {
  held: HeldBackbone;
  /** Where all backbones lie. */
  baseUrl: string;
  info: BackboneInfo;
}

/** Told of bytes that have come, and of how many there are. */
export type OnBytes = (bytes: number, total: number) => void;

/**
 * The engine of one page. Its calls may overlap; each leaves `tf.memory()` as it found it, but for
 * the weights that are held here. Errors are EngineErrors, or bugs.
 */
export class EngineState {
  readonly surroundings: Surroundings;
  /** Chosen and proved before any other call. */
  backend: BackendReport | undefined;
  loaded: LoadedBackbone | undefined;
  /** The trained head. */
  head: SavedHead | undefined;
  standIn: Held<StandIn> | undefined;
  /** A model of somebody else, that answers beside the classifier. */
  imported: Held<ImportedModel> | undefined;
  /** Under way, or stopped. */
  training: TrainingRun | undefined;
  /** Under way, or stopped: those may go on. */
  readonly strategies = new Map<Strategy, StrategyRun>();
  readonly features = new FeatureBank();
  /** What every stage of a backbone sees of pictures. */
  readonly probes = new Map<string, Probes>();
  /** Backbones beside the one in use, from when they are asked for until they are released. */
  readonly guests = new Map<BackboneId, Promise<HeldBackbone>>();
  #sourceHead: Promise<SourceHead> | undefined;

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
  }

  get backendName(): BackendName {
    return this.backend?.name ?? 'cpu';
  }

  /** Pictures in one forward pass, of one's own model where that is meant. */
  batchSize(backbone?: AnyBackbone): number {
    return (backbone && isOwn(backbone) ? OWN_BATCH : BATCH)[this.backendName];
  }

  /** Throws EngineError 'backbone-missing'. */
  inUse(): LoadedBackbone {
    if (!this.loaded) throw new EngineError('backbone-missing', 'no backbone is loaded');
    return this.loaded;
  }

  /** The same, where samples' features are of it. Throws EngineError 'features-missing' else. */
  inUseFor(key: FeatureKey): LoadedBackbone {
    const loaded = this.inUse();
    if (loaded.info.key === key) return loaded;
    throw new EngineError('features-missing', `${loaded.info.key} is in use`);
  }

  /** The trained head. Throws EngineError 'no-head' where there is none on such features. */
  headFor(key: FeatureKey): SavedHead {
    // One of a file may claim a key whose features are of another length.
    const fits = this.head?.featureSize === this.loaded?.info.features;
    if (this.head?.featureKey !== key || !fits) {
      throw new EngineError('no-head', `no head for ${key}`);
    }
    return this.head;
  }

  /** Computes with what answers, or with the trained head. Throws EngineError 'no-head'. */
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
   * A backbone to compute with right away: the one in use, or one beside it, which is loaded when it
   * is first asked for. Throws as `loadBackbone`, and EngineError 'own-backbone-missing'.
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
    loading.catch(() => this.guests.delete(id)); // Whoever asked for it gets the error.
    return loading;
  }

  /** The source task's head: loaded once, and kept, as it is small. */
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
      this.#sourceHead = undefined; // The next one may succeed.
      throw error;
    });
  }
}
