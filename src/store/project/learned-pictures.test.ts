import { expect, it } from 'vitest';
import { hasLearnedFrom, unlearnedFirst } from './learned-pictures';

const run = (refitOnAll: boolean) =>
  ({ result: { refitOnAll, split: { train: ['a', 'b'], validation: ['c'] } } }) as never;

it('has learned from the held-out pictures too, where it learned once more from all', () => {
  expect(hasLearnedFrom(run(true), 'a')).toBe(true);
  expect(hasLearnedFrom(run(true), 'c')).toBe(true);
  expect(hasLearnedFrom(run(false), 'c')).toBe(false);
  expect(hasLearnedFrom(run(true), 'new')).toBe(false);
});

it('puts those first that tell something', () => {
  const pictures = ['a', 'c', 'new', 'b'].map((id) => ({ id }));
  const order = (of: typeof pictures) => of.map(({ id }) => id).join(' ');
  expect(order(unlearnedFirst(run(false), pictures))).toBe('c new a b');
  expect(order(unlearnedFirst(undefined, pictures))).toBe('a c new b');
});
