import { expect, it } from 'vitest';
import { veilOf } from './heat-veil';

const opacity = (values: number[], width: number, height: number) => {
  const veil = veilOf(width, height, values);
  const rows = Array.from({ length: veil.height }, (_, y) =>
    Array.from({ length: veil.width }, (_, x) => veil.data[(y * veil.width + x) * 4 + 3] ?? -1),
  );
  return { veil, rows };
};

it('leaves what mattered most as it is and never blackens the rest', () => {
  const { rows } = opacity([1, 0.5, 0, 1, 1, 1], 3, 2);
  expect(rows[1]?.slice(1, 4)).toEqual([0, 99, 199]);
  expect(rows[2]?.slice(1, 4)).toEqual([0, 0, 0]);
});

it('repeats its edges, each on its own side', () => {
  const { rows } = opacity([0, 1, 1, 0], 2, 2);
  expect(rows).toEqual([
    [199, 199, 0, 0],
    [199, 199, 0, 0],
    [0, 0, 199, 199],
    [0, 0, 199, 199],
  ]);
});

it('is black alone', () => {
  const { veil } = opacity([0.2, 0.4], 2, 1);
  expect([...veil.data].filter((value, i) => i % 4 !== 3 && value !== 0)).toEqual([]);
});
