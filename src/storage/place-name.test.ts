// Two copies of the app on one origin, and two versions of it in one browser.
import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { database, deleteDatabase, openDatabase } from './database';
import { forgetSettings, placeName } from './place-name';
import { addProject, listProjects } from './projects';

let kept: Map<string, string>;

beforeEach(() => {
  kept = new Map();
  const asObject = () => Object.fromEntries(kept);
  const methods = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  };
  vi.stubGlobal(
    'localStorage',
    new Proxy(methods, {
      ownKeys: () => Object.keys(asObject()),
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    }),
  );
});

afterEach(async () => {
  await deleteDatabase();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function openAt(path: string): Promise<string[]> {
  vi.stubGlobal('location', { href: `https://school.example${path}` });
  await openDatabase();
  return (await listProjects()).map(({ project }) => project.name);
}

it('keeps apart what lies at different paths, and finds it again', async () => {
  expect(await openAt('/a/index.html?backend=cpu')).toEqual([]);
  await addProject('of a');
  expect(placeName()).toBe('apprentice /a/');
  expect(await openAt('/')).toEqual([]);
  await addProject('of the root');
  expect(placeName()).toBe('apprentice');
  expect(await openAt('/b/')).toEqual([]);
  expect(await openAt('/')).toEqual(['of the root']);
  expect(await openAt('/a/')).toEqual(['of a']);
  // Without the note of whose the first name is, each still finds its own.
  kept.clear();
  expect(await openAt('/a/')).toEqual(['of a']);
  expect(await openAt('/')).toEqual(['of the root']);
  for (const path of ['/a/', '/b/']) {
    await openAt(path);
    await deleteDatabase();
  }
  await openAt('/');
});

it('finds what was kept before paths had names', async () => {
  await openAt('/');
  await addProject('of long ago');
  kept.clear();
  expect(await openAt('/app/')).toEqual(['of long ago']);
  expect(placeName()).toBe('apprentice');
  // Another copy comes to the same origin.
  expect(await openAt('/fork/')).toEqual([]);
  await deleteDatabase();
  expect(await openAt('/app/')).toEqual(['of long ago']);
});

it('clears the settings of this app alone', async () => {
  await openAt('/app/');
  for (const key of ['apprentice.language', 'other', 'apprentice.owner']) kept.set(key, '/');
  forgetSettings();
  expect([...kept.keys()]).toEqual(['other', 'apprentice.owner']);
  await openAt('/');
  forgetSettings();
  expect([...kept.keys()]).toEqual(['other']);
});

it('an older page leaves a newer database alone', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  await openAt('/');
  await addProject('p');
  const overtaken = vi.fn();
  await openDatabase(overtaken);
  const newer = new Dexie('apprentice');
  newer.version(99).stores({ projects: 'id, openedAt', more: 'id' });
  await newer.open();
  expect(overtaken).toHaveBeenCalledOnce();
  await expect(addProject('late')).rejects.toMatchObject({ kind: 'blocked' });
  expect(database.isOpen()).toBe(false);
  // Nor does it after a reload.
  await expect(openDatabase()).rejects.toMatchObject({ kind: 'blocked' });
  await expect(addProject('late')).rejects.toMatchObject({ kind: 'blocked' });
  expect(await newer.table('projects').count()).toBe(1);
  newer.close();
});

it('does not hang on a list of databases that never comes', async () => {
  vi.spyOn(IDBFactory.prototype, 'databases').mockRejectedValue(new Error('no list'));
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  expect(await openAt('/app/')).toEqual([]);
  expect(placeName()).toBe('apprentice');
});
