import { describe, expect, it, vi } from 'vitest';
import { type FakeCall, fakeWorkers } from '../worker-link/fake-workers';
import type { Spawn } from '../worker-link/spawn';
import { createPictures } from './client';
import { PictureError } from './picture-error';

/** A line over workers that answer and die when the test says so. */
function setUp() {
  const { workers, spawn } = fakeWorkers();
  const living: Spawn = (events) => {
    const worker = spawn(events);
    events.alive();
    return worker;
  };
  return { workers, pictures: createPictures(living) };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));
const file = (name: string) => new File([name], name);
const bitmap = () => ({ close: vi.fn() }) as unknown as ImageBitmap;
const prepared = () => ({ bitmap: bitmap(), jpeg: new Blob() });
/** As Comlink brings it: by name and message alone. */
const acrossTheBoundary = ({ name, message }: Error) => Object.assign(new Error(message), { name });
const names = (calls: FakeCall[] | undefined) =>
  calls?.map(({ request }) => (request instanceof File ? request.name : 'frame'));

describe('the line', () => {
  it('has two pictures in the worker at once, the rest in order', async () => {
    const { workers, pictures } = setUp();
    const all = ['a', 'b', 'c', 'd'].map((name) => pictures.prepare(file(name)));
    expect(names(workers[0]?.calls)).toEqual(['a', 'b']);
    const first = prepared();
    workers[0]?.calls[1]?.answer(first);
    expect(await all[1]).toBe(first);
    expect(names(workers[0]?.calls)).toEqual(['a', 'b', 'c']);
  });

  it('goes on after a picture that fails', async () => {
    const { workers, pictures } = setUp();
    const all = ['a', 'b', 'c'].map((name) => pictures.prepare(file(name)));
    workers[0]?.calls[0]?.fail(
      acrossTheBoundary(new PictureError({ kind: 'format', detail: 'svg' })),
    );
    await expect(all[0]).rejects.toMatchObject({
      name: 'PictureError',
      kind: 'format',
      detail: 'svg',
    });
    expect(names(workers[0]?.calls)).toEqual(['a', 'b', 'c']);
  });

  it('is left at once on abort: in line, in the worker, before', async () => {
    const { workers, pictures } = setUp();
    const abort = new AbortController();
    const { signal } = abort;
    const kept = pictures.prepare(file('kept'));
    const inWorker = pictures.prepare(file('in the worker'), { signal });
    const frame = bitmap();
    const inLine = pictures.prepare(frame, { signal });
    const last = pictures.prepare(file('last'));
    abort.abort();
    await expect(inWorker).rejects.toBe(signal.reason);
    await expect(inLine).rejects.toBe(signal.reason);
    await expect(pictures.prepare(file('late'), { signal })).rejects.toBe(signal.reason);
    expect(frame.close).toHaveBeenCalledOnce();

    expect(names(workers[0]?.calls)).toEqual(['kept', 'in the worker']);
    const unwanted = prepared();
    workers[0]?.calls[1]?.answer(unwanted);
    await settled();
    expect(unwanted.bitmap.close).toHaveBeenCalledOnce();
    expect(names(workers[0]?.calls)).toEqual(['kept', 'in the worker', 'last']);
    for (const call of workers[0]?.calls ?? []) call.answer(prepared());
    await Promise.all([kept, last]);
  });

  it('is closed by dispose, and opens again', async () => {
    const { workers, pictures } = setUp();
    const all = ['a', 'b', 'c'].map((name) => pictures.prepare(file(name)));
    pictures.dispose();
    for (const one of all) await expect(one).rejects.toMatchObject({ name: 'AbortError' });
    expect(workers[0]?.ended).toBe(true);
    const again = pictures.prepare(file('again'));
    workers[1]?.calls[0]?.answer(prepared());
    await again;
  });
});

describe('a worker that dies', () => {
  it('is replaced; what was in it is tried once more, each alone', async () => {
    const { workers, pictures } = setUp();
    const [deadly, neighbour, third] = ['deadly', 'neighbour', 'third'].map((name) =>
      pictures.prepare(file(name)),
    );
    workers[0]?.died('out of memory');
    expect(workers[0]?.ended).toBe(true);
    expect(names(workers[1]?.calls)).toEqual(['deadly']);
    workers[1]?.died('out of memory');
    await expect(deadly).rejects.toMatchObject({ name: 'PictureError', kind: 'broken' });
    expect(names(workers[2]?.calls)).toEqual(['neighbour']);
    workers[2]?.calls[0]?.answer(prepared());
    await neighbour;
    expect(names(workers[2]?.calls)).toEqual(['neighbour', 'third']);
    workers[2]?.calls[1]?.answer(prepared());
    await third;
    expect(workers).toHaveLength(3);
  });

  it('takes a frame along, and is not replaced without need', async () => {
    const { workers, pictures } = setUp();
    const frame = pictures.prepare(bitmap());
    workers[0]?.died('out of memory');
    workers[0]?.died('out of memory');
    await expect(frame).rejects.toMatchObject({ kind: 'broken' });
    expect(workers).toHaveLength(1);
  });

  it('does not answer for its successor', async () => {
    const { workers, pictures } = setUp();
    const picture = pictures.prepare(file('a'));
    workers[0]?.died('out of memory');
    const late = prepared();
    workers[0]?.calls[0]?.answer(late);
    await settled();
    expect(late.bitmap.close).toHaveBeenCalledOnce();
    const right = prepared();
    workers[1]?.calls[0]?.answer(right);
    expect(await picture).toBe(right);
  });
});

it('refuses all that waits where the worker does not load, and asks again for the next', async () => {
  const { workers, spawn } = fakeWorkers();
  const pictures = createPictures(spawn);
  const frame = bitmap();
  const all = [...['a', 'b'].map(file), frame].map((source) => pictures.prepare(source));
  workers[0]?.died('the worker did not load');
  for (const one of all) await expect(one).rejects.toMatchObject({ kind: 'unloaded' });
  expect(frame.close).toHaveBeenCalledOnce();
  expect(workers).toHaveLength(1);
  const next = pictures.prepare(file('next'));
  workers[1]?.calls[0]?.answer(prepared());
  await next;
});

it('makes squares without a JPEG, and JPEGs of squares, in the same line', async () => {
  const { workers, pictures } = setUp();
  const [frame, square, other] = [bitmap(), bitmap(), bitmap()];
  const looked = pictures.square(frame);
  const kept = pictures.encode(other);
  const late = pictures.prepare(file('a'));
  expect(workers[0]?.calls).toMatchObject([
    { name: 'square', request: frame },
    { name: 'encode', request: other },
  ]);
  workers[0]?.calls[0]?.answer(square);
  expect(await looked).toBe(square);
  const jpeg = new Blob(['jpeg']);
  workers[0]?.calls[1]?.answer(jpeg);
  expect(await kept).toBe(jpeg);
  workers[0]?.calls[2]?.answer(prepared());
  await late;
});
