import { expect, it } from 'vitest';
import { placeOfLabel } from './kept-label';

const flat = (training: number, validation: number | null = null) =>
  Array.from({ length: 20 }, (_, i) => ({ x: i + 1, training, validation }));

it('stands at the end that the lines leave free', () => {
  expect(placeOfLabel(flat(0.98, 0.95), 5, 20, [0.4, 1]).end).toBe('bottomEnd');
  expect(placeOfLabel(flat(0.45, 0.42), 5, 20, [0.4, 1]).end).toBe('topEnd');
  expect(placeOfLabel(flat(0.7), 5, 20, [0.4, 1]).end).toBe('bottomEnd');
});

it('looks only at what it covers', () => {
  const rising = flat(0.95).map((point) => (point.x < 4 ? { ...point, training: 0.41 } : point));
  expect(placeOfLabel(rising, 6, 20, [0.4, 1])).toEqual({ side: 'after', end: 'bottomEnd' });
  expect(placeOfLabel(rising, 20, 20, [0.4, 1])).toEqual({ side: 'before', end: 'bottomEnd' });
  expect(placeOfLabel(rising, 1, 20, [0.4, 1])).toEqual({ side: 'after', end: 'topEnd' });
});
