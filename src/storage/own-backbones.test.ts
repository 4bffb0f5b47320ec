import 'fake-indexeddb/auto';
import { afterEach, expect, it } from 'vitest';
import { database } from './database';
import { madeUpModel } from './made-up';
import {
  keepOwnBackbone,
  listOwnBackbones,
  readOwnBackbone,
  removeOwnBackbone,
} from './own-backbones';

afterEach(() => database.delete({ disableAutoOpen: false }));

const bytes = Uint8Array.from({ length: 9_000_001 }, (_, i) => i % 251);
const file = { header: '{"format":"layers"}', weights: new Blob([bytes]) };

it('keeps a model of more than one part as it was', async () => {
  await keepOwnBackbone(madeUpModel('a'), file);
  expect(await database.ownBackboneParts.count()).toBe(3);
  const found = await readOwnBackbone('a');
  expect(found?.header).toBe(file.header);
  expect(Buffer.from(await (found?.weights ?? new Blob()).arrayBuffer()).equals(bytes)).toBe(true);
  expect(await listOwnBackbones()).toMatchObject([madeUpModel('a')]);
});

it('keeps the same model once', async () => {
  await keepOwnBackbone(madeUpModel('a'), file);
  await keepOwnBackbone({ ...madeUpModel('a'), name: 'again' }, file);
  expect(await listOwnBackbones()).toMatchObject([{ hash: 'a', name: 'again' }]);
  expect(await database.ownBackboneParts.count()).toBe(3);
});

it('frees the room of one that is removed, and only of that', async () => {
  await keepOwnBackbone(madeUpModel('a'), file);
  await keepOwnBackbone(madeUpModel('b'), { header: '{}', weights: new Blob([new Uint8Array(5)]) });
  await removeOwnBackbone('a');
  expect(await readOwnBackbone('a')).toBeUndefined();
  expect((await listOwnBackbones()).map(({ hash }) => hash)).toEqual(['b']);
  expect(await database.ownBackboneParts.toCollection().primaryKeys()).toEqual([['b', 0]]);
});

it('has no model that is not there whole', async () => {
  await keepOwnBackbone(madeUpModel('a'), file);
  await database.ownBackboneParts.delete(['a', 1]);
  expect(await readOwnBackbone('a')).toBeUndefined();
});
