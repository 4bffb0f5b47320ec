// The page's side of the engine: typed calls, a backbone that can be changed, and a new worker
// within two seconds when the old one has died.
import type { BackboneInfo, FeatureSpec } from '../../model/backbone';
import type { StartOptions } from '../../model/backend';
import type { Embedded } from '../../model/embedding';
import { EngineError, type EngineErrorKind } from '../../model/engine-error';
import { partsOfOwnId } from '../../model/own-id';
import type { OwnModelFile } from '../../model/own-model';
import { closingBitmaps } from '../../worker-link/bitmaps';
import type { CallOptions, EventOf, RequestOf, ResultOf } from '../../worker-link/calls';
import { Link } from '../../worker-link/link';
import { type Spawn, spawning } from '../../worker-link/spawn';
import { threadsWanted } from '../threads';
import type { EngineCalls } from './calls';
import type { EngineStatus } from './status';

/**
 * The engine gives up after this many deaths within a minute, or without a ready worker in between.
 */
const MOST_DEATHS = 4;

/**
 * How long a worker may take until its code runs: enough to download it in a full classroom, but
 * not for ever.
 */
const LOADING_LIMIT_MS = 180_000;
/**
 * How long a worker may then take to choose its backend. It downloads half a megabyte and proves
 * that it computes correctly. Some browsers never come back from starting threads. A single thread
 * works too, so we wait less long for several.
 */
const THREADED_START_LIMIT_MS = 20_000;
const START_LIMIT_MS = 60_000;

/** A worker that has not answered a quick call by then, or ended an aborted one, never will. */
const ANSWER_LIMIT_MS = 60_000;
/** They compute next to nothing. A worker answers them between two steps of its longest work. */
const QUICK: ReadonlySet<CallName> = new Set(['forget', 'remember', 'setHead', 'setStandIn']);

/**
 * How long a call in a worker of its own may take. The largest models that are taken need a tenth
 * of it on a slow machine.
 */
const ASIDE_LIMIT_MS = 180_000;

/** We only report a new pace if it is below this share of the old one. */
const NOTABLY_FASTER = 0.9;

/**
 * What can be asked of the engine. The client itself handles how it starts and which backbone it
 * has.
 */
export type CallName = Exclude<keyof EngineCalls, 'start' | 'loadBackbone'>;
export type EngineRequest<N extends CallName> = RequestOf<EngineCalls[N]>;
export type EngineResult<N extends CallName> = ResultOf<EngineCalls[N]>;
export type EngineCallOptions<N extends CallName> = CallOptions<EventOf<EngineCalls[N]>>;

/** What the app uses of the engine. A test brings its own. */
export type EngineClient = Pick<
  Engine,
  'status' | 'spec' | 'ready' | 'setBackbone' | 'call' | 'callAside'
>;

export interface EngineOptions extends StartOptions {
  /** The URL of the backbones' folders, with a slash at the end. */
  backbonesUrl: string;
  spec: FeatureSpec;
  onStatus(status: EngineStatus): void;
  /** For a person's own models. Without this, none can be used. */
  own?: {
    /** Finds a model by its hash. Undefined if it is not kept here. */
    model(hash: string): Promise<OwnModelFile | undefined>;
    /** The backbone that a new worker uses if it cannot load the model it should start with. */
    instead: FeatureSpec;
    onRefused(spec: FeatureSpec, why: EngineErrorKind): void;
  };
  /** A new worker is ready. It remembers nothing and has no head. */
  onReplaced(): void;
}

interface LiveWorker {
  link: Link<EngineCalls>;
  /** True once it has answered `start`. */
  hasStarted: boolean;
}

const spawnWorker = spawning(
  'engine',
  (name) => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name }),
);

/**
 * Starts the engine. Every call waits until it is ready, and rejects with an EngineError. It is
 * 'engine-crashed' if the worker died during the call. Then call again: a new worker is starting.
 */
export class Engine {
  readonly #options: EngineOptions;
  readonly #spawnWorker: Spawn;
  #status: EngineStatus = { phase: 'starting', restarts: 0 };
  #spec: FeatureSpec;
  #live: LiveWorker;
  #ready: Promise<BackboneInfo>;
  #changes: Promise<unknown> = Promise.resolve();
  #deaths: number[] = [];
  #readyAt = Number.NEGATIVE_INFINITY;
  #diedUnready = false;

  constructor(options: EngineOptions, spawn: Spawn = spawnWorker) {
    this.#options = options;
    this.#spawnWorker = spawn;
    this.#spec = options.spec;
    this.#live = this.#spawn();
    this.#ready = this.#prepare(this.#live);
    this.#ready.catch(() => {}); // The status reports it, and so does every call.
  }

  get status(): EngineStatus {
    return this.#status;
  }

  /** The backbone that is in use, or that is being loaded. */
  get spec(): FeatureSpec {
    return this.#spec;
  }

  /** Resolves when backend and backbone are ready. */
  ready(): Promise<BackboneInfo> {
    return this.#ready;
  }

  /**
   * Changes the backbone or the input size, one change after another. If it fails, the old one
   * stays in use.
   */
  setBackbone(spec: FeatureSpec): Promise<BackboneInfo> {
    const change = this.#changes.then(() => this.#change(spec));
    this.#changes = change.catch(() => {}); // The caller gets the error.
    return change;
  }

  /**
   * Makes one of the engine's calls. The files in calls/ say what each call takes, returns and
   * throws. The call takes over the request's bitmaps, whatever happens. All events arrive before
   * the result.
   */
  async call<N extends CallName>(
    name: N,
    request: EngineRequest<N>,
    options: EngineCallOptions<N> = {},
  ): Promise<EngineResult<N>> {
    const result = await closingBitmaps(request, async () => {
      await this.#ready;
      if (options.signal?.aborted) throw new EngineError('aborted', 'aborted before it began');
      const { link } = this.#live;
      return answeredInTime(link, name, options.signal, link.call(name, request, options));
    });
    if (name === 'embed') this.#noteHowFast(result as Embedded);
    return result;
  }

  /**
   * Makes a call in a worker of its own, with the same backend, that ends with the call. So nothing
   * else waits for it, and it harms nothing else if it takes all memory or never ends. Rejects with
   * 'aborted' as soon as the signal says so, and with 'took-too-long'.
   */
  async callAside<N extends CallName>(
    name: N,
    request: EngineRequest<N>,
    signal?: AbortSignal,
  ): Promise<EngineResult<N>> {
    await this.#ready;
    const backend = this.#status.backend?.name;
    return new Promise((resolve, reject) => {
      const link = new Link<EngineCalls>(this.#spawnWorker, {
        errorOf: (why) => new EngineError('engine-crashed', why),
        revive: EngineError.revive,
      });
      const end = (settle: () => void) => {
        clearTimeout(limit);
        signal?.removeEventListener('abort', abort);
        link.end();
        settle();
      };
      const fail = (error: unknown) => end(() => reject(error));
      const abort = () => fail(new EngineError('aborted', 'the worker was ended'));
      const limit = setTimeout(
        () => fail(new EngineError('took-too-long', `${name} took too long`)),
        ASIDE_LIMIT_MS,
      );
      if (signal?.aborted) return abort();
      signal?.addEventListener('abort', abort);
      link
        .call('start', { ...(backend && { backend }), exclude: [], singleThread: true })
        .then(() => link.call(name, request))
        .then((result) => end(() => resolve(result)), fail);
    });
  }

  /**
   * Later runs tell the pace of the backbone better than the warm-up, when everything else was
   * starting as well.
   */
  #noteHowFast({ key, msPerPicture = Number.POSITIVE_INFINITY }: Embedded): void {
    const { backbone } = this.#status;
    if (backbone?.key !== key || !(msPerPicture < NOTABLY_FASTER * backbone.msPerPicture)) return;
    this.#show({ backbone: { ...backbone, msPerPicture } });
  }

  async #change(spec: FeatureSpec): Promise<BackboneInfo> {
    const before = { spec: this.#spec, info: await this.#ready };
    const live = this.#live;
    this.#spec = spec;
    const loading = this.#load(live, spec);
    this.#ready = loading.catch((error: unknown) => {
      if (live.link.dead) throw error; // The next worker loads the new one.
      this.#spec = before.spec;
      this.#show({ phase: 'ready', backbone: before.info });
      return before.info;
    });
    this.#ready.catch(() => {}); // Whoever called gets the error.
    return loading;
  }

  #spawn(): LiveWorker {
    let limit: ReturnType<typeof setTimeout> | undefined;
    const startWithin = (ms: number) => {
      clearTimeout(limit);
      limit = setTimeout(() => {
        if (!live.hasStarted) live.link.die('the worker did not start in time');
      }, ms);
    };
    const threaded = threadsWanted(this.#diedUnready) > 1;
    const live: LiveWorker = {
      hasStarted: false,
      link: new Link(this.#spawnWorker, {
        errorOf: (why) => new EngineError('engine-crashed', why),
        revive: EngineError.revive,
        onAlive: () => startWithin(threaded ? THREADED_START_LIMIT_MS : START_LIMIT_MS),
        onDeath: (error) => this.#replace(live, error),
      }),
    };
    startWithin(LOADING_LIMIT_MS);
    return live;
  }

  async #prepare(live: LiveWorker): Promise<BackboneInfo> {
    try {
      const { backend, exclude } = this.#options;
      const started = live.link.call('start', {
        ...(backend ? { backend } : {}),
        exclude: [...(exclude ?? []), ...this.#suspects()],
        singleThread: this.#diedUnready,
      });
      const report = await started.finally(() => {
        live.hasStarted ||= !live.link.dead;
      });
      this.#show({ backend: report });
      return await this.#loadFirst(live);
    } catch (error) {
      if (error instanceof EngineError && error.kind !== 'engine-crashed') {
        this.#show({ phase: 'failed', error: { kind: error.kind, detail: error.message } });
      }
      throw error;
    }
  }

  /**
   * A person's own model that is gone, or that this backend cannot run, must not stop everything
   * else from working.
   */
  async #loadFirst(live: LiveWorker): Promise<BackboneInfo> {
    const { own } = this.#options;
    const spec = this.#spec;
    try {
      return await this.#load(live, spec);
    } catch (error) {
      if (!own || !(error instanceof EngineError) || !isOwnRefusal(error.kind)) throw error;
      if (this.#spec === spec) this.#spec = own.instead;
      own.onRefused(spec, error.kind);
      return this.#load(live, this.#spec);
    }
  }

  async #load(live: LiveWorker, spec: FeatureSpec): Promise<BackboneInfo> {
    const own = await this.#ownModel(spec);
    this.#show({ phase: 'loading' });
    const backbone = await live.link.call(
      'loadBackbone',
      { baseUrl: this.#options.backbonesUrl, spec, own },
      { onEvent: (loaded) => this.#show({ loaded }) },
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

  #replace(dead: LiveWorker, error: Error): void {
    if (dead !== this.#live) return;
    this.#diedUnready ||= !dead.hasStarted;
    const now = performance.now();
    const counts = (at: number) => at > this.#readyAt || now - at < 60_000;
    this.#deaths = [...this.#deaths.filter(counts), now];
    if (this.#deaths.length >= MOST_DEATHS) {
      this.#show({
        phase: 'failed',
        error: { kind: 'engine-crashed', detail: error.message },
      });
      this.#ready = Promise.reject(error);
      this.#ready.catch(() => {}); // Every later call rejects with it.
      return;
    }
    this.#show({ phase: 'restarting', restarts: this.#status.restarts + 1 });
    this.#live = this.#spawn();
    this.#ready = this.#prepare(this.#live);
    this.#ready.then(
      () => this.#options.onReplaced(),
      () => {}, // The status reports it, and so does every call.
    );
  }

  /** We do not try a GPU a third time if it has crashed twice within a minute. */
  #suspects() {
    const name = this.#status.backend?.name;
    return this.#deaths.length >= 2 && name && name !== 'cpu' && name !== 'wasm' ? [name] : [];
  }

  #show(change: Partial<EngineStatus>): void {
    this.#status = { ...this.#status, ...change };
    this.#options.onStatus(this.#status);
  }
}

/** Ends a worker that hangs, so that nobody waits for it for ever. */
async function answeredInTime<T>(
  link: Link<EngineCalls>,
  name: CallName,
  signal: AbortSignal | undefined,
  answer: Promise<T>,
): Promise<T> {
  let limit: ReturnType<typeof setTimeout> | undefined;
  const expect = () => {
    limit ??= setTimeout(() => link.die('the worker does not answer'), ANSWER_LIMIT_MS);
  };
  if (QUICK.has(name)) expect();
  signal?.addEventListener('abort', expect, { once: true });
  try {
    return await answer;
  } finally {
    clearTimeout(limit);
    signal?.removeEventListener('abort', expect);
  }
}

/** Whether a person's own model cannot be used here and now. */
function isOwnRefusal(kind: EngineErrorKind): boolean {
  return kind === 'own-backbone-missing' || kind === 'own-backbone-unfit';
}
