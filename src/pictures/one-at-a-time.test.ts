import { expect, it } from 'vitest';
import { oneAtATime } from './one-at-a-time';

it('does one piece of work after the other, in order, whatever comes of each', async () => {
  const alone = oneAtATime();
  let atOnce = 0;
  const order: number[] = [];
  const work = (nth: number) => async () => {
    atOnce++;
    expect(atOnce).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 3 - nth));
    atOnce--;
    order.push(nth);
    if (nth === 1) throw new Error('broken');
    return nth;
  };
  const outcomes = await Promise.allSettled([0, 1, 2].map((nth) => alone(work(nth))));
  expect(order).toEqual([0, 1, 2]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
