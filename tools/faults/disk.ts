// A disk that outlives its pages: fake-indexeddb, whose requests and transactions can fail. It
// reaches into the parts of fake-indexeddb through which each request and each commit passes.
import {
  IDBFactory,
  IDBDatabase as PlainDatabase,
  IDBTransaction as PlainTransaction,
} from 'fake-indexeddb';
import { errorNamed, SLOW_MS } from './fault';
import type { Visit } from './visit';

export type DiskPlace = 'database' | 'copy';

/** What outlives a page. A place is replaced by an empty one when the browser loses it. */
export interface Device extends Record<DiskPlace, IDBFactory> {
  /** `localStorage`. */
  remembered: Map<string, string>;
  /** The time on its clock. */
  now: number;
}

export const newDevice = (): Device => ({
  database: new IDBFactory(),
  copy: new IDBFactory(),
  remembered: new Map(),
  now: Date.UTC(2026, 0, 5, 9),
});

interface InnerTransaction extends IDBTransaction {
  _state: string;
  _requests: unknown[];
  _abort(name: string | null): void;
  _start(): void;
  _execRequestAsync(what: { source: unknown; operation: () => unknown }): unknown;
}
interface InnerDatabase extends IDBDatabase {
  _rawDatabase: { transactions: InnerTransaction[] };
}

interface Owner {
  visit: Visit;
  place: DiskPlace;
}

const owners = new WeakMap<IDBDatabase, Owner>();
const { prototype } = PlainTransaction as unknown as { prototype: InnerTransaction };
const { _start: start, _execRequestAsync: execute } = prototype;
const { transaction: begin } = PlainDatabase.prototype;
const WRITES = new Set(['readwrite', 'versionchange']);

PlainDatabase.prototype.transaction = function (this: IDBDatabase, ...given) {
  const owner = owners.get(this);
  const how = owner?.visit.faults.strike(owner.place, 'transaction');
  if (how === 'closes') this.close();
  else if (how) throw errorNamed(how);
  return begin.apply(this, given);
};

prototype._execRequestAsync = function (this: InnerTransaction, what) {
  const owner = owners.get(this.db);
  // What has no source is a step of an upgrade.
  if (!owner || !what.source) return execute.call(this, what);
  const how = owner.visit.faults.strike(owner.place, WRITES.has(this.mode) ? 'write' : 'read');
  if (!how) return execute.call(this, what);
  if (how === 'slow' || how === 'hang') hold(this, owner, how);
  else {
    what.operation = () => {
      throw errorNamed(how);
    };
  }
  return execute.call(this, what);
};

/** Until when a transaction does nothing. */
const held = new WeakSet<IDBTransaction>();

function hold(transaction: InnerTransaction, { visit }: Owner, how: string): void {
  held.add(transaction);
  if (how === 'hang') return;
  visit.clock.later(() => {
    held.delete(transaction);
    transaction._start();
  }, SLOW_MS);
}

/** Transactions whose commit was already let down. */
const committed = new WeakSet<IDBTransaction>();

prototype._start = function (this: InnerTransaction) {
  const owner = owners.get(this.db);
  if (!owner) return start.call(this);
  owner.visit.active();
  if (held.has(this)) {
    Object.assign(this, { _started: true });
    return;
  }
  const over = this._requests.length === 0 && this._state !== 'finished';
  if (over && this.mode === 'readwrite' && !committed.has(this)) {
    committed.add(this);
    const how = owner.visit.faults.strike(owner.place, 'commit');
    if (how === 'slow' || how === 'hang') {
      hold(this, owner, how);
      return;
    }
    if (how) {
      this._abort(how);
      return;
    }
  }
  return start.call(this);
};

/** The factory of a page. Nothing that is asked of it after the page was closed ever happens. */
export function factoryOf(device: Device, place: DiskPlace, visit: Visit): IDBFactory {
  const real = device[place];
  const own = (database: IDBDatabase) => {
    if (owners.has(database)) return;
    owners.set(database, { visit, place });
    visit.onClose(() => cutOff(database as InnerDatabase));
  };
  const open: IDBFactory['open'] = (name, version) => {
    const how = visit.faults.strike(place, 'open');
    if (visit.closed || how === 'hang') return pending();
    if (how && how !== 'slow') return failing(how);
    const request = real.open(name, version);
    request.addEventListener('upgradeneeded', () => own(request.result));
    request.addEventListener('success', () => own(request.result));
    return request;
  };
  return Object.assign(Object.create(real) as IDBFactory, {
    open,
    deleteDatabase: (name: string) => (visit.closed ? pending() : real.deleteDatabase(name)),
    databases: () => real.databases(),
    cmp: (one: unknown, other: unknown) => real.cmp(one, other),
  });
}

/** As a browser does when a page is closed: what is not committed never was. */
function cutOff(database: InnerDatabase): void {
  for (const each of [...database._rawDatabase.transactions]) {
    if (each.db === database && each._state !== 'finished') each._abort('AbortError');
  }
  database.close();
}

const pending = () =>
  Object.assign(new EventTarget(), { readyState: 'pending' }) as IDBOpenDBRequest;

function failing(how: string): IDBOpenDBRequest {
  const request = Object.assign(pending(), { error: errorNamed(how) });
  request.addEventListener('error', (event) => request.onerror?.call(request, event));
  setImmediate(() => request.dispatchEvent(new Event('error', { cancelable: true })));
  return request;
}

/** All rows of a place by their tables. Undefined if there is no database. */
export async function readAll(factory: IDBFactory): Promise<Map<string, unknown[]> | undefined> {
  const [found] = await factory.databases();
  if (found?.name === undefined) return undefined;
  const database = await outcome(factory.open(found.name));
  const names = [...database.objectStoreNames];
  const transaction = names.length > 0 ? database.transaction(names) : undefined;
  const tables = await Promise.all(
    names.map(
      async (name): Promise<[string, unknown[]]> => [
        name,
        transaction ? await outcome(transaction.objectStore(name).getAll()) : [],
      ],
    ),
  );
  database.close();
  return new Map(tables);
}

function outcome<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
