import { expect, it } from 'vitest';
import { createBudget } from './budget';

/** Takes these amounts in order. `begun` has the places of those that have got theirs. */
async function taking(budget: ReturnType<typeof createBudget>, ...amounts: number[]) {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  for (const [i, amount] of amounts.entries()) {
    void budget.take(amount).then((end) => {
      begun.push(i);
      ends[i] = end;
    });
  }
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  await settled();
  return {
    begun,
    async end(i: number) {
      ends[i]?.();
      await settled();
    },
  };
}

it('gives out no more than there is, in order', async () => {
  const { begun, end } = await taking(createBudget(10), 6, 4, 8, 1);
  expect(begun).toEqual([0, 1]);
  // The last one would fit, but the one before it would then wait for ever if more such ones came.
  await end(1);
  expect(begun).toEqual([0, 1]);
  await end(0);
  expect(begun).toEqual([0, 1, 2, 3]);
});

it('gives everything to what wants more than there is', async () => {
  const { begun, end } = await taking(createBudget(10), 1, 25, 1);
  expect(begun).toEqual([0]);
  await end(0);
  expect(begun).toEqual([0, 1]);
  await end(1);
  expect(begun).toEqual([0, 1, 2]);
});

it('forgets what was cancelled while it waited', async () => {
  const budget = createBudget(10);
  const end = await budget.take(5);
  const cancel = new AbortController();
  const large = budget.take(10, cancel.signal);
  const small = budget.take(5);
  cancel.abort(new Error('cancelled'));
  await expect(large).rejects.toThrow('cancelled');
  (await small)();
  end();
  (await budget.take(10))();
  await expect(budget.take(1, cancel.signal)).rejects.toThrow('cancelled');
});
