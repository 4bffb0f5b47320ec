import { expect, test } from 'vitest';
import { channelMapsOf } from './channel-maps';

test('the channels that differ most come first, each from black to white', () => {
  // 2 × 2 places of three channels: flat, strong and weak.
  const values = Float32Array.of(5, 0, 1, 5, 10, 1.5, 5, 20, 2, 5, 40, 1);
  const { shown, maps } = channelMapsOf(values, 2, 3, 2);
  expect(shown).toEqual([1, 2]);
  expect([...maps]).toEqual([0, 64, 128, 255, 0, 128, 255, 0]);
  expect([...channelMapsOf(values, 2, 3, 9).maps.slice(8)]).toEqual([0, 0, 0, 0]);
});
