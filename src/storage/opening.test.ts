// Browsers that keep nothing for this page, each in its own way, and one that closes what it keeps.
import Dexie from 'dexie';
import { IDBDatabase, IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newId } from '../model/new-id';
import { madeUpSample } from './made-up';

const samplesOf = (...ids: string[]) =>
  ids.map((id) => ({ row: madeUpSample(id), picture: new Blob([id]) }));
const securityError = () => new DOMException('The operation is insecure.', 'SecurityError');

let clock: ReturnType<typeof setInterval>;

beforeEach(() => {
  vi.resetModules();
  // Dexie knows a browser by it.
  vi.stubGlobal('navigator', { userAgent: '' });
  // Time passes by itself.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  clock = setInterval(() => vi.advanceTimersByTime(1000), 1);
});

afterEach(() => {
  clearInterval(clock);
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(globalThis, 'indexedDB');
});

const give = (get: () => unknown) => {
  Object.defineProperty(globalThis, 'indexedDB', { get, configurable: true });
  // Dexie itself stays loaded. This is what it does when it is loaded.
  const own: { indexedDB: unknown; IDBKeyRange: unknown } = Dexie.dependencies;
  own.IDBKeyRange = IDBKeyRange;
  try {
    own.indexedDB = get();
  } catch {
    own.indexedDB = null;
  }
};

/** The storage's modules, new to this browser. */
async function load() {
  const [opening, samples] = await Promise.all([import('./database'), import('./samples')]);
  return { ...opening, ...samples };
}

describe('a browser that keeps nothing', () => {
  it.each([
    ['has no storage', () => undefined, 'unavailable'],
    [
      'throws where its storage is looked at',
      () => {
        throw securityError();
      },
      'unavailable',
    ],
    [
      'refuses to open it',
      () => ({
        open: () => {
          throw securityError();
        },
      }),
      'unavailable',
    ],
    ['never answers', () => ({ open: () => ({}) }), 'failed'],
  ])('because it %s: everything works in memory', async (_, get, problem) => {
    give(get);
    const { openDatabase, addSamples, readPicture } = await load();
    expect(await openDatabase()).toBe(problem);
    const id = newId();
    await addSamples(samplesOf(id));
    expect((await readPicture(id))?.size).toBe(id.length);
  });
});

describe('a browser that closes the database behind the page', () => {
  /** How many transactions find the database closed from now on. */
  let closedFor = 0;

  beforeEach(async () => {
    const { transaction } = IDBDatabase.prototype;
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
      this: unknown,
      ...of
    ) {
      if (closedFor-- > 0) throw new DOMException('It is closing.', 'InvalidStateError');
      return transaction.apply(this as IDBDatabase, of);
    });
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const factory = new IDBFactory();
    give(() => factory);
    closedFor = 0;
  });

  it('opens it again, and what waits is kept', async () => {
    const { openDatabase, addSamples, readPicture } = await load();
    expect(await openDatabase()).toBeUndefined();
    await addSamples(samplesOf('before'));
    closedFor = 12;
    await Promise.all([addSamples(samplesOf('a', 'b')), addSamples(samplesOf('c'))]);
    expect(closedFor).toBeLessThan(0);
    for (const id of ['before', 'a', 'b', 'c']) {
      expect((await readPicture(id))?.size).toBe(id.length);
    }
  });

  it('is not asked for ever, but once it opens again, the next picture is kept', async () => {
    const { openDatabase, addSamples, readPicture } = await load();
    expect(await openDatabase()).toBeUndefined();
    closedFor = Number.POSITIVE_INFINITY;
    await expect(addSamples(samplesOf('d'))).rejects.toMatchObject({ kind: 'unavailable' });
    closedFor = 0;
    await addSamples(samplesOf('e'));
    expect((await readPicture('e'))?.size).toBe(1);
  });
});
