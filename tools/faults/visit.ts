// A visit: the app from the opening of its page to the end of it, in surroundings that can fail.
import { IDBKeyRange } from 'fake-indexeddb';
import { seededRandom } from '../../src/model/random';
import type { App, Page } from './build';
import { Clock } from './clock';
import { type Device, type DiskPlace, factoryOf } from './disk';
import { errorNamed, type Fault, Injector, SLOW_MS } from './fault';
import { Bitmap, bitmapIn, workersOf } from './workers';

/** After this many turns of the event loop in which nothing happened, nothing will. */
const STILL_TURNS = 12;
/** A page that never comes to rest must not hold everything up. */
const MOST_TURNS = 50_000;

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const moment = () => new Promise<void>((resolve) => setTimeout(resolve, 1));

export class Visit {
  readonly clock: Clock;
  readonly faults: Injector;
  /** What the page would report as unexpected. */
  readonly bugs: unknown[] = [];
  closed = false;
  /** The page asked to be loaded again. */
  reloads = false;
  readonly app: App;
  readonly #closing: (() => void)[] = [];
  readonly #onTurn: () => void;
  #activity = 0;

  /** @param onTurn called after each turn of the event loop, when the page could have painted. */
  constructor(
    page: Page,
    readonly device: Device,
    faults: readonly Fault[],
    seed: number,
    onTurn: (visit: Visit) => void = () => {},
  ) {
    this.faults = new Injector(faults);
    this.clock = new Clock(device.now);
    this.#onTurn = () => onTurn(this);
    this.app = page(this.#world(seed));
    this.app.useApp.subscribe(() => this.active());
  }

  get state() {
    return this.app.useApp.getState();
  }

  /** Something has happened, so more may. */
  active(): void {
    this.#activity++;
  }

  onClose(work: () => void): void {
    this.#closing.push(work);
  }

  /** Ends the page as a crash would: nothing of it goes on. */
  async close(): Promise<void> {
    this.closed = true;
    this.device.now = this.clock.now;
    this.clock.stop();
    for (const work of this.#closing) work();
    for (let i = 0; i < STILL_TURNS; i++) await turn();
  }

  /** Lets time pass until something is so. False if it is not so after `ms` of the page's time. */
  async until(done: () => boolean, ms: number): Promise<boolean> {
    const end = this.clock.now + ms;
    for (let turns = 0; turns < MOST_TURNS; ) {
      turns += await this.#rest(done);
      if (done()) return true;
      // Work outside the event loop, such as packing a file, takes a moment of real time.
      await moment();
      turns += await this.#rest(done);
      if (done()) return true;
      if (!this.clock.jump(end)) return done();
    }
    return done();
  }

  /** Runs the event loop until nothing happens any more. */
  async #rest(done: () => boolean): Promise<number> {
    let turns = 0;
    let seen = -1;
    for (let still = 0; still < STILL_TURNS && turns < MOST_TURNS; turns++) {
      await turn();
      this.#onTurn();
      if (done()) return turns;
      still = seen === this.#activity ? still + 1 : 0;
      seen = this.#activity;
    }
    return turns;
  }

  #world(seed: number): object {
    const { clock, device } = this;
    const { remembered } = device;
    const { uniform, below } = seededRandom(seed);
    const decode = async (source: unknown) => {
      const how = this.faults.strike('page', 'decode');
      if (how) await this.#goWrong(how);
      return bitmapIn(source);
    };
    const quota = async <T>(answer: T) => {
      const how = this.faults.strike('page', 'quota');
      if (how) await this.#goWrong(how);
      return answer;
    };
    const bucket = async () => {
      const how = this.faults.strike('copy', 'bucket');
      if (how) await this.#goWrong(how);
      return { indexedDB: this.#factory('copy') };
    };
    const math = Object.create(Math, { random: { value: uniform } });
    const own = {
      Date: clock.date(),
      Math: math,
      // Dexie puts its own in its place.
      Promise,
      performance: { now: () => clock.now, timeOrigin: 0 },
      setTimeout: (work: () => void, ms?: number) => clock.later(work, ms),
      clearTimeout: (timer?: number) => clock.cancel(timer),
      setInterval: (work: () => void, ms = 0) => clock.later(work, ms, ms),
      clearInterval: (timer?: number) => clock.cancel(timer),
      crypto: {
        getRandomValues: (bytes: Uint8Array) => bytes.map(() => below(256)),
        subtle: crypto.subtle,
      },
      console: { ...console, warn() {}, error() {}, debug() {}, trace() {} },
      navigator: {
        onLine: true,
        hardwareConcurrency: 2,
        language: 'en',
        userAgent: 'Node',
        storage: {
          estimate: () => quota({ usage: 1e6, quota: 1e9 }),
          persisted: () => quota(false),
          persist: () => quota(true),
        },
        storageBuckets: { open: bucket },
      },
      indexedDB: this.#factory('database'),
      IDBKeyRange,
      ImageBitmap: Bitmap,
      createImageBitmap: decode,
      Worker: workersOf(this),
      BroadcastChannel: undefined,
      localStorage: {
        getItem: (key: string) => remembered.get(key) ?? null,
        setItem: (key: string, value: string) => {
          const how = this.faults.strike('page', 'remember');
          if (how) throw errorNamed(how);
          remembered.set(key, value);
        },
        removeItem: (key: string) => void remembered.delete(key),
        clear: () => remembered.clear(),
      },
      location: {
        href: 'http://localhost/',
        origin: 'http://localhost',
        search: '',
        reload: () => {
          this.reloads = true;
        },
      },
      document: {
        baseURI: 'http://localhost/',
        visibilityState: 'visible',
        addEventListener() {},
        removeEventListener() {},
      },
      addEventListener() {},
      removeEventListener() {},
      dispatchEvent: () => true,
    };
    const world: object = Object.create(
      globalThis,
      Object.fromEntries(
        Object.entries(own).map(([name, value]) => [
          name,
          { value, writable: true, configurable: true },
        ]),
      ),
    );
    for (const name of ['globalThis', 'self', 'window']) {
      Object.defineProperty(world, name, { value: world });
    }
    return world;
  }

  #factory(place: DiskPlace): IDBFactory {
    return factoryOf(this.device, place, this);
  }

  #goWrong(how: string): Promise<void> {
    if (how === 'hang') return new Promise(() => {});
    if (how !== 'slow') return Promise.reject(errorNamed(how));
    return new Promise((resolve) => this.clock.later(resolve, SLOW_MS));
  }
}
