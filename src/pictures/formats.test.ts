import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHead } from './formats';

/** Bytes from letters (one byte each) and numbers. */
function bytes(...parts: (string | number | number[])[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === 'string' ? Array.from(part, (letter) => letter.charCodeAt(0)) : part,
    ),
  );
}
const be32 = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
const be16 = (n: number) => [n >>> 8, n & 255];
const le32 = (n: number) => be32(n).reverse();
const le16 = (n: number) => be16(n).reverse();
const le24 = (n: number) => le32(n).slice(0, 3);

const png = (w: number, h: number) =>
  bytes('\x89PNG\r\n\x1a\n', be32(13), 'IHDR', be32(w), be32(h));
const gif = (w: number, h: number) => bytes('GIF89a', le16(w), le16(h));
const bmp = (w: number, h: number) =>
  bytes('BM', le32(0), le32(0), le32(54), le32(40), le32(w), le32(h));
const oldBmp = (w: number, h: number) =>
  bytes('BM', le32(0), le32(0), le32(26), le32(12), le16(w), le16(h), le32(0));
const jpeg = (w: number, h: number) =>
  bytes(
    ...['\xff\xd8', '\xff\xe1', be16(6), 'Exif', '\xff', '\xff\xdb', be16(3), 0],
    ...['\xff\xc4', be16(2), '\xff\xc2', be16(17), 8, be16(h), be16(w)],
  );
const riff = (chunk: string, ...rest: (string | number | number[])[]) =>
  bytes('RIFF', le32(0), 'WEBP', chunk, le32(0), ...rest, le32(0), le32(0));
const lossy = (w: number, h: number) => riff('VP8 ', [0, 0, 0, 0x9d, 1, 0x2a], le16(w), le16(h));
const lossless = (w: number, h: number) => riff('VP8L', 0x2f, le32((w - 1) | ((h - 1) << 14)));
const extended = (w: number, h: number) => riff('VP8X', le32(0), le24(w - 1), le24(h - 1));
const isoMedia = (...brands: string[]) =>
  bytes(be32(12 + 4 * brands.length), 'ftyp', brands[0] ?? '', be32(0), ...brands.slice(1));
const avif = (w: number, h: number) =>
  bytes(
    ...Array.from(isoMedia('mif1', 'avif')),
    ...['ispe', be32(0), be32(64), be32(64), 'ispe', be32(0), be32(w), be32(h), be32(0)],
  );

const read = (head: Uint8Array) => readHead(head.length, head);

describe('pictures', () => {
  it.each([
    ['png', png],
    ['gif', gif],
    ['bmp', bmp],
    ['bmp', oldBmp],
    ['jpeg', jpeg],
    ['webp', lossy],
    ['webp', lossless],
    ['webp', extended],
    ['avif', avif],
  ])('%s with the size that it declares', (format, make) => {
    expect(read(make(640, 481))).toEqual({ format, size: { width: 640, height: 481 } });
    expect(read(make(16383, 16383))).toEqual({ kind: 'too-large', detail: '16383 × 16383' });
  });

  it('a BMP from top to bottom', () => {
    expect(read(bmp(3, -20))).toEqual({ format: 'bmp', size: { width: 3, height: 20 } });
  });

  it('a JPEG whose size lies beyond the first bytes', () => {
    expect(read(jpeg(640, 480).subarray(0, 20))).toEqual({ format: 'jpeg' });
  });
});

describe('what is no picture for us', () => {
  it.each([
    ['format', 'svg', bytes('<svg xmlns="http://www.w3.org/2000/svg">')],
    [
      'format',
      'svg',
      bytes('\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a\nb --><!DOCTYPE svg>\n<svg>'),
    ],
    ['format', 'heic', isoMedia('heic', 'mif1')],
    ['format', 'heic', isoMedia('mif1', 'heic')],
    ['format', 'tiff', bytes('II*\0')],
    ['not-a-picture', 'pdf', bytes('%PDF-1.7')],
    ['not-a-picture', 'zip', bytes('PK\x03\x04')],
    ['not-a-picture', 'video', isoMedia('isom', 'mp42')],
    ['not-a-picture', 'video', isoMedia('qt  ')],
    ['not-a-picture', 'video', bytes('\x1aE\xdf\xa3')],
    ['not-a-picture', 'audio', bytes('RIFF', le32(0), 'WAVE')],
    ['not-a-picture', 'text', bytes('BMW and other cars\n')],
    ['not-a-picture', 'text', bytes('<!doctype html><p><svg></svg>')],
    ['not-a-picture', 'text', bytes('\xff\xfea\0b\0')],
    ['not-a-picture', 'unknown', bytes(1, 2, 3)],
  ])('%s: %s', (kind, detail, head) => {
    expect(read(head)).toEqual({ kind, detail });
  });

  it('nothing, and too much', () => {
    expect(read(bytes())).toEqual({ kind: 'empty', detail: '' });
    expect(readHead(250e6, png(1, 1))).toEqual({ kind: 'too-large', detail: '250 MB' });
    // No picture of this size has so many bytes, whatever else it holds.
    expect(readHead(199e6, png(64, 64))).toEqual({ kind: 'too-large', detail: '199 MB' });
    expect(readHead(199e6, png(6000, 4000))).toMatchObject({ format: 'png' });
    expect(readHead(30e6, png(64, 64))).toMatchObject({ format: 'png' });
  });
});

it('reads any bytes to an end, cut anywhere', () => {
  const heads = [png, gif, bmp, oldBmp, jpeg, lossy, lossless, extended, avif].map((make) =>
    make(9, 9),
  );
  const cut = fc
    .tuple(fc.constantFrom(...heads), fc.nat(80), fc.uint8Array({ maxLength: 200 }))
    .map(([head, length, rest]) => bytes([...head.subarray(0, length), ...rest]));
  fc.assert(
    fc.property(cut, (head) => {
      const found = read(head);
      expect('kind' in found || 'format' in found).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
