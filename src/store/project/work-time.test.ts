import { expect, it } from 'vitest';
import { workTime } from './work-time';

const MINUTE = 60_000;
const taken = (...minutes: number[]) => minutes.map((at) => ({ createdAt: at * MINUTE }));

it.each([
  ['no pictures', taken(), 0],
  ['an import', taken(3, 3, 3), 0],
  ['pictures in any order', taken(4, 0, 2), 4],
  ['two lessons, without the week between them', taken(0, 3, 6, 10_000, 10_004), 10],
])('%s', (_, samples, minutes) => {
  expect(workTime(samples)).toBe(minutes * MINUTE);
});
