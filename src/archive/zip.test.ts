import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import { expect, it } from 'vitest';
import { listZip } from './zip';

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

it('reads names in UTF-8 and in code page 437 as before', async () => {
  const items = await listZip(
    await zipOf(
      bytes('猫/é.png'),
      [0x82, ...bytes('cole.png')],
      [...bytes('Espa'), 0xa4, ...bytes('a.png')],
    ),
  );
  expect(items.map(({ path }) => path)).toEqual(['猫/é.png', 'école.png', 'España.png']);
});
