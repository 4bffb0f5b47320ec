// A live frame is encoded only when it is kept.
import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { asEngine, fakeEngine, pictures } from '../../runtime/fake-services';
import { provideServices } from '../../runtime/services';
import { database } from '../../storage/database';
import { useApp } from '../app-store';
import { triedPicture } from './tried';

/** A frame or a copy of it, marked so that it can be recognised. */
interface Frame extends ImageBitmap {
  what: string;
}

const frame = (what: string) => ({ what, width: 1, height: 1, close: vi.fn() }) as Frame;

const initial = useApp.getState();
const state = () => useApp.getState();
const answered: string[] = [];
const predict = vi.fn(async (bitmap: ImageBitmap) => {
  answered.push((bitmap as Frame).what);
  return { classes: [], probabilities: [], msEmbed: 1 };
});
const encode = vi.fn(async (square: ImageBitmap) => new Blob([(square as Frame).what]));
const prepare = vi.fn(pictures.prepare);
const copies: Frame[] = [];

beforeEach(async () => {
  await Promise.all(database.tables.map((table) => table.clear()));
  useApp.setState(initial, true);
  for (const mock of [predict, encode, prepare]) mock.mockClear();
  answered.length = 0;
  copies.length = 0;
  vi.stubGlobal('createImageBitmap', async (of: Frame) => {
    const copy = frame(of.what);
    copies.push(copy);
    return copy;
  });
  provideServices({
    engine: asEngine({ ...fakeEngine().engine, predict }),
    pictures: {
      ...pictures,
      square: async (source) => frame((source as Frame).what),
      prepare,
      encode,
    },
  });
  await state().openProject();
});

const answer = (what: string) => state().answerFrame(async () => frame(what));

it('answering frames encodes none of them, and holds the shown one alone', async () => {
  for (const what of ['one', 'two', 'three']) await answer(what);
  expect(answered).toEqual(['one', 'two', 'three']);
  expect(encode).not.toHaveBeenCalled();
  expect(prepare).not.toHaveBeenCalled();
  const closed = () => copies.map(({ close }) => vi.mocked(close).mock.calls.length > 0);
  expect(closed()).toEqual([true, true, false]);
  state().clearAnswer();
  expect(closed()).toEqual([true, true, true]);
});

it('a frame that is taught is the one that was answered, encoded once', async () => {
  await answer('one');
  await answer('two');
  const teaching = state().teach(state().classes[0]?.id);
  await answer('three');
  await teaching;
  expect(encode).toHaveBeenCalledTimes(1);
  const [tried] = state().tried;
  expect(await triedPicture(tried?.id ?? '')?.text()).toBe('two');
  expect(Object.values(state().samples)).toMatchObject([{ id: tried?.taughtAs }]);
  const [[file] = []] = prepare.mock.calls;
  expect(await (file as File).text()).toBe('two');
});

it('a frame that is moved to another class is not encoded again', async () => {
  await answer('one');
  await state().teach(state().classes[0]?.id);
  await state().teach(state().classes[1]?.id);
  expect(encode).toHaveBeenCalledTimes(1);
  expect(state().tried).toHaveLength(1);
  expect(Object.values(state().samples)).toMatchObject([{ classId: state().classes[1]?.id }]);
});
