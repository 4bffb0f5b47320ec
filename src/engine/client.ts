// The page's side of the engine: typed calls, progress events, AbortSignal, and a new worker within
// two seconds when the old one is gone.
import * as Comlink from 'comlink';
import { EngineError } from './engine-error';
import type {
  BackboneInfo,
  EngineMemory,
  EngineStatus,
  FeatureKey,
  FeatureSpec,
  PictureToEmbed,
  Prediction,
  SavedHead,
  StartOptions,
  TrainEvent,
  TrainRequest,
  TrainResult,
} from './protocol';
import type { EngineWorkerApi } from './worker';

/** Deaths within a minute after which the engine gives up. */
const MOST_DEATHS = 4;

export interface EngineOptions extends StartOptions {
  /** Where the folders of the backbones are, with a slash at the end. */
  backbonesUrl: string;
  spec: FeatureSpec;
  onStatus(status: EngineStatus): void;
  /** A new worker is ready: it remembers nothing, and no head is in use. */
  onReplaced(): void;
}

interface LiveWorker {
  worker: Worker;
  api: Comlink.Remote<EngineWorkerApi>;
  /** Rejects with EngineError 'engine-crashed' when the worker is gone. */
  death: Promise<never>;
}

/**
 * Starts the engine. Every call waits until it is ready, and rejects with an EngineError:
 * 'engine-crashed' when the worker died under it (call again: a new one is on its way).
 */
export class Engine {
  readonly #options: EngineOptions;
  #status: EngineStatus = { phase: 'starting', restarts: 0 };
  #spec: FeatureSpec;
  #live: LiveWorker;
  #ready: Promise<BackboneInfo>;
  #jobs = 0;
  #deaths: number[] = [];
  #diedUnready = false;
  #closed = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#spec = options.spec;
    this.#live = this.#spawn();
    this.#ready = this.#prepare(this.#live);
  }

  get status(): EngineStatus {
    return this.#status;
  }

  /** Resolves when backend and backbone are ready. */
  ready(): Promise<BackboneInfo> {
    return this.#ready;
  }

  /** Changes backbone or input size. What was embedded with another stays remembered under its key. */
  async setBackbone(spec: FeatureSpec): Promise<BackboneInfo> {
    await this.#ready;
    this.#spec = spec;
    const live = this.#live;
    this.#ready = this.#orDeath(live, this.#load(live, spec));
    this.#ready.catch(() => {}); // Whoever awaits ready() or the next call gets the error.
    return this.#ready;
  }

  /** Features in the order of the pictures, whose bitmaps are transferred. */
  async embed(pictures: PictureToEmbed[], signal?: AbortSignal): Promise<Float32Array[]> {
    return this.#asJob(signal, (api, job) =>
      api.embed(
        job,
        Comlink.transfer(
          pictures,
          pictures.map(({ bitmap }) => bitmap),
        ),
      ),
    );
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

  async resume(onEvent: (event: TrainEvent) => void, signal?: AbortSignal): Promise<TrainResult> {
    return this.#asJob(signal, (api, job) => api.resume(job, Comlink.proxy(onEvent)));
  }

  async setHead(head: SavedHead | undefined): Promise<void> {
    await this.#call((api) => api.setHead(head));
  }

  /** The live head's answer; the bitmap is transferred. */
  async predict(bitmap: ImageBitmap): Promise<Prediction> {
    return this.#call((api) => api.predict(Comlink.transfer(bitmap, [bitmap])));
  }

  async memory(): Promise<EngineMemory> {
    return this.#call((api) => api.memory());
  }

  /** Ends the worker for good. */
  close(): void {
    this.#closed = true;
    this.#live.worker.terminate();
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

  async #orDeath<T>(live: LiveWorker, answer: Promise<T>): Promise<T> {
    try {
      return await Promise.race([answer, live.death]);
    } catch (error) {
      throw EngineError.revive(error);
    }
  }

  #spawn(): LiveWorker {
    const lock = `apprentice-engine-${Date.now()}-${Math.random()}`;
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      type: 'module',
      name: lock,
    });
    const api = Comlink.wrap<EngineWorkerApi>(worker);
    const death = new Promise<never>((_, reject) => {
      const die = (why: string) => reject(new EngineError('engine-crashed', why));
      worker.addEventListener('error', (event) => die(event.message || 'the worker did not load'));
      worker.addEventListener('message', function alive() {
        // The worker holds the lock from its first message on; to get it means that it is gone.
        worker.removeEventListener('message', alive);
        if (navigator.locks) void navigator.locks.request(lock, () => die('the worker is gone'));
      });
    });
    const live = { worker, api, death };
    death.catch((error: EngineError) => this.#replace(live, error));
    return live;
  }

  async #prepare(live: LiveWorker): Promise<BackboneInfo> {
    try {
      const { backend, exclude } = this.#options;
      const report = await this.#orDeath(
        live,
        live.api.start({
          ...(backend ? { backend } : {}),
          exclude: [...(exclude ?? []), ...this.#suspects()],
          singleThread: this.#diedUnready,
        }),
      );
      this.#show({ backend: report });
      return await this.#orDeath(live, this.#load(live, this.#spec));
    } catch (error) {
      if (error instanceof EngineError && error.kind !== 'engine-crashed') {
        this.#show({ phase: 'failed', error: { kind: error.kind, detail: error.message } });
      }
      throw error;
    }
  }

  async #load(live: LiveWorker, spec: FeatureSpec): Promise<BackboneInfo> {
    this.#show({ phase: 'loading' });
    const onProgress = (bytes: number, total: number) => this.#show({ loaded: { bytes, total } });
    const backbone = await live.api.loadBackbone(
      this.#options.backbonesUrl,
      spec,
      Comlink.proxy(onProgress),
    );
    this.#show({ phase: 'ready', backbone });
    return backbone;
  }

  #replace(dead: LiveWorker, error: EngineError): void {
    if (this.#closed || dead !== this.#live) return;
    dead.worker.terminate();
    this.#diedUnready ||= !this.#status.backend;
    const now = performance.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < 60_000), now];
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
