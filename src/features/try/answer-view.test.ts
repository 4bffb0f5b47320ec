import { expect, it } from 'vitest';
import { answerOf } from './answer-view';

const row = (id: string, order: number) => ({
  id,
  name: id,
  projectId: 'p',
  colour: 0,
  shape: 0,
  order,
  deletedAt: 0,
});

const prediction = { classes: ['b', 'a', 'gone'], probabilities: [0.3, 0.6, 0.1], msEmbed: 18 };

it('keeps the order of the classes and leaves out what is gone or new', () => {
  const answer = answerOf(prediction, [row('a', 0), row('new', 1), row('b', 2)]);
  expect(answer?.bars.map(({ row: { id }, share }) => [id, share])).toEqual([
    ['a', 0.6],
    ['b', 0.3],
  ]);
  expect(answer?.top.row.id).toBe('a');
});

it('is nothing without a prediction or without two of its classes', () => {
  expect(answerOf(undefined, [row('a', 0), row('b', 1)])).toBeUndefined();
  expect(answerOf(prediction, [row('a', 0), row('new', 1)])).toBeUndefined();
  expect(answerOf(prediction, [])).toBeUndefined();
});
