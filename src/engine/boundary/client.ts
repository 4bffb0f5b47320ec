// The page's side of the engine: typed calls, progress events, AbortSignal, and a new worker within
// two seconds when the old one is gone.
import * as Comlink from 'comlink';
import type { Advice, AdviceRequest } from '../../model/advice';
import type { BackboneInfo, FeatureKey, FeatureSpec } from '../../model/backbone';
import type { StartOptions } from '../../model/backend';
import type { CurveEvent, CurveRequest } from '../../model/curve';
import type { DomainReport, DomainRequest } from '../../model/domain';
import type { Embedded, PictureToEmbed } from '../../model/embedding';
import type { EngineErrorKind } from '../../model/engine-error';
import { EngineError } from '../../model/engine-error';
import type { CrossValidation } from '../../model/evaluation';
import type { ExportedModel } from '../../model/export';
import type { SavedHead } from '../../model/head';
import type {
  ImportOutcome,
  ModelComparison,
  ModelComparisonRequest,
} from '../../model/imported-model';
import type { LayerComparison, LayersRequest } from '../../model/layers';
import type { MapEvent, MapPlaces, MapRequest } from '../../model/map';
import { partsOfOwnId } from '../../model/own-id';
import type {
  LabelledPicture,
  ModelEnd,
  ModelPart,
  OwnModelFile,
  OwnModelReport,
  ScalingAdvice,
} from '../../model/own-model';
import type {
  ChannelMaps,
  ExplainOptions,
  Explanation,
  NearestRequest,
  Neighbour,
  Prediction,
  SourceAnswer,
} from '../../model/prediction';
import type {
  Strategy,
  StrategyEvent,
  StrategyRequest,
  StrategyResult,
} from '../../model/strategy';
import type { TasksRequest, TasksResult } from '../../model/tasks';
import type { TrainEvent, TrainRequest, TrainResult } from '../../model/training';
import { threadsWanted } from '../threads';
import { ALIVE } from './alive';
import type { EngineMemory, EngineStatus } from './status';
import type { EngineWorkerApi } from './worker';

/** Deaths within a minute, or with no worker ready in between, after which the engine gives up. */
const MOST_DEATHS = 4;

/** Until a worker's code runs: long enough to download it in a full classroom, but not for ever. */
const LOADING_LIMIT_MS = 180_000;
/**
 * From then until it has chosen its backend: half a megabyte to download, and proofs that it computes
 * right. Some browsers never come back from starting threads. As a single one works too, the wait
 * for several is shorter.
 */
const THREADED_START_LIMIT_MS = 20_000;
const START_LIMIT_MS = 60_000;

export interface EngineOptions extends StartOptions {
  /** Where the folders of the backbones are, with a slash at the end. */
  backbonesUrl: string;
  spec: FeatureSpec;
  onStatus(status: EngineStatus): void;
  /** Models of one's own; none can be used where it is left out. */
  own?: {
    /** By its hash; undefined where it is not kept here. */
    model(hash: string): Promise<OwnModelFile | undefined>;
    /** What a new worker takes where it cannot have the model that it is to begin with. */
    instead: FeatureSpec;
    onRefused(spec: FeatureSpec, why: EngineErrorKind): void;
  };
  /** A new worker is ready: it remembers nothing, and no head is in use. */
  onReplaced(): void;
}

/** What the engine needs of its worker; a test brings its own. */
export interface EngineWorker {
  api: Comlink.Remote<EngineWorkerApi>;
  end(): void;
}

/** Starts a worker that says when its code runs, and why it is gone. */
export type SpawnEngine = (onAlive: () => void, onDeath: (why: string) => void) => EngineWorker;

interface LiveWorker extends EngineWorker {
  /** What waits for an answer of this worker: called with EngineError 'engine-crashed' when it is gone. */
  waiting: Set<(error: EngineError) => void>;
  /** It answered `start`. */
  hasStarted: boolean;
  dead?: EngineError;
}

/** A pace that differs less is not worth telling. */
const NOTABLY_FASTER = 0.9;

/**
 * Starts the engine. Every call waits until it is ready, and rejects with an EngineError:
 * 'engine-crashed' when the worker died under it (call again: a new one is on its way).
 */
export class Engine {
  readonly #options: EngineOptions;
  readonly #spawnWorker: SpawnEngine;
  #status: EngineStatus = { phase: 'starting', restarts: 0 };
  #spec: FeatureSpec;
  #live: LiveWorker;
  #ready: Promise<BackboneInfo>;
  #changes: Promise<unknown> = Promise.resolve();
  #jobs = 0;
  #deaths: number[] = [];
  #readyAt = Number.NEGATIVE_INFINITY;
  #diedUnready = false;

  constructor(options: EngineOptions, spawn: SpawnEngine = spawnWorker) {
    this.#options = options;
    this.#spawnWorker = spawn;
    this.#spec = options.spec;
    this.#live = this.#spawn();
    this.#ready = this.#prepare(this.#live);
    this.#ready.catch(() => {}); // The status tells, and so does every call.
  }

  get status(): EngineStatus {
    return this.#status;
  }

  /** The backbone that is in use, or on its way. */
  get spec(): FeatureSpec {
    return this.#spec;
  }

  /** Resolves when backend and backbone are ready. */
  ready(): Promise<BackboneInfo> {
    return this.#ready;
  }

  /** Changes backbone or input size, one change after the other. Where it fails, the old one stays in use. */
  setBackbone(spec: FeatureSpec): Promise<BackboneInfo> {
    const change = this.#changes.then(() => this.#change(spec));
    this.#changes = change.catch(() => {}); // Whoever asked for it gets the error.
    return change;
  }

  async #change(spec: FeatureSpec): Promise<BackboneInfo> {
    const before = { spec: this.#spec, info: await this.#ready };
    const live = this.#live;
    this.#spec = spec;
    const loading = this.#orDeath(live, this.#load(live, spec));
    this.#ready = loading.catch((error: unknown) => {
      if (live.dead) throw error; // Its successor loads the new one.
      this.#spec = before.spec;
      this.#show({ phase: 'ready', backbone: before.info });
      return before.info;
    });
    this.#ready.catch(() => {}); // As above.
    return loading;
  }

  /** Features in the order of the pictures, whose bitmaps are taken, whatever comes of it. */
  async embed(pictures: PictureToEmbed[], signal?: AbortSignal): Promise<Embedded> {
    const bitmaps = pictures.map(({ bitmap }) => bitmap);
    try {
      const embedded = await this.#asJob(signal, (api, job) =>
        api.embed(job, Comlink.transfer(pictures, bitmaps)),
      );
      this.#noteHowFast(embedded);
      return embedded;
    } finally {
      for (const bitmap of bitmaps) bitmap.close();
    }
  }

  /** What ran since tells better how fast the backbone is than the warm-up, while everything else started. */
  #noteHowFast({ key, msPerPicture = Number.POSITIVE_INFINITY }: Embedded): void {
    const { backbone } = this.#status;
    if (backbone?.key !== key || !(msPerPicture < NOTABLY_FASTER * backbone.msPerPicture)) return;
    this.#show({ backbone: { ...backbone, msPerPicture } });
  }

  async remember(key: FeatureKey, ids: string[], vectors: Float32Array[]): Promise<void> {
    await this.#call((api) => api.remember(key, ids, vectors));
  }

  async forget(ids: string[]): Promise<void> {
    await this.#call((api) => api.forget(ids));
  }

  /** Aborting the signal stops it after the current pass: the result says 'stopped' and can be resumed. */
  async train(
    request: TrainRequest,
    onEvent: (event: TrainEvent) => void,
    signal?: AbortSignal,
  ): Promise<TrainResult> {
    return this.#asJob(signal, (api, job) => api.train(job, request, Comlink.proxy(onEvent)));
  }

  /**
   * Answers every sample of the request by heads that have not learnt from its recording, for the figure and for the
   * samples that look wrongly labelled. Undefined where a class has a single recording. Give the λ of the run
   * (TrainResult.l2) in the settings of a linear head. Rejects with 'aborted' soon after the signal.
   */
  async crossValidate(
    request: TrainRequest,
    onProgress: (done: number, total: number) => void = () => {},
    signal?: AbortSignal,
  ): Promise<CrossValidation | undefined> {
    return this.#asJob(signal, (api, job) =>
      api.crossValidate(job, request, Comlink.proxy(onProgress)),
    );
  }

  /**
   * Two questions learned together and apart: see `measureTasks` of engine/transfer/tasks. `onProgress` counts epochs.
   * Rejects with EngineError 'aborted' where the signal is.
   */
  async measureTasks(
    request: TasksRequest,
    onProgress: (done: number, total: number) => void = () => {},
    signal?: AbortSignal,
  ): Promise<TasksResult> {
    return this.#asJob(signal, (api, job) =>
      api.measureTasks(job, request, Comlink.proxy(onProgress)),
    );
  }

  async resume(onEvent: (event: TrainEvent) => void, signal?: AbortSignal): Promise<TrainResult> {
    return this.#asJob(signal, (api, job) => api.resume(job, Comlink.proxy(onEvent)));
  }

  /**
   * Measures a strategy. It asks `picturesOf` for the pictures of samples as it needs them, and takes them. Aborting the
   * signal stops it soon, with undefined as the result; then it can be resumed.
   */
  async runStrategy(
    request: StrategyRequest,
    picturesOf: (ids: string[]) => Promise<PictureToEmbed[]>,
    onEvent: (event: StrategyEvent) => void,
    signal?: AbortSignal,
  ): Promise<StrategyResult | undefined> {
    return this.#asJob(signal, (api, job) =>
      api.runStrategy(job, request, transferring(picturesOf), Comlink.proxy(onEvent)),
    );
  }

  /**
   * Measures a learning curve, a point at a time, by its events. Takes pictures as `runStrategy` does. Aborting the signal
   * rejects with EngineError 'aborted'; the points told so far hold.
   */
  async measureCurve(
    request: CurveRequest,
    picturesOf: (ids: string[]) => Promise<PictureToEmbed[]>,
    onEvent: (event: CurveEvent) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    return this.#asJob(signal, (api, job) =>
      api.measureCurve(job, request, transferring(picturesOf), Comlink.proxy(onEvent)),
    );
  }

  /** Goes on with a strategy that was stopped, since which no other backbone was loaded. */
  async resumeStrategy(
    strategy: Strategy,
    onEvent: (event: StrategyEvent) => void,
    signal?: AbortSignal,
  ): Promise<StrategyResult | undefined> {
    return this.#asJob(signal, (api, job) =>
      api.resumeStrategy(job, strategy, Comlink.proxy(onEvent)),
    );
  }

  async setHead(head: SavedHead | undefined): Promise<void> {
    await this.#call((api) => api.setHead(head));
  }

  /** Answers by a head with a network of its own, in the place of the trained one; undefined: by the trained one again. */
  async setStandIn(head: SavedHead | undefined): Promise<void> {
    await this.#call((api) => api.setStandIn(head));
  }

  /** The live head's answer; the bitmap is taken. */
  async predict(bitmap: ImageBitmap): Promise<Prediction> {
    try {
      return await this.#call((api) => api.predict(Comlink.transfer(bitmap, [bitmap])));
    } finally {
      bitmap.close();
    }
  }

  /** The live head's answer, why it is that one, and the nearest samples; the bitmap is taken. */
  async explain(bitmap: ImageBitmap, options: ExplainOptions = {}): Promise<Explanation> {
    try {
      return await this.#call((api) => api.explain(Comlink.transfer(bitmap, [bitmap]), options));
    } finally {
      bitmap.close();
    }
  }

  /** The live head on its backbone as a layers model, and the engine's own answers to pictures; the bitmaps are taken. */
  async exportModel(pictures: ImageBitmap[]): Promise<ExportedModel> {
    try {
      return await this.#call((api) => api.exportModel(Comlink.transfer(pictures, pictures)));
    } finally {
      for (const bitmap of pictures) bitmap.close();
    }
  }

  /** Takes a model of somebody else, to answer beside the classifier until the worker is replaced. */
  async importModel(files: File[]): Promise<ImportOutcome> {
    return this.#call<ImportOutcome>(async (api) => api.importModel(files));
  }

  async dropImported(): Promise<void> {
    await this.#call((api) => api.dropImported());
  }

  /** The imported model's share for each of its labels; undefined where there is none. The bitmap is taken. */
  async answerImported(bitmap: ImageBitmap): Promise<number[] | undefined> {
    try {
      return await this.#call((api) => api.answerImported(Comlink.transfer(bitmap, [bitmap])));
    } finally {
      bitmap.close();
    }
  }

  /**
   * What the imported model is worth beside the classifier, on pictures that it asks `picturesOf` for and takes. Undefined
   * where there is no such model. Aborting the signal rejects with EngineError 'aborted'.
   */
  async compareImported(
    request: ModelComparisonRequest,
    picturesOf: (ids: string[]) => Promise<PictureToEmbed[]>,
    onProgress: (done: number, total: number) => void,
    signal?: AbortSignal,
  ): Promise<ModelComparison | undefined> {
    return this.#asJob(signal, (api, job) =>
      api.compareImported(job, request, transferring(picturesOf), Comlink.proxy(onProgress)),
    );
  }

  async nearest(request: NearestRequest): Promise<Neighbour[]> {
    return this.#call((api) => api.nearest(request));
  }

  /** Aborting the signal rejects with EngineError 'aborted'. */
  async placeOnMap(
    request: MapRequest,
    onUpdate: (event: MapEvent) => void,
    signal?: AbortSignal,
  ): Promise<MapPlaces> {
    return this.#asJob(signal, (api, job) => api.placeOnMap(job, request, Comlink.proxy(onUpdate)));
  }

  /** The bitmaps are taken, whatever comes of it. Aborting the signal rejects with EngineError 'aborted'. */
  async adviseOn(request: AdviceRequest, signal?: AbortSignal): Promise<Advice> {
    const bitmaps = (request.pictures ?? []).map(({ bitmap }) => bitmap);
    try {
      return await this.#asJob(signal, (api, job) =>
        api.adviseOn(job, Comlink.transfer(request, bitmaps)),
      );
    } finally {
      for (const bitmap of bitmaps) bitmap.close();
    }
  }

  /** What ImageNet's own head sees in a picture, best first; loaded when it is first asked. The bitmap is taken. */
  async seeAsSource(
    bitmap: ImageBitmap,
    count: number,
    onProgress: (bytes: number, total: number) => void,
  ): Promise<SourceAnswer[]> {
    const { backbonesUrl } = this.#options;
    try {
      return await this.#call((api) =>
        api.seeAsSource(
          backbonesUrl,
          Comlink.transfer(bitmap, [bitmap]),
          count,
          Comlink.proxy(onProgress),
        ),
      );
    } finally {
      bitmap.close();
    }
  }

  /**
   * Looks at pictures with any backbone, so that `compareLayers` can be asked about them; gives the features of its last
   * layer. The bitmaps are taken, whatever comes of it. Aborting the signal rejects with EngineError 'aborted'.
   */
  async probe(
    spec: FeatureSpec,
    pictures: PictureToEmbed[],
    onProgress: (bytes: number, total: number) => void,
    signal?: AbortSignal,
  ): Promise<Embedded> {
    const { backbonesUrl } = this.#options;
    const bitmaps = pictures.map(({ bitmap }) => bitmap);
    try {
      return await this.#asJob(signal, (api, job) =>
        api.probe(
          job,
          backbonesUrl,
          spec,
          Comlink.transfer(pictures, bitmaps),
          Comlink.proxy(onProgress),
        ),
      );
    } finally {
      for (const bitmap of bitmaps) bitmap.close();
    }
  }

  /** Ids of those pictures that were not probed yet. */
  async notProbed(spec: FeatureSpec, ids: string[]): Promise<string[]> {
    return this.#call((api) => api.notProbed(spec, ids));
  }

  /**
   * Scores every layer of the probed backbones, and measures it. Undefined where a class has a single recording. Aborting the
   * signal rejects with EngineError 'aborted'.
   */
  async compareLayers(
    request: LayersRequest,
    onProgress: (done: number, total: number) => void,
    signal?: AbortSignal,
  ): Promise<LayerComparison | undefined> {
    return this.#asJob(signal, (api, job) =>
      api.compareLayers(job, request, Comlink.proxy(onProgress)),
    );
  }

  /** What `count` channels of a stage of the backbone see in a picture; the bitmap is taken. */
  async channelMaps(bitmap: ImageBitmap, stage: number, count: number): Promise<ChannelMaps> {
    try {
      return await this.#call((api) =>
        api.channelMaps(Comlink.transfer(bitmap, [bitmap]), stage, count),
      );
    } finally {
      bitmap.close();
    }
  }

  /**
   * How far other pictures are from the samples, by their features, and what adapting to them brings where they are labelled.
   * Undefined where either is of a single group. Aborting the signal rejects with EngineError 'aborted'.
   */
  async domainDistance(
    request: DomainRequest,
    signal?: AbortSignal,
  ): Promise<DomainReport | undefined> {
    return this.#asJob(signal, (api, job) => api.domainDistance(job, request));
  }

  /** Looks whether files are a model to use as a backbone, and what it would be. */
  async inspectOwnModel(parts: ModelPart[]): Promise<OwnModelReport> {
    return this.#call<OwnModelReport>(async (api) => api.inspectOwnModel(parts));
  }

  /**
   * Which scaling of the pixels suits a model best, as far as labelled pictures tell. The bitmaps are taken,
   * whatever comes of it. Aborting the signal rejects with EngineError 'aborted'.
   */
  async compareScalings(
    file: OwnModelFile,
    end: ModelEnd,
    inputSize: number,
    pictures: LabelledPicture[],
    signal?: AbortSignal,
  ): Promise<ScalingAdvice> {
    const bitmaps = pictures.map(({ bitmap }) => bitmap);
    try {
      return await this.#asJob(signal, (api, job) =>
        api.compareScalings(job, file, end, inputSize, Comlink.transfer(pictures, bitmaps)),
      );
    } finally {
      for (const bitmap of bitmaps) bitmap.close();
    }
  }

  /** Lets the backbones go that were loaded beside the one in use. */
  async releaseGuests(): Promise<void> {
    await this.#call((api) => api.releaseGuests());
  }

  /** What the worker holds, as tfjs counts it. */
  async memory(): Promise<EngineMemory> {
    return this.#call((api) => api.memory());
  }

  async #call<T>(call: (api: Comlink.Remote<EngineWorkerApi>) => Promise<T>): Promise<T> {
    await this.#ready;
    return this.#orDeath(this.#live, call(this.#live.api));
  }

  async #asJob<T>(
    signal: AbortSignal | undefined,
    call: (api: Comlink.Remote<EngineWorkerApi>, job: number) => Promise<T>,
  ): Promise<T> {
    await this.#ready;
    if (signal?.aborted) throw new EngineError('aborted', 'aborted before it began');
    const live = this.#live;
    const job = this.#jobs++;
    const abort = () => void live.api.abort(job);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await this.#orDeath(live, call(live.api, job));
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  /** The answer, or 'engine-crashed'. No race with a lasting promise: that would keep every answer. */
  #orDeath<T>(live: LiveWorker, answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (live.dead) reject(live.dead);
      live.waiting.add(reject);
      answer
        .then(resolve, (error) => reject(EngineError.revive(error)))
        .finally(() => {
          live.waiting.delete(reject);
        });
    });
  }

  #spawn(): LiveWorker {
    let limit: ReturnType<typeof setTimeout> | undefined;
    const die = (why: string) => {
      if (live.dead) return;
      live.dead = new EngineError('engine-crashed', why);
      for (const reject of live.waiting) reject(live.dead);
      this.#replace(live, live.dead);
    };
    const startWithin = (ms: number) => {
      clearTimeout(limit);
      limit = setTimeout(() => live.hasStarted || die('the worker did not start in time'), ms);
    };
    const threaded = threadsWanted(this.#diedUnready) > 1;
    const onAlive = () => startWithin(threaded ? THREADED_START_LIMIT_MS : START_LIMIT_MS);
    const spawned = this.#spawnWorker(onAlive, die);
    const live: LiveWorker = { ...spawned, waiting: new Set(), hasStarted: false };
    startWithin(LOADING_LIMIT_MS);
    return live;
  }

  async #prepare(live: LiveWorker): Promise<BackboneInfo> {
    try {
      const { backend, exclude } = this.#options;
      const start = live.api.start({
        ...(backend ? { backend } : {}),
        exclude: [...(exclude ?? []), ...this.#suspects()],
        singleThread: this.#diedUnready,
      });
      const report = await this.#orDeath(
        live,
        start.finally(() => {
          live.hasStarted = true;
        }),
      );
      this.#show({ backend: report });
      return await this.#orDeath(live, this.#loadFirst(live));
    } catch (error) {
      if (error instanceof EngineError && error.kind !== 'engine-crashed') {
        this.#show({ phase: 'failed', error: { kind: error.kind, detail: error.message } });
      }
      throw error;
    }
  }

  /** A model of one's own that is gone, or that this backend cannot run, must not keep the rest from working. */
  async #loadFirst(live: LiveWorker): Promise<BackboneInfo> {
    const { own } = this.#options;
    const spec = this.#spec;
    try {
      return await this.#load(live, spec);
    } catch (error) {
      const reason = EngineError.revive(error);
      if (!own || !(reason instanceof EngineError) || !isOwnRefusal(reason.kind)) throw error;
      if (this.#spec === spec) this.#spec = own.instead;
      own.onRefused(spec, reason.kind);
      return this.#load(live, this.#spec);
    }
  }

  async #load(live: LiveWorker, spec: FeatureSpec): Promise<BackboneInfo> {
    const own = await this.#ownModel(spec);
    this.#show({ phase: 'loading' });
    const onProgress = (bytes: number, total: number) => this.#show({ loaded: { bytes, total } });
    const backbone = await live.api.loadBackbone(
      this.#options.backbonesUrl,
      spec,
      Comlink.proxy(onProgress),
      own,
    );
    this.#readyAt = performance.now();
    this.#show({ phase: 'ready', backbone });
    return backbone;
  }

  async #ownModel({ backbone }: FeatureSpec): Promise<OwnModelFile | undefined> {
    const parts = partsOfOwnId(backbone);
    if (!parts) return undefined;
    const file = await this.#options.own?.model(parts.hash);
    if (!file) throw new EngineError('own-backbone-missing', `${backbone} is not kept here`);
    return file;
  }

  #replace(dead: LiveWorker, error: EngineError): void {
    if (dead !== this.#live) return;
    dead.end();
    this.#diedUnready ||= !dead.hasStarted;
    const now = performance.now();
    const counts = (at: number) => at > this.#readyAt || now - at < 60_000;
    this.#deaths = [...this.#deaths.filter(counts), now];
    if (this.#deaths.length >= MOST_DEATHS) {
      this.#show({ phase: 'failed', error: { kind: error.kind, detail: error.message } });
      this.#ready = Promise.reject(error);
      this.#ready.catch(() => {}); // Every later call rejects with it.
      return;
    }
    this.#show({ phase: 'restarting', restarts: this.#status.restarts + 1 });
    this.#live = this.#spawn();
    this.#ready = this.#prepare(this.#live);
    this.#ready.then(
      () => this.#options.onReplaced(),
      () => {}, // The status tells, and so does every call.
    );
  }

  /** A GPU that went down twice in a minute is not trusted a third time. */
  #suspects() {
    const name = this.#status.backend?.name;
    return this.#deaths.length >= 2 && name && name !== 'cpu' && name !== 'wasm' ? [name] : [];
  }

  #show(change: Partial<EngineStatus>): void {
    this.#status = { ...this.#status, ...change };
    this.#options.onStatus(this.#status);
  }
}

function spawnWorker(onAlive: () => void, onDeath: (why: string) => void): EngineWorker {
  const lock = `apprentice-engine-${Date.now()}-${Math.random()}`;
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    type: 'module',
    name: lock,
  });
  worker.addEventListener('error', (event) => onDeath(event.message || 'the worker did not load'));
  worker.addEventListener('message', ({ data }) => {
    if (data !== ALIVE) return;
    onAlive();
    // Where there are locks, to get the worker's means that it is gone.
    if (navigator.locks) void navigator.locks.request(lock, () => onDeath('the worker is gone'));
  });
  return { api: Comlink.wrap<EngineWorkerApi>(worker), end: () => worker.terminate() };
}

/** One's own model cannot be used here and now. */
function isOwnRefusal(kind: EngineErrorKind): boolean {
  return kind === 'own-backbone-missing' || kind === 'own-backbone-unfit';
}

/** Hands the bitmaps over instead of copying them. */
function transferring(picturesOf: (ids: string[]) => Promise<PictureToEmbed[]>) {
  return Comlink.proxy(async (ids: string[]) => {
    const pictures = await picturesOf(ids);
    return Comlink.transfer(
      pictures,
      pictures.map(({ bitmap }) => bitmap),
    );
  });
}
