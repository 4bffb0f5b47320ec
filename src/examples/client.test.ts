import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createArtist } from './client';

const MINUTE = 60_000;
const failed = { name: 'ArtistGone' };
const wanted = { example: 'cells', seed: 1, ofClass: 0, thing: 0, number: 0 } as const;

/** An artist whose worker draws and dies when the test says so. */
function setUp() {
  const drawn: ((picture: Blob) => void)[] = [];
  let die = () => {};
  const end = vi.fn();
  const artist = createArtist((onDeath) => {
    die = onDeath;
    return { draw: () => new Promise((resolve) => drawn.push(resolve)), end };
  });
  return { artist, drawn, end, die: () => die() };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it('fails every picture that is asked of a worker that died', async () => {
  const { artist, end, die } = setUp();
  const under = expect(artist.draw(wanted)).rejects.toMatchObject(failed);
  die();
  await under;
  expect(end).toHaveBeenCalled();
  await expect(artist.draw(wanted)).rejects.toMatchObject(failed);
});

it('fails what a worker that has fallen silent does not draw', async () => {
  const { artist, drawn } = setUp();
  const [one, two] = [artist.draw(wanted), artist.draw(wanted)];
  const failing = expect(two).rejects.toMatchObject(failed);
  await vi.advanceTimersByTimeAsync(MINUTE / 3);
  const picture = new Blob();
  drawn[0]?.(picture);
  expect(await one).toBe(picture);
  await vi.advanceTimersByTimeAsync(MINUTE);
  await failing;
});

it('gives a long line of pictures its time, and may rest between them', async () => {
  const { artist, drawn, end } = setUp();
  const all = Array.from({ length: 10 }, () => artist.draw(wanted));
  for (const draw of drawn) {
    await vi.advanceTimersByTimeAsync(MINUTE / 3);
    draw(new Blob());
  }
  await Promise.all(all);
  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect(end).not.toHaveBeenCalled();
  const last = artist.draw(wanted);
  drawn.at(-1)?.(new Blob());
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
  const { artist, end } = setUp();
  const never = vi.fn();
  artist.draw(wanted).then(never, never);
  artist.end();
  expect(end).toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect(never).not.toHaveBeenCalled();
});
