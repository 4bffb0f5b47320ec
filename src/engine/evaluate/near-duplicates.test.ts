import { expect, it } from 'vitest';
import { seededRandom } from '../../model/random';
import { madeUp } from '../head/made-up';
import { joinNearDuplicates } from './near-duplicates';

const SIZE = 256;
const breathe = () => undefined;

/**
 * Each of n pictures twice, the second time slightly different, with random labels of two classes.
 */
function twice(n: number, noise: number, seed: number) {
  const random = seededRandom(seed);
  const { features } = madeUp(n, 1, SIZE, seed);
  const again = features.map((x) => x + noise * random.normal());
  const labels = Array.from({ length: n }, () => random.below(2));
  return {
    features: Float32Array.of(...features, ...again),
    labels: Int32Array.of(...labels, ...labels),
  };
}

it('joins what is nearly the same, across recordings, and nothing else', async () => {
  const { features, labels } = twice(100, 0.15, 1);
  const own = Array.from(labels, (_, i) => `${String(i).padStart(3, '0')}`);
  const joined = await joinNearDuplicates(features, SIZE, labels, own, breathe);
  expect(joined).toEqual([...own.slice(0, 100), ...own.slice(0, 100)]);
});

it('joins whole recordings, also by a chain, and does not look at lengths', async () => {
  const { features, labels } = twice(6, 0.1, 2);
  const same = labels.fill(0);
  const scaled = features.map((x, place) => (place < 6 * SIZE ? x : 5 * x));
  // Pictures 0 to 5 have the groups a a b b c d, their doubles e f f g h h: 0-6 a-e, 1-7 a-f, 2-8
  // b-f, 3-9 b-g, 4-10 c-h, 5-11 d-h.
  const groups = [...'aabbcdeffghh'];
  const joined = await joinNearDuplicates(scaled, SIZE, same, groups, breathe);
  expect(joined.join('')).toBe('aaaaccaaaacc');
});

it('leaves different pictures apart, and the same picture in two classes', async () => {
  const { features } = madeUp(50, 2, SIZE, 3);
  const labels = new Int32Array(100);
  const groups = Array.from(labels, (_, i) => `${i}`);
  expect(await joinNearDuplicates(features, SIZE, labels, groups, breathe)).toEqual(groups);
  const copies = twice(20, 0, 4);
  copies.labels.fill(1, 20).fill(0, 0, 20);
  const own = Array.from(copies.labels, (_, i) => `${i}`);
  const joined = await joinNearDuplicates(copies.features, SIZE, copies.labels, own, breathe);
  expect(joined).toEqual(own);
});
