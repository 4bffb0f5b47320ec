import { randomBytes } from 'node:crypto';
import {
  BlobWriter,
  TextReader,
  Uint8ArrayReader,
  ZipWriter,
} from '@zip.js/zip.js/lib/zip-core-native.js';
import { expect, it } from 'vitest';
import { blobOf, bytesOf, listZip, whileUnpacked, type ZipItem } from './zip';

/** A zip whose names are these bytes, without any sign of their encoding. */
async function zipOf(...names: number[][]): Promise<Blob> {
  const zip = new ZipWriter(new BlobWriter(), {
    useWebWorkers: false,
    useUnicodeFileNames: false,
    encodeText: (text) => Uint8Array.from(names[Number(text)] ?? []),
  });
  for (const i of names.keys()) await zip.add(String(i), new TextReader('a picture'));
  return await zip.close();
}

const bytes = (text: string) => [...new TextEncoder().encode(text)];

it('reads names that Windows wrote in Chinese', async () => {
  const cat = [0xc3, 0xa8];
  const bracketed = [0xa3, 0xa8, 0xd2, 0xbb, 0xa3, 0xa9];
  const items = await listZip(
    await zipOf([...cat, ...bytes('/'), ...bracketed, ...bytes('1.png')]),
  );
  expect(items.map(({ path }) => path)).toEqual(['猫/（一）1.png']);
});

it.each([
  ['UTF-8', [bytes('猫/é.png'), bytes('école.png')], ['猫/é.png', 'école.png']],
  [
    'code page 437',
    [
      [0x82, ...bytes('cole.png')],
      [...bytes('Espa'), 0xa4, ...bytes('a.png')],
    ],
    ['école.png', 'España.png'],
  ],
])('reads names in %s', async (_, names, paths) => {
  const items = await listZip(await zipOf(...names));
  expect(items.map(({ path }) => path)).toEqual(paths);
});

/** A zip of equal files, each packed as tightly as one may be. Nothing in them is a picture. */
async function bombs(count: number, bytes: number): Promise<ZipItem[]> {
  const zip = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
  const content = new Uint8Array(bytes);
  content.set(randomBytes(bytes / 240));
  for (let i = 0; i < count; i++) {
    await zip.add(`${i}.jpg`, new Uint8ArrayReader(content));
  }
  return listZip(await zip.close());
}

/** The file, reporting each part as it comes. */
const watched = (item: ZipItem, onPart: (bytes: number) => void): ZipItem => ({
  ...item,
  stream: (take, ...rest) =>
    item.stream(
      (part) => {
        onPart(part.length);
        return take(part);
      },
      ...rest,
    ),
});

it('looks at the first bytes of a file before it unpacks the rest', async () => {
  const [item] = await bombs(1, 40e6);
  let unpacked = 0;
  const look = (head: Uint8Array, size: number) => {
    expect(head.length).toBeGreaterThanOrEqual(256 * 1024);
    expect(size).toBe(40e6);
    throw new RangeError('no picture');
  };
  if (!item) throw new Error('the zip is empty');
  const counted = watched(item, (bytes) => {
    unpacked += bytes;
  });
  await expect(blobOf(counted, 200e6, { look })).rejects.toThrow(RangeError);
  expect(unpacked).toBeLessThan(1e6);
  // What it took to look is free again.
  expect((await blobOf(counted, 200e6)).size).toBe(40e6);
  expect(await bytesOf(counted, 200e6)).toHaveLength(40e6);
});

it('looks at a small file as a whole, and passes on what looking throws', async () => {
  const [item] = await listZip(await zipOf(bytes('a.png')));
  if (!item) throw new Error('the zip is empty');
  const heads: string[] = [];
  const look = (head: Uint8Array) => void heads.push(new TextDecoder().decode(head));
  expect((await blobOf(item, 100, { look })).size).toBe(9);
  expect(heads).toEqual(['a picture']);
});

it('unpacks few files at once, and no more bytes than there may be in use', async () => {
  const items = await bombs(7, 30e6);
  let inUse = 0;
  let mostInUse = 0;
  const open = new Set<number>();
  let mostOpen = 0;
  await Promise.all(
    items.map((item, i) => {
      const counted = watched(item, (part) => {
        open.add(i);
        mostOpen = Math.max(mostOpen, open.size);
        inUse += part;
        mostInUse = Math.max(mostInUse, inUse);
      });
      return whileUnpacked(counted, 200e6, async ({ size }) => {
        open.delete(i);
        // The next one begins while this one is still in use.
        await new Promise((resolve) => setImmediate(resolve));
        inUse -= size;
      });
    }),
  );
  expect(mostOpen).toBe(2);
  expect(mostInUse).toBeLessThanOrEqual(128e6);
  expect(inUse).toBe(0);
});

it('gives back what a failed or cancelled file had', async () => {
  const items = await bombs(5, 30e6);
  const cancelled = new AbortController();
  const all = items.map((item, i) =>
    whileUnpacked(
      item,
      200e6,
      async () => {
        if (i === 0) cancelled.abort();
        throw new Error('failed');
      },
      i % 2 === 1 ? { signal: cancelled.signal } : {},
    ),
  );
  expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(
    items.map(() => 'rejected'),
  );
  const sizes = items.map((item) => whileUnpacked(item, 200e6, async ({ size }) => size));
  expect(await Promise.all(sizes)).toEqual(items.map(() => 30e6));
});
