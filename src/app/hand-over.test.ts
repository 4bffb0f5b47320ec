import { beforeEach, expect, test, vi } from 'vitest';
import { useApp } from '../store/app-store';
import { addShared, refuseShared, takeHandedOver } from './hand-over';
import { MOST_WAITING_BYTES, putIntoInbox, readInbox } from './inbox';
import { NOTHING_SHARED, useShared } from './shared-files';

/** As much of the browser's caches as the inbox uses. */
function fakeCaches() {
  const all = new Map<string, Map<string, Response>>();
  const urlOf = (key: string | Request) =>
    new URL(typeof key === 'string' ? key : key.url, location.href).href;
  const open = (kept: Map<string, Response>) => ({
    put: async (key: string, response: Response) => void kept.set(urlOf(key), response),
    match: async (key: string | Request) => kept.get(urlOf(key))?.clone(),
    delete: async (key: string | Request) => kept.delete(urlOf(key)),
    keys: async () => Array.from(kept.keys(), (url) => new Request(url)),
  });
  return {
    has: async (name: string) => all.has(name),
    open: async (name: string) => {
      const kept = all.get(name) ?? new Map<string, Response>();
      all.set(name, kept);
      return open(kept);
    },
  };
}

const picture = (name: string) => new File([name], name, { type: 'image/png' });
const importFiles = vi.fn(async () => []);
const waiting = async () => (await readInbox()).files.map(({ file }) => file.name);
const asked = () => useShared.getState().files.map(({ file }) => file.name);

beforeEach(() => {
  vi.stubGlobal('self', globalThis);
  vi.stubGlobal('location', new URL('http://localhost/app/'));
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('caches', fakeCaches());
  importFiles.mockClear();
  useShared.setState(NOTHING_SHARED);
  useApp.setState({ importFiles, role: 'leads', offered: undefined, transfer: undefined });
});

test('what was shared goes in after a yes, and leaves the inbox when it is in', async () => {
  await putIntoInbox([picture('a.png'), picture('b.png')]);
  await takeHandedOver();
  expect(asked()).toEqual(['a.png', 'b.png']);
  expect(importFiles).not.toHaveBeenCalled();

  let isIn = (_: never[]) => {};
  importFiles.mockReturnValueOnce(new Promise((resolve) => (isIn = resolve)));
  const added = addShared();
  expect(importFiles).toHaveBeenCalledOnce();
  expect(asked()).toEqual([]);
  expect(await waiting()).toEqual(['a.png', 'b.png']);
  isIn([]);
  await added;
  expect(await waiting()).toEqual([]);
});

test('after a no nothing goes in, and the inbox is empty', async () => {
  await putIntoInbox([picture('a.png')]);
  await takeHandedOver();
  await refuseShared();
  expect(importFiles).not.toHaveBeenCalled();
  expect(await waiting()).toEqual([]);
});

test.each(['leaves', 'follows'] as const)(
  'a tab that %s takes nothing, and nothing is lost',
  async (role) => {
    await putIntoInbox([picture('a.png')]);
    await takeHandedOver();
    useApp.setState({ role });
    await addShared();
    expect(importFiles).not.toHaveBeenCalled();
    expect(asked()).toEqual(['a.png']);
    expect(await waiting()).toEqual(['a.png']);
  },
);

test('if the project is left while they go in, the person is asked again', async () => {
  await putIntoInbox([picture('a.png')]);
  await takeHandedOver();
  importFiles.mockImplementationOnce(async () => {
    useApp.setState({ role: 'leaves' });
    return [];
  });
  await addShared();
  expect(asked()).toEqual(['a.png']);
  expect(await waiting()).toEqual(['a.png']);
});

test('a project file stays in the inbox until it is answered', async () => {
  await putIntoInbox([new File(['zip'], 'Pets.zip')]);
  await takeHandedOver();
  importFiles.mockImplementationOnce(async () => {
    const summary = { name: '', classes: [], pictures: 0, appVersion: '' };
    useApp.setState({ offered: { name: 'Pets.zip', summary } });
    return [];
  });
  const added = addShared();
  await vi.waitFor(() => expect(useApp.getState().offered).toBeDefined());
  expect(await waiting()).toEqual(['Pets.zip']);
  useApp.setState({ offered: undefined });
  await added;
  expect(await waiting()).toEqual([]);
});

test('more than there is room for is refused as a whole, with a word', async () => {
  await putIntoInbox([picture('a.png')]);
  const large = picture('b.png');
  Object.defineProperty(large, 'size', { value: MOST_WAITING_BYTES });
  await putIntoInbox([picture('c.png'), large]);
  await takeHandedOver();
  expect(asked()).toEqual(['a.png']);
  expect(useShared.getState().tooMuch).toBe(true);
  await refuseShared();
  expect(await readInbox()).toEqual({ files: [], tooMuch: false });
});
