import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { madeUpSample } from '../storage/made-up';
import { readFeatures, readPicture } from '../storage/samples';
import { asEngine, fakeEngine, KEY, pictures } from './fake-services';
import { saveAtOnce, takeIn } from './intake';
import { provideServices } from './services';

const isKept = async (id: string) => (await readPicture(id)) !== undefined;
const hasFeatures = async (id: string) => (await readFeatures([id], KEY)).has(id);

/** An engine that answers when the test says so. */
let answers: ((made: { key: string; vectors: Float32Array<ArrayBuffer>[] }) => void)[];
const onWritten = vi.fn();
const take = (id: string) =>
  takeIn({ row: madeUpSample(id), from: 'r', source: new Blob() }, onWritten);

beforeEach(() => {
  answers = [];
  onWritten.mockClear();
  const { engine } = fakeEngine();
  engine.embed.mockImplementation(() => new Promise((resolve) => void answers.push(resolve)));
  provideServices({ engine: asEngine(engine), pictures });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});

afterEach(async () => {
  for (const answer of answers) answer({ key: KEY, vectors: [] });
  await vi.advanceTimersByTimeAsync(0);
  vi.useRealTimers();
});

it('a picture waits for its features, and is written once with them', async () => {
  const taken = take('with');
  await vi.waitUntil(() => answers.length === 1);
  expect(await isKept('with')).toBe(false);
  answers[0]?.({ key: KEY, vectors: [Float32Array.of(1)] });
  await taken;
  expect(await hasFeatures('with')).toBe(true);
  expect(onWritten).toHaveBeenCalledExactlyOnceWith(expect.anything(), true);
});

it('it does not wait for ever, nor do later ones, until the engine answers again', async () => {
  const taken = take('late');
  await vi.waitUntil(() => answers.length === 1);
  await vi.advanceTimersByTimeAsync(3000);
  await taken;
  expect(await hasFeatures('late')).toBe(false);
  await take('next');
  expect(answers).toHaveLength(1);
  expect(onWritten.mock.calls.map(([, embedded]) => embedded)).toEqual([false, false]);

  answers[0]?.({ key: KEY, vectors: [Float32Array.of(1)] });
  await vi.advanceTimersByTimeAsync(0);
  const again = take('again');
  await vi.waitUntil(() => answers.length === 2);
  answers[1]?.({ key: KEY, vectors: [Float32Array.of(1)] });
  await again;
  expect(await hasFeatures('again')).toBe(true);
});

it('what waits is written at once when the page may be about to end', async () => {
  const taken = take('at once');
  await vi.waitUntil(() => answers.length === 1);
  saveAtOnce();
  await taken;
  expect(await isKept('at once')).toBe(true);
});
