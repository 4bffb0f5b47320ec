import 'fake-indexeddb/auto';
import { afterEach, expect, it } from 'vitest';
import { applyChanges } from './changes';
import { readCues, saveCue } from './cues';
import { database } from './database';
import { purgeDeleted } from './deleted';

afterEach(() => Promise.all(database.tables.map((table) => table.clear())));

const read = async (id: string) => {
  const { sound, picture } = (await readCues([id])).get(id) ?? {};
  const text = (file: typeof sound) =>
    file && `${file.name}: ${new TextDecoder().decode(file.bytes)}`;
  return { sound: text(sound), picture: text(picture) };
};

it('keeps a sound and a picture of a class, each by itself', async () => {
  await saveCue('c', 'sound', new File(['moo'], 'cow.wav'));
  await saveCue('c', 'picture', new File(['cow'], 'cow.png'));
  await saveCue('c', 'sound', new File(['meow'], 'cat.wav'));
  await saveCue('d', 'sound', new File(['woof'], 'dog.wav'));
  expect(await read('c')).toEqual({ sound: 'cat.wav: meow', picture: 'cow.png: cow' });
  await saveCue('c', 'sound', undefined);
  expect(await read('c')).toEqual({ sound: undefined, picture: 'cow.png: cow' });
  expect(await read('d')).toEqual({ sound: 'dog.wav: woof', picture: undefined });
});

it('goes with a class that is purged', async () => {
  const row = { projectId: 'p', name: '', colour: 0, shape: 0, order: 1 };
  await applyChanges([
    { table: 'classes', after: { ...row, id: 'c', deletedAt: 5 } },
    { table: 'classes', after: { ...row, id: 'd', deletedAt: 0 } },
  ]);
  for (const id of ['c', 'd']) await saveCue(id, 'sound', new File([id], `${id}.wav`));
  await purgeDeleted('p', 10);
  expect([...(await readCues(['c', 'd'])).keys()]).toEqual(['d']);
});
