import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createLifecycle } from './lifecycle';

interface News {
  left: undefined;
  entered: string;
}

const soon = () => Promise.resolve();

it('tells everybody at once, in the order in which they asked to be told', async () => {
  const { on, announce } = createLifecycle<News>(() => {});
  const told: string[] = [];
  on('entered', async (id) => {
    told.push(`first ${id}`);
    await soon();
    told.push('later');
  });
  on('entered', (id) => told.push(`second ${id}`));
  on('left', () => told.push('never'));
  const over = announce('entered', 'p');
  expect(told).toEqual(['first p', 'second p']);
  await over;
  expect(told).toEqual(['first p', 'second p', 'later']);
});

it('is over when the last of them is', async () => {
  const { on, announce } = createLifecycle<News>(() => {});
  let end = () => {};
  let over = false;
  on('left', () => new Promise<void>((resolve) => (end = resolve)));
  on('left', soon);
  const leaving = announce('left').then(() => {
    over = true;
  });
  await soon();
  expect(over).toBe(false);
  end();
  await leaving;
  expect(over).toBe(true);
});

it('reports one that fails, and keeps nobody from going on', async () => {
  const reported: unknown[] = [];
  const { on, announce } = createLifecycle<News>((error) => reported.push(error));
  const told: string[] = [];
  on('left', () => {
    throw new Error('at once');
  });
  on('left', async () => {
    await soon();
    throw new Error('later');
  });
  on('left', () => told.push('told'));
  await announce('left');
  expect(told).toEqual(['told']);
  expect(reported).toEqual([new Error('at once'), new Error('later')]);
});

// The type of a `Slice` lets it write its own fields only. These are the ways around that.
it('lets no slice write the fields of another', () => {
  const files = readdirSync('src/store', { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  );
  expect(files.length).toBeGreaterThan(40);
  const around = files.filter((name) =>
    /useApp\.setState\(|StateCreator/.test(readFileSync(`src/store/${name}`, 'utf8')),
  );
  expect(around).toEqual([]);
});
