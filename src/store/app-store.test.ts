import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineError } from '../model/engine-error';
import type { TrainRequest } from '../model/training';
import type { Pictures } from '../pictures/client';
import { PictureError } from '../pictures/picture-error';
import {
  asEngine,
  BACKBONE,
  fakeEngine,
  files,
  inFolders,
  KEY,
  many,
  pictures,
  resultOf,
} from '../runtime/fake-services';
import { provideServices } from '../runtime/services';
import { database } from '../storage/database';
import { openProject } from '../storage/projects';
import { readFeatures, readPicture } from '../storage/samples';
import { useApp } from './app-store';
import { isTakingIn } from './collect/collect-slice';
import { pictureCount } from './project/classes';
import { samplesOf } from './project/samples-by-class';
import { readiness } from './train/readiness';

const initial = useApp.getState();
const state = () => useApp.getState();

let fake: ReturnType<typeof fakeEngine>;

function start() {
  fake = fakeEngine();
  provideServices({ engine: asEngine(fake.engine), pictures });
}

beforeEach(async () => {
  await Promise.all(database.tables.map((table) => table.clear()));
  useApp.setState(initial, true);
  vi.stubGlobal('createImageBitmap', async () => ({ close() {} }));
  start();
  await state().openProject();
});

const counts = () => state().classes.map(({ id }) => samplesOf(state().samples, id).length);
const first = () => state().classes[0]?.id ?? '';
const second = () => state().classes[1]?.id ?? '';

/** Resolves with the next rejection that nobody handles, which would fail the test otherwise. */
function nextUnhandledRejection(): Promise<unknown> {
  const event = 'unhandledRejection';
  const runners = process.listeners(event);
  process.removeAllListeners(event);
  return new Promise((resolve) => {
    process.once(event, (reason) => {
      for (const each of runners) process.on(event, each);
      resolve(reason);
    });
  });
}

describe('a new project', () => {
  it('begins with two empty classes that look different, and nothing to undo', () => {
    expect(state().classes.map(({ name }) => name)).toEqual(['', '']);
    expect(new Set(state().classes.map(({ shape }) => shape)).size).toBe(2);
    expect(state().undoable).toEqual([]);
    expect(readiness(state())).toMatchObject({ can: false, why: 'no-pictures' });
  });
});

it('nothing is written before a project is open', async () => {
  await Promise.all(database.tables.map((table) => table.clear()));
  useApp.setState(initial, true);
  await state().addClass('cats');
  await state().importFiles(inFolders('dogs/1.jpg'));
  expect(state().classes).toEqual([]);
  expect([await database.classes.count(), await database.samples.count()]).toEqual([0, 0]);
});

describe('classes', () => {
  it('keep their numbers when others go, and get new ones past the ten shapes', async () => {
    await state().deleteClass(first());
    expect(state().classes.map(({ shape }) => shape)).toEqual([1]);
    // The number of the first class stays reserved, as an undo can bring the class back.
    for (let i = 0; i < 10; i++) await state().addClass();
    expect(state().classes.map(({ shape }) => shape)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(state().classes.map(({ colour }) => colour)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    for (let i = 0; i < 11; i++) await state().undo();
    expect(state().classes.map(({ shape }) => shape)).toEqual([0, 1]);
    await state().addClass();
    expect(state().classes.at(-1)?.shape).toBe(2);
  });

  it('that are deleted count no pictures, and none of theirs are looked at again', async () => {
    await state().importFiles(many('a', 3), first());
    await state().importFiles(many('b', 2), second());
    await state().deleteClass(first());
    expect(pictureCount(state())).toBe(2);
    fake.remembered.clear();
    await state().syncEngine();
    expect(fake.remembered.size).toBe(2);
    await state().undo();
    expect(pictureCount(state())).toBe(5);
  });
});

describe('importing', () => {
  it('is told to the person who leaves the page before it is over', async () => {
    expect(isTakingIn(state())).toBe(false);
    const work = state().importFiles(many('p', 3), first());
    expect(isTakingIn(state())).toBe(true);
    await work;
    expect(isTakingIn(state())).toBe(false);
  });

  it('takes its report away with its pictures, and after the next recording if all went in', async () => {
    await state().importFiles(files('a.jpg', 'bad.jpg'), first());
    state().startRecording(first());
    state().stopRecording();
    expect(state().imports).toHaveLength(1);
    await state().undo();
    expect(state().imports).toHaveLength(0);
    await state().importFiles(files('a.jpg'), first());
    state().startRecording(first());
    expect(state().imports).toHaveLength(0);
    state().stopRecording();
  });

  it('takes what an archive has recorded together for one burst, and other files each for its own', async () => {
    const recorded = (name: string, burst?: string) => ({
      file: {
        name,
        path: name,
        ...(burst !== undefined && { burst }),
        read: <T>(use: (file: File) => Promise<T>) => use(new File([name], name)),
      },
      folder: 'Cats',
    });
    const brought = [recorded('0.jpg', 'Cats'), recorded('1.jpg', 'Cats'), recorded('2.jpg')];
    await state().importFiles([...brought, ...files('a.jpg')], undefined);
    await state().importFiles([recorded('0.jpg', 'Cats')], undefined);
    const groups = Object.values(state().samples)
      .sort((a, b) => a.seq - b.seq)
      .map(({ group }) => group);
    expect(groups).toHaveLength(5);
    expect(groups[0]).toBe(groups[1]);
    expect(new Set(groups).size).toBe(4);
  });

  it('keeps picture and features of each file, and lists what cannot be read', async () => {
    await state().importFiles(files('a.jpg', 'bad.jpg', 'b.jpg'), first());
    expect(counts()).toEqual([2, 0]);
    expect(state().imports).toMatchObject([
      {
        phase: 'done',
        total: 3,
        done: 3,
        added: 2,
        failures: [{ name: 'bad.jpg', reason: 'broken' }],
      },
    ]);
    const ids = Object.keys(state().samples);
    expect((await readFeatures(ids, KEY)).size).toBe(2);
    expect(await readPicture(ids[0] ?? '')).toBeDefined();
    expect(state().saving).toBe(0);
  });

  it('makes each folder a class: first the empty ones, then its namesake, then new ones', async () => {
    await state().importFiles(inFolders('ants/1.jpg', 'bees/1.jpg', 'cats/1.jpg'));
    expect(state().classes.map(({ name }) => name)).toEqual(['ants', 'bees', 'cats']);
    await state().importFiles(inFolders('Bees/2.jpg'));
    expect(counts()).toEqual([1, 2, 1]);
  });

  it('stops where it is when cancelled, and keeps what went in', async () => {
    // From the 31st on, the pictures never finish.
    const slow: Pictures = {
      ...pictures,
      prepare(source, { signal } = {}) {
        if (!(source instanceof File) || Number(source.name.match(/\d+/)) < 30) {
          return pictures.prepare(source);
        }
        return new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
        });
      },
    };
    provideServices({ engine: asEngine(fake.engine), pictures: slow });
    const work = state().importFiles(many('p', 200), first());
    await vi.waitFor(() => expect(state().imports[0]?.added).toBe(30));
    state().cancelImport(state().imports[0]?.id ?? '');
    await work;
    expect(state().imports[0]).toMatchObject({ phase: 'cancelled', added: 30, failures: [] });
    expect(counts()).toEqual([30, 0]);
    expect((await openProject()).samples).toHaveLength(30);
  });

  it('keeps pictures under which the engine crashed, and embeds them later', async () => {
    fake.engine.embed.mockRejectedValueOnce(new EngineError('engine-crashed', 'gone'));
    await state().importFiles(many('p', 5), first());
    expect(counts()).toEqual([5, 0]);
    await state().syncEngine();
    expect((await readFeatures(Object.keys(state().samples), KEY)).size).toBe(5);
  });

  it('keeps pictures under which the engine failed as nobody foresaw, and says so', async () => {
    const failure = new Error('Failed to compile fragment shader.');
    const said = nextUnhandledRejection();
    fake.engine.embed.mockRejectedValueOnce(failure);
    await state().importFiles(many('p', 5), first());
    expect(await said).toBe(failure);
    expect(counts()).toEqual([5, 0]);
    expect((await openProject()).samples).toHaveLength(5);
    expect(state().imports).toMatchObject([{ added: 5, failures: [] }]);
    await state().syncEngine();
    expect((await readFeatures(Object.keys(state().samples), KEY)).size).toBe(5);
  });

  it('does not wait for an engine that is not ready: pictures first, features later', async () => {
    let getReady = () => {};
    fake.engine.ready.mockReturnValue(
      new Promise((resolve) => {
        getReady = () => resolve(BACKBONE);
      }),
    );
    fake.engine.status.phase = 'loading';
    await state().importFiles(many('p', 3), first());
    const ids = Object.keys(state().samples);
    expect((await openProject()).samples).toHaveLength(3);
    expect((await readFeatures(ids, KEY)).size).toBe(0);
    getReady();
    await state().syncEngine();
    expect((await readFeatures(ids, KEY)).size).toBe(3);
    expect(fake.remembered).toEqual(new Set(ids));
  });

  it('keeps features under the key of the backbone that made them', async () => {
    const other = 'efficientnet-lite0@1/224';
    fake.engine.embed.mockResolvedValueOnce({
      key: other,
      vectors: [new Float32Array([4, 5, 6])],
    });
    await state().importFiles(many('p', 1), first());
    const ids = Object.keys(state().samples);
    expect((await readFeatures(ids, other)).size).toBe(1);
    expect((await readFeatures(ids, KEY)).size).toBe(0);
  });
});

describe('undo', () => {
  it('takes back and repeats every act, on the page and on the disk', async () => {
    const [ants, bees] = [first(), second()];
    await state().importFiles(many('p', 3), ants);
    const [one = '', two = ''] = Object.keys(state().samples);
    await state().renameClass(ants, 'Ants');
    await state().moveSamples([one], bees);
    await state().deleteSamples([two]);
    await state().recolourClass(bees, 5);
    await state().placeClass(bees, 0);
    await state().deleteClass(bees);
    const after = await openProject();
    expect(state().classes.map(({ name }) => name)).toEqual(['Ants']);

    for (let i = 0; i < 7; i++) await state().undo();
    expect(counts()).toEqual([0, 0]);
    expect(state().undoable).toEqual([]);
    expect((await openProject()).samples).toEqual([]);

    for (let i = 0; i < 7; i++) await state().redo();
    const again = await openProject();
    expect(again.classes).toEqual(after.classes);
    expect(again.samples).toEqual(after.samples);
    expect(state().redoable).toEqual([]);
  });

  it('stays right when pictures are moved and deleted while their own import runs', async () => {
    const [ants, bees] = [first(), second()];
    const reading = state().importFiles(many('p', 40), ants);
    await vi.waitUntil(() => Object.keys(state().samples).length > 1, { interval: 0 });
    const [one = '', two = ''] = Object.keys(state().samples);
    await state().moveSamples([one], bees);
    await state().deleteSamples([two]);
    await reading;
    expect(counts()).toEqual([38, 1]);
    for (let i = 0; i < 3; i++) await state().undo();
    expect(counts()).toEqual([0, 0]);
    for (let i = 0; i < 3; i++) await state().redo();
    expect(counts()).toEqual([38, 1]);
  });

  it('forgets what could be redone once something else is done', async () => {
    await state().renameClass(first(), 'Ants');
    await state().undo();
    await state().renameClass(first(), 'Bees');
    expect(state().redoable).toEqual([]);
  });
});

describe('recording', () => {
  it('puts the frames of one recording into one burst, as one act', async () => {
    state().startRecording(first());
    for (let i = 0; i < 4; i++) state().recordFrame({ close() {} } as ImageBitmap);
    expect(state().recording?.taken).toBe(4);
    state().stopRecording();
    await vi.waitFor(() => expect(state().undoable).toHaveLength(1));
    const rows = samplesOf(state().samples, first());
    expect(rows).toHaveLength(4);
    expect(new Set(rows.map(({ group }) => group)).size).toBe(1);
    await state().undo();
    expect(counts()).toEqual([0, 0]);
  });

  describe('whose frames cannot be kept', () => {
    const frame = () => state().recordFrame({ close() {} } as ImageBitmap);
    const record = () => {
      state().startRecording(first());
      for (let i = 0; i < 2; i++) frame();
    };
    const losing = (error: Error) =>
      provideServices({
        engine: asEngine(fake.engine),
        pictures: { ...pictures, prepare: () => Promise.reject(error) },
      });

    it('ends at once where the picture worker does not load, and says so', async () => {
      losing(new PictureError({ kind: 'unloaded', detail: '' }));
      record();
      await vi.waitFor(() => expect(state().recording).toBeUndefined());
      expect(state().broken).toEqual({ classId: first(), why: 'unloaded' });
      state().startRecording(first());
      expect(state().broken).toBeUndefined();
    });

    it('skips a frame or two, and ends where every frame is lost', async () => {
      losing(new PictureError({ kind: 'broken', detail: '' }));
      record();
      await vi.waitFor(() => expect(state().recording?.taken).toBe(0));
      expect(state().broken).toBeUndefined();
      frame();
      await vi.waitFor(() => expect(state().broken?.why).toBe('unreadable'));
      expect(state().recording).toBeUndefined();
    });

    it.each([
      ['broken', 'unreadable'],
      ['black', 'black'],
    ] as const)('says of a tap, whose only frame is %s, that it is %s', async (kind, why) => {
      losing(new PictureError({ kind, detail: '' }));
      state().startRecording(first());
      frame();
      state().stopRecording();
      await vi.waitFor(() => expect(state().broken?.why).toBe(why));
    });

    it('says why nothing was kept when the person lets go after the frames were lost', async () => {
      losing(new PictureError({ kind: 'broken', detail: '' }));
      record();
      await vi.waitFor(() => expect(state().recording?.taken).toBe(0));
      expect(state().broken).toBeUndefined();
      state().stopRecording();
      expect(state().broken?.why).toBe('unreadable');
    });

    it('says nothing of one bad frame where another was kept', async () => {
      state().startRecording(first());
      frame();
      await vi.waitFor(() => expect(counts()[0]).toBe(1));
      losing(new PictureError({ kind: 'broken', detail: '' }));
      frame();
      state().stopRecording();
      await vi.waitFor(() => expect(state().saving).toBe(0));
      expect(state().broken).toBeUndefined();
    });

    it('ends where the disk refuses, though the person has just let go', async () => {
      vi.spyOn(database, 'transaction').mockImplementation(() => {
        throw new DOMException('no', 'QuotaExceededError');
      });
      record();
      state().stopRecording();
      await vi.waitFor(() => expect(state().broken?.why).toBe('not-saved'));
      vi.restoreAllMocks();
    });
  });

  it('closes frames that come when nothing is recorded', () => {
    const close = vi.fn();
    state().recordFrame({ close } as unknown as ImageBitmap);
    expect(close).toHaveBeenCalled();
  });
});

describe('learning', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    return () => vi.useRealTimers();
  });
  /** Lets enough time pass for anything delayed to have begun. */
  const aWhile = () => vi.advanceTimersByTimeAsync(10_000);
  const fill = async (count: number) => {
    await state().importFiles(many('a', count), first());
    await state().importFiles(many('b', count), second());
  };

  it('begins by itself when there is enough, and not before', async () => {
    await fill(4);
    await aWhile();
    expect(fake.engine.train).not.toHaveBeenCalled();
    await fill(1);
    await vi.waitFor(() => expect(state().learned).toBeDefined());
    expect(state().history.map(({ pass }) => pass)).toEqual([1, 2, 3]);
    expect(fake.engine.train).toHaveBeenCalledTimes(1);
  });

  it('waits for the button when it is not to learn by itself', async () => {
    state().setLive(false);
    await fill(5);
    await aWhile();
    expect(fake.engine.train).not.toHaveBeenCalled();
    await state().learn();
    expect(state().learned?.result.ended).toBe('converged');
  });

  it('trains once more after a crash, and says so when that fails too', async () => {
    state().setLive(false);
    await fill(2);
    fake.engine.train.mockRejectedValueOnce(new EngineError('engine-crashed', 'gone'));
    await state().learn();
    expect(state().learned).toBeDefined();
    expect(state().trainingError).toBeUndefined();
    fake.engine.train.mockRejectedValue(new EngineError('engine-crashed', 'gone'));
    await state().learn();
    expect(state()).toMatchObject({ phase: 'idle', trainingError: 'engine-crashed' });
    expect(state().learned).toBeDefined();
  });

  it('brings features that a new worker does not have', async () => {
    state().setLive(false);
    await fill(2);
    fake.remembered.clear();
    await state().learn();
    expect(state().learned).toBeDefined();
    expect(fake.engine.remember).toHaveBeenCalled();
  });

  it('is there again after a reload, head and all', async () => {
    state().setLive(false);
    await fill(2);
    await state().learn();
    useApp.setState(initial, true);
    await state().openProject();
    await state().restoreTraining();
    expect(state().live).toBe(false);
    expect(state().learned?.result.keptPass).toBe(3);
    await state().syncEngine();
    expect(fake.engine.setHead).toHaveBeenLastCalledWith(state().learned?.result.head, {});
  });

  it('learns again from what came while a stopped training went on', async () => {
    state().setLive(false);
    await fill(2);
    await state().learn();
    useApp.setState({ phase: 'stopped' });
    const resume = vi.fn(async () => {
      await state().learn(); // An import does this too, while the worker is busy.
      return resultOf(fake.engine.train.mock.lastCall?.[0] as TrainRequest);
    });
    Object.assign(fake.engine, { resume });
    await state().resumeLearning();
    expect(resume).toHaveBeenCalledTimes(1);
    expect(fake.engine.train).toHaveBeenCalledTimes(2);
  });

  it('does not learn again for a new name', async () => {
    await fill(5);
    await vi.waitFor(() => expect(state().learned).toBeDefined());
    await state().renameClass(first(), 'Ants');
    await aWhile();
    expect(fake.engine.train).toHaveBeenCalledTimes(1);
  });

  it('is not stuck in training after an error that nobody foresaw', async () => {
    state().setLive(false);
    await fill(2);
    fake.engine.train.mockRejectedValueOnce(new Error('a bug'));
    await expect(state().learn()).rejects.toThrow('a bug');
    expect(state().phase).toBe('idle');
  });

  it('forgets what it learned on request, for good', async () => {
    state().setLive(false);
    await fill(2);
    await state().learn();
    await state().resetLearning();
    expect(state()).toMatchObject({ learned: undefined, history: [], phase: 'idle' });
    expect(fake.engine.setHead).toHaveBeenLastCalledWith(undefined, {});
    await state().restoreTraining();
    expect(state().learned).toBeUndefined();
  });
});

it('a sync that a later one takes over ends with that one', async () => {
  await state().importFiles(many('p', 3), first());
  fake.remembered.clear();
  const overtaken = state().syncEngine();
  const later = state().syncEngine();
  await overtaken;
  expect(fake.remembered.size).toBe(3);
  await later;
});

it('asks for the same training when the same pictures come in the same order', async () => {
  const requests: TrainRequest[] = [];
  for (let i = 0; i < 2; i++) {
    useApp.setState(initial, true);
    await Promise.all(database.tables.map((table) => table.clear()));
    start();
    await state().openProject();
    state().setLive(false);
    const work = state().importFiles(many('a', 40), first());
    // The second time, both imports are read at once.
    if (i === 0) await work;
    await Promise.all([work, state().importFiles(many('b', 40), second())]);
    await state().learn();
    const [request] = fake.engine.train.mock.lastCall ?? [];
    if (request) requests.push(request);
  }
  const [one, two] = requests.map(({ samples }) =>
    samples.map(({ label, group }) => [label, group]),
  );
  expect(one).toHaveLength(80);
  expect(one).toEqual(two);
});
