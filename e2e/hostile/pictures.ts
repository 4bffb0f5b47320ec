// Hostile pictures, made by code. Some are the good ones of ../pictures, cut and altered. Others
// are written byte by byte.
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import {
  animatedWebp,
  apng,
  be16,
  be32,
  bmp,
  box,
  chunk,
  exif,
  gif,
  ihdr,
  jpeg,
  latin,
  le32,
  lossless,
  PNG_SIGNATURE,
  png,
  riff,
  rows,
  segment,
  webpChunk,
} from './encode';
import type { HostileFile, Rgb } from './hostile-file';

export type PictureOutcome =
  | 'taken'
  | 'empty'
  | 'not-a-picture'
  | 'format'
  | 'too-large'
  | 'broken';

export type HostilePicture = HostileFile<PictureOutcome>;

type Of = PictureOutcome | readonly PictureOutcome[];

const TYPES: Record<string, string> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  bmp: 'image/bmp',
  svg: 'image/svg+xml',
};

const RED: Rgb = [200, 40, 40];
const BLUE: Rgb = [40, 40, 200];

function file(name: string, buffer: Buffer, outcome: Of, colour?: Rgb): HostilePicture {
  const mimeType = TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
  return { name, mimeType, buffer, outcome, ...(colour ? { colour } : {}) };
}

const good = (format: string) => readFileSync(`e2e/pictures/quarters.${format}`);

/** Whatever the browser's decoder makes of it. */
const EITHER: Of = ['taken', 'broken'];

/** The number of bytes that identify each format. A shorter file is nothing. */
const SIGNATURES = { jpg: 3, png: 8, gif: 6, webp: 12, avif: 12, bmp: 15 };

function cut(): HostilePicture[] {
  return Object.entries(SIGNATURES).flatMap(([format, signature]) => {
    const whole = good(format);
    const lengths = [1, 2, 3, 8, 12, 16, 24, 40, 0.25, 0.5, 0.75, 0.95].map((length) =>
      length < 1 ? Math.floor(whole.length * length) : length,
    );
    return lengths.map((length) =>
      file(
        `cut-at-${length}.${format}`,
        whole.subarray(0, length),
        length < signature ? 'not-a-picture' : 'broken',
      ),
    );
  });
}

/** Bytes in no order, but the same every time, from a linear congruential generator. */
function noisy(length: number): Buffer {
  let state = 1;
  return Buffer.from(
    Array.from({ length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    }),
  );
}

/**
 * Pictures with some bytes changed in a fixed pattern. Nobody knows what becomes of them, except
 * that they do no harm.
 */
function bent(): HostilePicture[] {
  return Object.keys(SIGNATURES).flatMap((format) =>
    [1, 2, 3, 4].map((nth) => {
      const bytes = Buffer.from(good(format));
      // The first bytes stay, because they identify the format.
      for (let i = 0; i < 3 * nth; i++) {
        const at = 32 + ((i * 7919 + nth * 104_729) % (bytes.length - 32));
        bytes[at] = (bytes[at] ?? 0) ^ (1 << ((i + nth) % 8));
      }
      return file(`bent-${nth}.${format}`, bytes, EITHER);
    }),
  );
}

function foreign(): HostilePicture[] {
  const script = '<script>globalThis.harmed = true; alert(1)</script>';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="globalThis.harmed = true">${script}</svg>`;
  return [
    file('empty.png', Buffer.alloc(0), 'empty'),
    file('empty.jpg', Buffer.alloc(0), 'empty'),
    file('nothing', Buffer.alloc(0), 'empty'),
    file('one-zero.png', Buffer.alloc(1), 'not-a-picture'),
    file('one-letter.jpg', latin('a'), 'not-a-picture'),
    file('zeros.jpg', Buffer.alloc(4096), 'not-a-picture'),
    file('text.jpg', latin('this is not a picture'), 'not-a-picture'),
    file(
      'bm.bmp',
      latin('BM but then a text, long enough to have all of a header'),
      'not-a-picture',
    ),
    file('page.png', latin(`<!doctype html><title>x</title>${script}`), 'not-a-picture'),
    file('code.gif', latin('globalThis.harmed = true'), 'not-a-picture'),
    file('data.webp', latin('{"__proto__":{"harmed":true}}'), 'not-a-picture'),
    file('utf16.png', Buffer.from('\ufeffnot a picture', 'utf16le'), 'not-a-picture'),
    file('paper.jpg', latin('%PDF-1.7\n1 0 obj'), 'not-a-picture'),
    file('archive.png', Buffer.concat([latin('PK\x03\x04'), Buffer.alloc(60)]), 'not-a-picture'),
    file('archive.gz.jpg', latin('\x1f\x8b\x08\0\0\0\0\0'), 'not-a-picture'),
    file('archive.7z.jpg', latin('7z\xbc\xaf\x27\x1c\0\x04'), 'not-a-picture'),
    file('archive.rar.jpg', latin('Rar!\x1a\x07\x01\0'), 'not-a-picture'),
    file('film.jpg', box('ftyp', latin('isom\0\0\x02\0isomiso2mp41')), 'not-a-picture'),
    file('film.mov.png', box('ftyp', latin('qt  \0\0\0\0qt  ')), 'not-a-picture'),
    file('film.webm.gif', latin('\x1aE\xdf\xa3\x9fB\x86\x81\x01'), 'not-a-picture'),
    file(
      'sound.webp',
      Buffer.concat([latin('RIFF'), le32(36), latin('WAVEfmt ')]),
      'not-a-picture',
    ),
    file('sound.mp3.jpg', latin('ID3\x04\0\0\0\0\0\0'), 'not-a-picture'),
    file('program.wasm.png', latin('\0asm\x01\0\0\0'), 'not-a-picture'),
    file('program.exe.jpg', Buffer.concat([latin('MZ\x90\0'), Buffer.alloc(60)]), 'not-a-picture'),
    file(
      'program.elf.jpg',
      Buffer.concat([latin('\x7fELF\x02\x01\x01'), Buffer.alloc(60)]),
      'not-a-picture',
    ),
    file('random.png', Buffer.concat([Buffer.from([0, 1]), noisy(2000)]), 'not-a-picture'),
    file('script.svg', latin(svg), 'format'),
    file('script.png', latin(`\xef\xbb\xbf<?xml version="1.0"?><!DOCTYPE svg>${svg}`), 'format'),
    file('far.svg', latin('<svg><image href="http://example.com/x.png"/></svg>'), 'format'),
    file(
      'laughs.svg',
      latin('<!DOCTYPE svg [<!ENTITY a "&b;"><!ENTITY b "&a;">]><svg>&a;</svg>'),
      'format',
    ),
    file('tiff.jpg', latin('II*\0\x08\0\0\0'), 'format'),
    file('tiff.png', latin('MM\0*\0\0\0\x08'), 'format'),
    file('heic.jpg', box('ftyp', latin('heic\0\0\0\0mif1heic')), 'format'),
    file('jxl.jpg', latin('\xff\x0a\xfa\x7f'), 'format'),
    file('icon.png', latin('\0\0\x01\0\x01\0\x10\x10'), 'format'),
    file('layers.png', latin('8BPS\0\x01'), 'format'),
    // The name says one format and the bytes another. The bytes decide.
    file('png.jpg', png({ pixel: RED }), 'taken', RED),
    file('jpeg.png', jpeg(), 'taken'),
    file('gif.webp', gif(), 'taken', RED),
    file('polyglot.gif', Buffer.concat([gif(), latin(`*/${script}`)]), 'taken', RED),
    file('page-inside.jpg', Buffer.concat([latin('\xff\xd8\xff'), latin(script)]), 'broken'),
  ];
}

function strangePng(): HostilePicture[] {
  const palette = chunk('PLTE', Buffer.from([...BLUE, ...RED]));
  const million = Buffer.alloc(1_000_000, 'x');
  const bomb = deflateSync(Buffer.alloc(50_000_000), { level: 9 });
  const all = (name: string, buffer: Buffer, outcome: Of, colour?: Rgb) =>
    file(`${name}.png`, buffer, outcome, colour);
  return [
    all('16-bit', png({ depth: 16, pixel: RED.map((value) => value * 257) }), 'taken', RED),
    all(
      '16-bit-alpha',
      png({ depth: 16, type: 6, pixel: [...RED, 255].map((value) => value * 257) }),
      'taken',
      RED,
    ),
    all('grey', png({ type: 0, pixel: [90] }), 'taken', [90, 90, 90]),
    all('1-bit', png({ type: 0, depth: 1, pixel: [1] }), 'taken', [255, 255, 255]),
    all('2-bit', png({ type: 0, depth: 2, pixel: [1] }), 'taken', [85, 85, 85]),
    all('grey-alpha', png({ type: 4, pixel: [90, 255] }), 'taken', [90, 90, 90]),
    all('seen-through', png({ type: 6, pixel: [...RED, 0] }), 'taken', [255, 255, 255]),
    all('palette', png({ type: 3, pixel: [1], before: [palette] }), 'taken', RED),
    all('palette-1-bit', png({ type: 3, depth: 1, pixel: [1], before: [palette] }), 'taken', RED),
    all('palette-exceeded', png({ type: 3, pixel: [250], before: [palette] }), 'taken'),
    all('palette-missing', png({ type: 3, pixel: [1] }), 'broken'),
    all('palette-twice', png({ type: 3, pixel: [1], before: [palette, palette] }), 'broken'),
    all('interlaced', png({ interlaced: true }), 'taken', RED),
    all(
      'interlaced-1-bit',
      png({ interlaced: true, type: 0, depth: 1, pixel: [1], width: 13, height: 5 }),
      'taken',
      [255, 255, 255],
    ),
    all('1-by-1', png({ width: 1, height: 1 }), 'taken', RED),
    all('1-by-9000', png({ width: 1, height: 9000 }), 'taken', RED),
    all('9000-by-1', png({ width: 9000, height: 1 }), 'taken', RED),
    all('no-width', png({ width: 0, idat: deflateSync(Buffer.alloc(9)) }), 'broken'),
    all('no-height', png({ height: 0, idat: deflateSync(Buffer.alloc(9)) }), 'broken'),
    all(
      'huge',
      png({ width: 65_535, height: 65_535, idat: deflateSync(Buffer.alloc(9)) }),
      'too-large',
    ),
    all(
      'hugest',
      png({ width: 2 ** 31 - 1, height: 2 ** 31 - 1, idat: deflateSync(Buffer.alloc(9)) }),
      'too-large',
    ),
    all(
      'beyond',
      png({ width: 2 ** 32 - 1, height: 2 ** 32 - 1, idat: deflateSync(Buffer.alloc(9)) }),
      'too-large',
    ),
    all(
      'wide',
      png({ width: 2 ** 31 - 1, height: 1, idat: deflateSync(Buffer.alloc(9)) }),
      'too-large',
    ),
    all(
      '90-million-without-data',
      png({ width: 9500, height: 9500, idat: deflateSync(Buffer.alloc(9)) }),
      'broken',
    ),
    // Real bombs of about 50 kB that unpack to 50 MB, beyond the limit and below it.
    all('bomb', png({ width: 20_000, height: 20_000, depth: 1, type: 0, pixel: [1] }), 'too-large'),
    all(
      'bomb-under-the-limit',
      png({ width: 9900, height: 9900, depth: 1, type: 0, pixel: [1] }),
      'taken',
      [255, 255, 255],
    ),
    all('bomb-behind-pixels', png({ idat: Buffer.concat([deflateSync(rows({})), bomb]) }), 'taken'),
    all('bomb-more-rows', png({ idat: bomb }), 'taken'),
    all(
      'bomb-in-text',
      png({ before: [chunk('zTXt', Buffer.concat([latin('x\0\0'), bomb]))] }),
      'taken',
      RED,
    ),
    all(
      'bomb-in-profile',
      png({ before: [chunk('iCCP', Buffer.concat([latin('x\0\0'), bomb]))] }),
      EITHER,
    ),
    all(
      'long-texts',
      png({ before: Array<Buffer>(5).fill(chunk('tEXt', Buffer.concat([latin('x\0'), million]))) }),
      'taken',
      RED,
    ),
    all(
      'many-chunks',
      png({ before: Array<Buffer>(20_000).fill(chunk('tEXt', latin('a\0b'))) }),
      EITHER,
    ),
    all(
      'profile-of-nonsense',
      png({
        before: [chunk('iCCP', Buffer.concat([latin('x\0\0'), deflateSync(latin('nonsense'))]))],
      }),
      'taken',
      RED,
    ),
    all('unknown-chunk', png({ before: [chunk('prVt', million)] }), 'taken', RED),
    all('unknown-critical-chunk', png({ before: [chunk('PRVT', million)] }), 'broken'),
    all(
      'wrong-sum-of-header',
      Buffer.concat([
        PNG_SIGNATURE,
        chunk('IHDR', ihdr({}), 1),
        chunk('IDAT', deflateSync(rows({}))),
        chunk('IEND'),
      ]),
      'broken',
    ),
    all(
      'wrong-sum-of-pixels',
      Buffer.concat([
        PNG_SIGNATURE,
        chunk('IHDR', ihdr({})),
        chunk('IDAT', deflateSync(rows({})), 1),
        chunk('IEND'),
      ]),
      'broken',
    ),
    all(
      'no-header',
      Buffer.concat([PNG_SIGNATURE, chunk('IDAT', deflateSync(rows({}))), chunk('IEND')]),
      'too-large',
    ),
    all(
      'two-headers',
      png({ before: [chunk('IHDR', ihdr({ width: 60_000, height: 60_000 }))] }),
      'broken',
    ),
    all(
      'no-pixels',
      Buffer.concat([PNG_SIGNATURE, chunk('IHDR', ihdr({})), chunk('IEND')]),
      'broken',
    ),
    all('empty-pixels', png({ idat: Buffer.alloc(0) }), 'broken'),
    all('pixels-of-nonsense', png({ idat: Buffer.alloc(300, 'nonsense') }), 'broken'),
    all('unknown-filter', png({ filter: 9 }), 'broken'),
    all('17-bit', png({ idat: deflateSync(rows({})), depth: 17 }), 'broken'),
    all('type-7', png({ idat: deflateSync(rows({})), type: 7 }), 'broken'),
    all(
      'chunk-beyond-the-end',
      Buffer.concat([PNG_SIGNATURE, chunk('IHDR', ihdr({})), be32(2 ** 31 - 1), latin('IDAT')]),
      'broken',
    ),
    all(
      'chunk-of-4-gb',
      Buffer.concat([PNG_SIGNATURE, chunk('IHDR', ihdr({})), be32(2 ** 32 - 1), latin('IDAT')]),
      'broken',
    ),
    all('animated', apng([RED, BLUE]), 'taken', RED),
    all('animated-without-end', apng([RED, BLUE]).subarray(0, -60), 'taken'),
  ];
}

function strangeJpeg(): HostilePicture[] {
  const all = (name: string, buffer: Buffer, outcome: Of, colour?: Rgb) =>
    file(`${name}.jpg`, buffer, outcome, colour);
  const adobe = (transform: number) =>
    segment(
      0xee,
      Buffer.concat([latin('Adobe'), be16(100), be16(0), be16(0), Buffer.from([transform])]),
    );
  const profile = (part: number, of: number, data: Buffer) =>
    segment(0xe2, Buffer.concat([latin('ICC_PROFILE\0'), Buffer.from([part, of]), data]));
  const comment = segment(0xfe, Buffer.alloc(65_000, 'x'));
  const grey: Rgb = [128, 128, 128];
  return [
    all('flat', jpeg({ values: [128, 128, 128] }), 'taken', grey),
    all('grey', jpeg({ values: [90] }), 'taken', [90, 90, 90]),
    all('two-channels', jpeg({ values: [90, 90] }), 'broken'),
    // Adobe's programs write them inverted like this.
    all('cmyk', jpeg({ values: [200, 40, 40, 255], before: [adobe(0)] }), 'taken', RED),
    all('ycck', jpeg({ values: [128, 128, 128, 255], before: [adobe(2)] }), 'taken', grey),
    all('cmyk-of-nobody', jpeg({ values: [55, 215, 215, 0] }), 'taken'),
    all('adobe-unknown', jpeg({ values: [200, 40, 40, 255], before: [adobe(77)] }), EITHER),
    all('12-bit', jpeg({ precision: 12, frame: 0xc1 }), 'broken'),
    all('2-bit', jpeg({ precision: 2 }), 'broken'),
    all('lossless', jpeg({ frame: 0xc3 }), 'broken'),
    all('hierarchical', jpeg({ frame: 0xc5 }), 'broken'),
    all('arithmetic', jpeg({ frame: 0xc9 }), EITHER),
    all('progressive-by-name-only', jpeg({ frame: 0xc2 }), 'broken'),
    all('no-width', jpeg({ width: 0, scan: Buffer.alloc(9) }), 'broken'),
    all('no-height', jpeg({ height: 0, scan: Buffer.alloc(9) }), 'broken'),
    all('huge', jpeg({ width: 65_535, height: 65_535, scan: Buffer.alloc(9) }), 'too-large'),
    all(
      '90-million-without-data',
      jpeg({ width: 9500, height: 9500, scan: Buffer.alloc(9) }),
      EITHER,
    ),
    all(
      'huge-behind-comments',
      jpeg({
        width: 60_000,
        height: 60_000,
        scan: Buffer.alloc(9),
        before: Array<Buffer>(6).fill(comment),
      }),
      'broken',
    ),
    all('no-scan', jpeg({ scan: Buffer.alloc(0) }), EITHER),
    all('scan-of-nonsense', jpeg({ scan: Buffer.alloc(5000, 'nonsense') }), EITHER),
    all('no-end', jpeg({ values: [128, 128, 128], end: Buffer.alloc(0) }), 'broken'),
    all(
      'rubbish-behind',
      jpeg({ values: [128, 128, 128], end: Buffer.concat([latin('\xff\xd9'), noisy(5000)]) }),
      'taken',
      grey,
    ),
    all(
      'a-second-picture-behind',
      Buffer.concat([
        jpeg({ values: [128, 128, 128] }),
        jpeg({ width: 60_000, height: 60_000, scan: Buffer.alloc(9) }),
      ]),
      'taken',
      grey,
    ),
    all(
      'many-comments',
      jpeg({ values: [128, 128, 128], before: Array<Buffer>(40).fill(comment) }),
      'taken',
      grey,
    ),
    all(
      'empty-segments',
      jpeg({
        values: [128, 128, 128],
        before: Array<Buffer>(5000).fill(segment(0xfe, Buffer.alloc(0))),
      }),
      'taken',
      grey,
    ),
    all(
      'segment-too-short',
      Buffer.concat([latin('\xff\xd8\xff\xe1\0\0'), jpeg().subarray(2)]),
      'taken',
    ),
    all('only-markers', Buffer.concat([latin('\xff\xd8'), Buffer.alloc(100_000, 0xff)]), 'broken'),
    all('starts-only', Buffer.alloc(2000, latin('\xff\xd8')), 'broken'),
    ...[0, 9, 255, 65_535].map((value) =>
      all(
        `turned-by-${value}`,
        jpeg({ values: [128, 128, 128], before: [exif(value)] }),
        'taken',
        grey,
      ),
    ),
    all(
      'turned-by-text',
      jpeg({ values: [128, 128, 128], before: [exif(6, { type: 2 })] }),
      'taken',
      grey,
    ),
    all(
      'turned-4-billion-times',
      jpeg({ values: [128, 128, 128], before: [exif(6, { count: 2 ** 32 - 1 })] }),
      'taken',
      grey,
    ),
    all(
      'turned-in-a-circle',
      jpeg({ values: [128, 128, 128], before: [exif(6, { next: 8 })] }),
      'taken',
      grey,
    ),
    all(
      'turned-by-no-tiff',
      jpeg({ values: [128, 128, 128], before: [exif(6, { magic: 1 })] }),
      'taken',
      grey,
    ),
    all(
      'turned-twice',
      jpeg({ values: [128, 128, 128], before: [exif(6), exif(3)] }),
      'taken',
      grey,
    ),
    all(
      'profile-of-nonsense',
      jpeg({ values: [128, 128, 128], before: [profile(1, 1, Buffer.alloc(5000, 'nonsense'))] }),
      'taken',
      grey,
    ),
    all(
      'profile-in-no-order',
      jpeg({
        values: [128, 128, 128],
        before: [profile(9, 2, latin('a')), profile(0, 0, latin('b'))],
      }),
      'taken',
      grey,
    ),
  ];
}

function strangeOthers(): HostilePicture[] {
  const noise = Buffer.alloc(4000, 'nonsense');
  const size = Buffer.concat([Buffer.from([63, 0, 0]), Buffer.from([63, 0, 0])]);
  return [
    file('animated.gif', gif({ colours: [RED, BLUE, RED, BLUE] }), 'taken', RED),
    file(
      '500-frames.gif',
      gif({ colours: Array<Rgb>(500).fill(RED), width: 8, height: 8 }),
      'taken',
      RED,
    ),
    file(
      'huge.gif',
      gif({ width: 65_535, height: 65_535, frame: { x: 0, y: 0, width: 8, height: 8 } }),
      'too-large',
    ),
    file(
      '90-million.gif',
      gif({ width: 9500, height: 9500, frame: { x: 0, y: 0, width: 8, height: 8 } }),
      'taken',
    ),
    file('frame-beyond.gif', gif({ frame: { x: 60, y: 60, width: 64, height: 64 } }), 'taken'),
    file(
      'frame-huge.gif',
      gif({ frame: { x: 0, y: 0, width: 65_535, height: 65_535 }, data: Buffer.alloc(1) }),
      'broken',
    ),
    file(
      'frame-far-away.gif',
      gif({ frame: { x: 65_000, y: 65_000, width: 8, height: 8 } }),
      'broken',
    ),
    file(
      'no-size.gif',
      gif({ width: 0, height: 0, frame: { x: 0, y: 0, width: 8, height: 8 } }),
      'taken',
    ),
    file(
      'codes-of-nonsense.gif',
      gif({ data: Buffer.concat([Buffer.from([255]), noise.subarray(0, 255), Buffer.from([0])]) }),
      'broken',
    ),
    file('no-codes.gif', gif({ data: Buffer.from([0]) }), 'broken'),
    file('no-end.gif', gif({ end: Buffer.alloc(0) }), 'taken', RED),
    file('no-frames.gif', gif({ colours: [] }), 'broken'),
    file(
      'endless-extension.gif',
      Buffer.concat([gif().subarray(0, 13), latin('\x21\xfe'), Buffer.alloc(50_000, 1)]),
      'broken',
    ),
    file('lossless.webp', riff(lossless(64, 64, RED)), 'taken', RED),
    file('animated.webp', animatedWebp([RED, BLUE]), 'taken', RED),
    // Forty bytes for as many pixels as a header can declare, and for just under the limit.
    file('bomb.webp', riff(lossless(16_384, 16_384, RED)), 'too-large'),
    file('bomb-under-the-limit.webp', riff(lossless(9900, 9900, RED)), 'taken', RED),
    file(
      'canvas-of-a-billion.webp',
      riff(
        webpChunk('VP8X', Buffer.concat([Buffer.from([0, 0, 0, 0]), Buffer.alloc(6, 0xff)])),
        lossless(8, 8, RED),
      ),
      'too-large',
    ),
    file(
      'canvas-unlike-picture.webp',
      riff(
        webpChunk('VP8X', Buffer.concat([Buffer.from([0, 0, 0, 0]), size])),
        lossless(8, 8, RED),
      ),
      'broken',
    ),
    file(
      'chunk-beyond-the-end.webp',
      riff(webpChunk('VP8L', Buffer.alloc(40, 0x2f), 2 ** 31 - 1)),
      'too-large',
    ),
    file('nonsense.webp', riff(webpChunk('VP8L', noise)), 'broken'),
    file('unknown-chunk.webp', riff(webpChunk('EVIL', noise)), 'broken'),
    file('nothing.webp', riff(), 'broken'),
    file(
      'frames-of-nonsense.webp',
      riff(
        webpChunk('VP8X', Buffer.concat([Buffer.from([2, 0, 0, 0]), size])),
        webpChunk('ANIM', Buffer.alloc(6)),
        webpChunk('ANMF', noise),
      ),
      'broken',
    ),
    file(
      'sequence.avif',
      Buffer.concat([box('ftyp', latin('avis\0\0\0\0avismsf1miaf')), good('avif').subarray(32)]),
      EITHER,
    ),
    file('brand-only.avif', box('ftyp', latin('avif\0\0\0\0avif')), 'broken'),
    file('huge.avif', resized(good('avif'), 60_000), 'too-large'),
    file('other-size.avif', resized(good('avif'), 9000), EITHER),
    file(
      'nonsense.avif',
      Buffer.concat([box('ftyp', latin('avif\0\0\0\0avif')), box('meta', noise)]),
      'broken',
    ),
    file(
      'boxes-in-boxes.avif',
      Buffer.concat([box('ftyp', latin('avif\0\0\0\0avif')), nested(500)]),
      'broken',
    ),
    file(
      'box-without-end.avif',
      Buffer.concat([
        box('ftyp', latin('avif\0\0\0\0avif')),
        be32(1),
        latin('meta'),
        Buffer.alloc(8, 0xff),
      ]),
      'broken',
    ),
    file('flat.bmp', bmp(), 'taken', RED),
    file('from-the-top.bmp', bmp({ height: -64 }), 'taken', RED),
    file(
      '32-bit.bmp',
      bmp({ bits: 32, pixels: Buffer.alloc(64 * 64 * 4, Buffer.from([40, 40, 200, 0])) }),
      'taken',
      RED,
    ),
    file(
      'palette.bmp',
      bmp({
        bits: 8,
        palette: Buffer.from([0, 0, 0, 0, 40, 40, 200, 0]),
        pixels: Buffer.alloc(64 * 64, 1),
      }),
      'taken',
      RED,
    ),
    file(
      '1-bit.bmp',
      bmp({
        bits: 1,
        palette: Buffer.from([0, 0, 0, 0, 40, 40, 200, 0]),
        pixels: Buffer.alloc(64 * 8, 255),
      }),
      'taken',
      RED,
    ),
    file(
      'palette-exceeded.bmp',
      bmp({ bits: 8, palette: Buffer.from([40, 40, 200, 0]), pixels: Buffer.alloc(64 * 64, 200) }),
      'taken',
    ),
    file('palette-of-4-billion.bmp', bmp({ bits: 8, colours: 2 ** 32 - 1 }), 'taken'),
    file('old.bmp', bmp({ header: 12 }), 'taken', RED),
    file('new.bmp', bmp({ header: 124 }), 'taken'),
    file('huge.bmp', bmp({ width: 65_535, height: 65_535, pixels: Buffer.alloc(9) }), 'too-large'),
    file(
      'hugest.bmp',
      bmp({ width: 2 ** 31 - 1, height: 2 ** 31 - 1, pixels: Buffer.alloc(9) }),
      'too-large',
    ),
    file('90-million.bmp', bmp({ width: 9500, height: 9500, pixels: Buffer.alloc(9) }), 'broken'),
    file('less-than-nothing.bmp', bmp({ width: -64, pixels: Buffer.alloc(9) }), 'broken'),
    file(
      'least-height.bmp',
      bmp({ height: -(2 ** 31), width: 1, pixels: Buffer.alloc(9) }),
      'too-large',
    ),
    file('no-size.bmp', bmp({ width: 0, height: 0 }), 'broken'),
    file('7-bit.bmp', bmp({ bits: 7 }), 'broken'),
    file(
      'runs-of-nonsense.bmp',
      bmp({ bits: 8, compression: 1, palette: Buffer.alloc(1024), pixels: noise }),
      'broken',
    ),
    file('compressed-by-99.bmp', bmp({ compression: 99 }), 'broken'),
    file('pixels-beyond-the-end.bmp', bmp({ offset: 2 ** 31 - 1 }), 'broken'),
    file('jpeg-inside.bmp', bmp({ bits: 0, compression: 4, pixels: jpeg() }), 'broken'),
  ];
}

/** Changes the size in the box that declares it. */
function resized(avif: Buffer, side: number): Buffer {
  const bytes = Buffer.from(avif);
  const at = bytes.indexOf('ispe');
  be32(side).copy(bytes, at + 8);
  be32(side).copy(bytes, at + 12);
  return bytes;
}

function nested(depth: number): Buffer {
  let inner: Buffer = Buffer.alloc(0);
  for (let i = 0; i < depth; i++) inner = box('meta', Buffer.alloc(4), inner);
  return inner;
}

const UNSEEN = '\u{fffd}';

/**
 * Names that lie, hide or break out, on good pictures and on bad ones. The page must show both by
 * name.
 */
function named(): HostilePicture[] {
  const names: [name: string, shownAs?: string][] = [
    ['<img src=x onerror=alert(1)>'],
    ['"><script>alert(1)</script>'],
    ["'; DROP TABLE pictures; --"],
    ['{{count}} $t(app.name) {name}'],
    ['%2e%2e%2fetc%2fpasswd'],
    ['CON', 'CON'],
    ['constructor'],
    ['toString'],
    ['hasOwnProperty'],
    ['__proto__'],
    ['undefined'],
    ['null'],
    ['NaN'],
    ['C:\\Windows\\system32.png'],
    ['javascript:alert(1)'],
    ['🦊🐝👩‍👩‍👧‍👦.png'],
    ['ありがとう 你好 مرحبا שלום.png'],
    ['e\u0301\u0302\u0303\u0304\u0305'.repeat(20)],
    ['a'.repeat(255)],
    ['长'.repeat(300)],
    ['new\nline\r\n.png', `new${UNSEEN}line${UNSEEN}${UNSEEN}.png`],
    ['tab\tand\vfeed\f.png', `tab${UNSEEN}and${UNSEEN}feed${UNSEEN}.png`],
    ['nul\0byte.png', `nul${UNSEEN}byte.png`],
    ['escape\u001b[31mred\u001b[0m.png', `escape${UNSEEN}[31mred${UNSEEN}[0m.png`],
    ['delete\u007f\u0080\u009f.png', `delete${UNSEEN}${UNSEEN}${UNSEEN}.png`],
    ['holiday\u202egnp.exe', `holiday${UNSEEN}gnp.exe`],
    ['\u2066\u2067isolated\u2069.png', `${UNSEEN}${UNSEEN}isolated${UNSEEN}.png`],
    ['\u202a\u202b\u202d\u202c.png', `${UNSEEN}${UNSEEN}${UNSEEN}${UNSEEN}.png`],
    ['marks\u200e\u200f\u061c.png', `marks${UNSEEN}${UNSEEN}${UNSEEN}.png`],
    ['lines\u2028\u2029.png', `lines${UNSEEN}${UNSEEN}.png`],
    ['half\ud83dpair.png', `half${UNSEEN}pair.png`],
    ['twice.png'],
    ['twice.png'],
    ['twice.png'],
  ];
  return names.flatMap(([name, shownAs], i) =>
    [
      { buffer: png({ pixel: [i, 128, 255 - i] }), outcome: 'taken' as const },
      { buffer: latin(`no picture ${i}`), outcome: 'not-a-picture' as const },
    ].map((each) => ({
      name,
      mimeType: 'image/png',
      ...each,
      ...(shownAs === undefined ? {} : { shownAs }),
    })),
  );
}

/** All of the pictures. A name repeats only if the repetition is what is hostile. */
export function hostilePictures(): HostilePicture[] {
  return [
    ...cut(),
    ...bent(),
    ...foreign(),
    ...strangePng(),
    ...strangeJpeg(),
    ...strangeOthers(),
    ...named(),
  ];
}
