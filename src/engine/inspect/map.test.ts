import { expect, it } from 'vitest';
import type { MapEvent } from '../../model/map';
import { madeUp } from '../head/made-up';
import { type MapData, placesOf } from './map';

const { features, size, labels } = madeUp(40, 3, 60, 1, 1);
const DATA: MapData = { features, size, seed: 4 };

const at = (places: Float32Array, i: number) =>
  [places[2 * i] ?? 0, places[2 * i + 1] ?? 0] as const;

/** The share of samples whose nearest in the plane is of their class. */
function neighbourly(places: Float32Array): number {
  let same = 0;
  for (const i of labels.keys()) {
    const [x, y] = at(places, i);
    let nearest = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const j of labels.keys()) {
      const distance = Math.hypot(at(places, j)[0] - x, at(places, j)[1] - y);
      if (j === i || distance >= least) continue;
      nearest = j;
      least = distance;
    }
    if (labels[nearest] === labels[i]) same++;
  }
  return same / labels.length;
}

function isFramed(places: Float32Array) {
  for (const x of places) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x).toBeLessThanOrEqual(1);
  }
}

it('tells the components first and goes on to UMAP, which brings classes together', async () => {
  const events: MapEvent[] = [];
  const { places, layout } = await placesOf(DATA, (event) => events.push(event));
  const [first, ...rest] = events;
  expect(first).toMatchObject({ type: 'first', layout: 'pca' });
  expect(rest.at(-1)).toEqual({ type: 'epoch', done: 500, total: 500 });
  expect(layout).toBe('umap');
  expect(places).toHaveLength(2 * labels.length);
  isFramed(places);
  expect(neighbourly(places)).toBeGreaterThan(0.95);
  expect(Math.max(...places) - Math.min(...places)).toBeGreaterThan(0.9);
  if (first?.type === 'first') isFramed(first.places);
});

it('is the same for the same seed, and another for another', async () => {
  const { places } = await placesOf(DATA, () => {});
  expect((await placesOf(DATA, () => {})).places).toEqual(places);
  expect((await placesOf({ ...DATA, seed: 5 }, () => {})).places).not.toEqual(places);
});

it.each([1, 2, 5, 6, 15, 16])('places %i samples', async (n) => {
  const { places } = await placesOf({ ...DATA, features: features.slice(0, n * size) }, () => {});
  expect(places).toHaveLength(2 * n);
  isFramed(places);
});

it('places samples that are all the same', async () => {
  const one = features.slice(0, size);
  const same = Float32Array.from({ length: 20 * size }, (_, i) => one[i % size] ?? 0);
  isFramed((await placesOf({ features: same, size, seed: 1 }, () => {})).places);
  isFramed(
    (await placesOf({ features: new Float32Array(20 * size), size, seed: 1 }, () => {})).places,
  );
});

it('puts two classes by answers from left to right as they are believed', async () => {
  const n = 30;
  const values = Float32Array.from({ length: 2 * n }, (_, i) => (i % 2 === 0 ? 0 : i / 2));
  const data = {
    features: features.slice(0, n * size),
    size,
    seed: 1,
    logits: { values, classes: 2 },
  };
  const { places, layout } = await placesOf(data, () => {});
  expect(layout).toBe('evidence');
  for (let i = 1; i < n; i++) expect(at(places, i)[0]).toBeGreaterThan(at(places, i - 1)[0]);
  // The vertical axis shows something else.
  const mean = (axis: 0 | 1) =>
    labels.slice(0, n).reduce((sum, _, i) => sum + at(places, i)[axis], 0) / n;
  let shared = 0;
  for (let i = 0; i < n; i++) shared += (at(places, i)[0] - mean(0)) * (at(places, i)[1] - mean(1));
  expect(Math.abs(shared / n)).toBeLessThan(1e-3);
});

it.each([
  [3, 'pca'],
  [4, 'umap'],
] as const)('places %i classes by answers: %s', async (classes, expected) => {
  const n = labels.length;
  // What all classes share changes neither an answer nor a place.
  const values = Float32Array.from({ length: n * classes }, (_, i) => {
    const sample = Math.floor(i / classes);
    return (i % classes === labels[sample] ? 5 : 0) + ((sample % 7) / 10) * (i % classes);
  });
  const shifted = values.map((z, i) => z + 64 * (Math.floor(i / classes) % 3));
  const place = (logits: Float32Array) =>
    placesOf({ ...DATA, logits: { values: logits, classes } }, () => {});
  const { places, layout } = await place(values);
  expect(layout).toBe(expected);
  isFramed(places);
  expect(neighbourly(places)).toBe(1);
  if (expected === 'pca') {
    const other = (await place(shifted)).places;
    places.forEach((x, i) => {
      expect(other[i]).toBeCloseTo(x, 3);
    });
  }
});

it('stops when it is told to', async () => {
  const controller = new AbortController();
  const work = placesOf(DATA, () => controller.abort(), controller.signal);
  await expect(work).rejects.toMatchObject({ kind: 'aborted' });
});
