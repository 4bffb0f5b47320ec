import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fakeWorkers } from '../worker-link/fake-workers';
import { createArtist } from './client';

const MINUTE = 60_000;
const failed = { name: 'ArtistGone' };
const wanted = { example: 'cells', seed: 1, ofClass: 0, thing: 0, number: 0 } as const;

/** An artist whose worker draws and dies when the test says so. */
function setUp() {
  const { workers, spawn } = fakeWorkers();
  const artist = createArtist(spawn);
  const [worker] = workers;
  if (!worker) throw new Error('no worker was spawned');
  return { artist, worker };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it('fails every picture that is asked of a worker that died', async () => {
  const { artist, worker } = setUp();
  const under = expect(artist.draw(wanted)).rejects.toMatchObject(failed);
  worker.died('out of memory');
  await under;
  expect(worker.ended).toBe(true);
  await expect(artist.draw(wanted)).rejects.toMatchObject(failed);
});

it('fails what a worker that has fallen silent does not draw', async () => {
  const { artist, worker } = setUp();
  const [one, two] = [artist.draw(wanted), artist.draw(wanted)];
  const failing = expect(two).rejects.toMatchObject(failed);
  await vi.advanceTimersByTimeAsync(MINUTE / 3);
  const picture = new Blob();
  worker.calls[0]?.answer(picture);
  expect(await one).toBe(picture);
  await vi.advanceTimersByTimeAsync(MINUTE);
  await failing;
});

it('gives a long line of pictures its time, and may rest between them', async () => {
  const { artist, worker } = setUp();
  const all = Array.from({ length: 10 }, () => artist.draw(wanted));
  for (const { answer } of worker.calls) {
    await vi.advanceTimersByTimeAsync(MINUTE / 3);
    answer(new Blob());
  }
  await Promise.all(all);
  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect(worker.ended).toBe(false);
  const last = artist.draw(wanted);
  worker.calls.at(-1)?.answer(new Blob());
  await last;
});

it('lets whoever does not want a picture any more go at once', async () => {
  const { artist } = setUp();
  const abort = new AbortController();
  const unwanted = expect(artist.draw(wanted, abort.signal)).rejects.toMatchObject({
    name: 'AbortError',
  });
  abort.abort();
  await unwanted;
  await expect(artist.draw(wanted, abort.signal)).rejects.toMatchObject({ name: 'AbortError' });
});

it('ends without a word', async () => {
  const { artist, worker } = setUp();
  const never = vi.fn();
  artist.draw(wanted).then(never, never);
  artist.end();
  expect(worker.ended).toBe(true);
  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect(never).not.toHaveBeenCalled();
});
