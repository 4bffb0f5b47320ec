// Small encoders that can write what no proper encoder would: pictures of one colour, either
// correct or with any part wrong.
import { crc32, deflateSync } from 'node:zlib';
import type { Rgb } from './hostile-file';

export const be16 = (value: number) => Buffer.from([(value >> 8) & 255, value & 255]);
export const be32 = (value: number) => Buffer.concat([be16(value >>> 16), be16(value & 0xffff)]);
const le16 = (value: number) => be16(value).reverse();
const le24 = (value: number) => le32(value).subarray(0, 3);
export const le32 = (value: number) => be32(value).reverse();
export const latin = (text: string) => Buffer.from(text, 'latin1');

// PNG

export const PNG_SIGNATURE = latin('\x89PNG\r\n\x1a\n');

export function chunk(type: string, data: Buffer = Buffer.alloc(0), crcError = 0): Buffer {
  const body = Buffer.concat([latin(type), data]);
  return Buffer.concat([be32(data.length), body, be32((crc32(body) ^ crcError) >>> 0)]);
}

export interface PngOptions {
  width?: number;
  height?: number;
  /** Bits per channel. */
  depth?: number;
  /** 0 is grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha. */
  type?: number;
  interlaced?: boolean;
  /** The samples of one pixel, each with `depth` bits. */
  pixel?: readonly number[];
  /** The number of the filter at the start of each row. */
  filter?: number;
  /** Chunks between IHDR and IDAT. */
  before?: readonly Buffer[];
  /** Compressed data instead of the pixels. */
  idat?: Buffer;
}

const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

export function ihdr({
  width = 64,
  height = 64,
  depth = 8,
  type = 2,
  interlaced = false,
}: PngOptions): Buffer {
  const rest = Buffer.from([depth, type, 0, 0, interlaced ? 1 : 0]);
  return Buffer.concat([be32(width), be32(height), rest]);
}

export function png(options: PngOptions = {}): Buffer {
  const { before = [], idat = deflateSync(rows(options), { level: 9 }) } = options;
  return Buffer.concat([
    PNG_SIGNATURE,
    chunk('IHDR', ihdr(options)),
    ...before,
    chunk('IDAT', idat),
    chunk('IEND'),
  ]);
}

/** Where each of the seven passes of Adam7 begins, and its steps. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

export function rows(options: PngOptions): Buffer {
  const { width = 64, height = 64, depth = 8, type = 2, interlaced, filter = 0 } = options;
  const { pixel = [200, 40, 40] } = options;
  const bits = pixel
    .slice(0, CHANNELS[type])
    .map((value) => value.toString(2).padStart(depth, '0').slice(-depth))
    .join('');
  const passes = interlaced ? ADAM7 : ([[0, 0, 1, 1]] as const);
  return Buffer.concat(
    passes.flatMap(([x, y, dx, dy]) => {
      const columns = Math.ceil((width - x) / dx);
      const lines = Math.ceil((height - y) / dy);
      if (columns <= 0 || lines <= 0) return [];
      // Eight pixels fill whole bytes at any depth.
      const eight = bits.repeat(8).match(/.{8}/g) ?? [];
      const bytes = Math.ceil((columns * bits.length) / 8);
      const row = Buffer.alloc(bytes, Buffer.from(eight.map((byte) => Number.parseInt(byte, 2))));
      return [Buffer.alloc((bytes + 1) * lines, Buffer.concat([Buffer.from([filter]), row]))];
    }),
  );
}

/** An animated PNG, with one frame for each colour. */
export function apng(colours: readonly Rgb[]): Buffer {
  let sequence = 0;
  const control = () =>
    chunk(
      'fcTL',
      Buffer.concat([
        be32(sequence++),
        be32(64),
        be32(64),
        be32(0),
        be32(0),
        be16(1),
        be16(10),
        be16(0),
      ]),
    );
  const frames = colours.flatMap((pixel, i) => {
    const data = deflateSync(rows({ pixel }));
    const first = control();
    return [
      first,
      i === 0 ? chunk('IDAT', data) : chunk('fdAT', Buffer.concat([be32(sequence++), data])),
    ];
  });
  return Buffer.concat([
    PNG_SIGNATURE,
    chunk('IHDR', ihdr({})),
    chunk('acTL', Buffer.concat([be32(colours.length), be32(0)])),
    ...frames,
    chunk('IEND'),
  ]);
}

// JPEG

export function segment(marker: number, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0xff, marker]), be16(data.length + 2), data]);
}

export interface JpegOptions {
  width?: number;
  height?: number;
  /** One value for each component, from 0 to 255: grey, YCbCr or CMYK. */
  values?: readonly number[];
  /** The kind of frame. 0xc0 is baseline. */
  frame?: number;
  precision?: number;
  /** Segments after SOI. */
  before?: readonly Buffer[];
  /** Replaces the entropy-coded data. */
  scan?: Buffer;
  end?: Buffer;
}

/** A JPEG of one colour. Each block has only a DC coefficient. */
export function jpeg({
  width = 64,
  height = 64,
  values = [128, 90, 200],
  frame = 0xc0,
  precision = 8,
  before = [],
  scan,
  end = Buffer.from([0xff, 0xd9]),
}: JpegOptions = {}): Buffer {
  const ids = values.map((_, i) => i + 1);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...before,
    segment(0xdb, Buffer.concat([Buffer.from([0]), Buffer.alloc(64, 1)])),
    segment(
      frame,
      Buffer.concat([
        Buffer.from([precision]),
        be16(height),
        be16(width),
        Buffer.from([ids.length, ...ids.flatMap((id) => [id, 0x11, 0])]),
      ]),
    ),
    // For DC, the twelve categories are codes of four bits. For AC, "end of block" is the bit 0.
    segment(
      0xc4,
      Buffer.from([0x00, 0, 0, 0, 12, ...Array<number>(12).fill(0), ...Array(12).keys()]),
    ),
    segment(0xc4, Buffer.from([0x10, 1, ...Array<number>(15).fill(0), 0])),
    segment(0xda, Buffer.from([ids.length, ...ids.flatMap((id) => [id, 0]), 0, 63, 0])),
    scan ?? flatScan(Math.ceil(width / 8) * Math.ceil(height / 8), values),
    end,
  ]);
}

function flatScan(blocks: number, values: readonly number[]): Buffer {
  let bits = '';
  for (let block = 0; block < blocks; block++) {
    for (const value of values) {
      // Only the first block differs from the block before it.
      const coefficient = block === 0 ? 8 * (value - 128) : 0;
      const category = coefficient === 0 ? 0 : Math.floor(Math.log2(Math.abs(coefficient))) + 1;
      const coded = coefficient < 0 ? coefficient + 2 ** category - 1 : coefficient;
      bits += category.toString(2).padStart(4, '0');
      bits += category === 0 ? '' : coded.toString(2).padStart(category, '0');
      bits += '0';
    }
  }
  const bytes = `${bits}1111111`.match(/.{8}/g) ?? [];
  return Buffer.from(
    bytes.flatMap((byte) => {
      const value = Number.parseInt(byte, 2);
      return value === 0xff ? [0xff, 0] : [value];
    }),
  );
}

/** EXIF that holds an orientation of any type and value. */
export function exif(
  orientation: number,
  { type = 3, next = 0, count = 1, magic = 42 } = {},
): Buffer {
  const entry = Buffer.concat([be16(0x0112), be16(type), be32(count), be16(orientation), be16(0)]);
  const directory = Buffer.concat([be16(1), entry, be32(next)]);
  return segment(0xe1, Buffer.concat([latin('Exif\0\0MM'), be16(magic), be32(8), directory]));
}

// GIF

export interface GifOptions {
  width?: number;
  height?: number;
  /** One for each frame. */
  colours?: readonly Rgb[];
  /** The size and place of each frame. */
  frame?: { x: number; y: number; width: number; height: number };
  /** Replaces a frame's data. */
  data?: Buffer;
  end?: Buffer;
}

/** A GIF with one colour per frame. Its codes are not compressed. */
export function gif({
  width = 64,
  height = 64,
  colours = [[200, 40, 40]],
  frame = { x: 0, y: 0, width, height },
  data,
  end = latin(';'),
}: GifOptions = {}): Buffer {
  const local = colours.flatMap((colour) => [
    Buffer.from([0x21, 0xf9, 4, 4, 10, 0, 0, 0]),
    latin(','),
    ...[frame.x, frame.y, frame.width, frame.height].map(le16),
    // The frame has its own palette of two colours.
    Buffer.from([0x80, ...colour, 0, 0, 0]),
    Buffer.from([2]),
    data ?? Buffer.concat([subBlocks(zeros(frame.width * frame.height)), Buffer.from([0])]),
  ]);
  return Buffer.concat([
    latin('GIF89a'),
    le16(width),
    le16(height),
    Buffer.from([0, 0, 0]),
    ...local,
    end,
  ]);
}

/** LZW codes for this many zeros. They have three bits, and are cleared before they would grow. */
function zeros(pixels: number): Buffer {
  let bits = '';
  for (let i = 0; i < pixels; i++) bits = `000${i % 2 === 0 ? '100' : ''}${bits}`;
  bits = `101${bits}`;
  const padded = bits.padStart(Math.ceil(bits.length / 8) * 8, '0');
  return Buffer.from(
    (padded.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)),
  ).reverse();
}

function subBlocks(data: Buffer): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at < data.length; at += 255) {
    const block = data.subarray(at, at + 255);
    blocks.push(Buffer.from([block.length]), block);
  }
  return Buffer.concat(blocks);
}

// WebP

export function riff(...chunks: Buffer[]): Buffer {
  const body = Buffer.concat([latin('WEBP'), ...chunks]);
  return Buffer.concat([latin('RIFF'), le32(body.length), body]);
}

export function webpChunk(type: string, data: Buffer, length = data.length): Buffer {
  return Buffer.concat([latin(type), le32(length), data, Buffer.alloc(data.length % 2)]);
}

/**
 * Lossless WebP of one colour. It takes a few bytes at any size, because codes with one symbol take
 * no bits.
 */
export function lossless(width: number, height: number, [red, green, blue]: Rgb): Buffer {
  // The least significant bit comes first, as in strings that grow to the left.
  let bits = '';
  const put = (value: number, count: number) => {
    bits = value.toString(2).padStart(count, '0') + bits;
  };
  put(width - 1, 14);
  put(height - 1, 14);
  // No alpha and version 0, then no transform, no cache and no groups.
  put(0, 4);
  put(0, 3);
  for (const symbol of [green, red, blue, 255, 0]) {
    put(0b101, 3);
    put(symbol, 8);
  }
  const padded = bits.padStart(Math.ceil(bits.length / 8) * 8, '0');
  const bytes = (padded.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)).reverse();
  return webpChunk('VP8L', Buffer.from([0x2f, ...bytes]));
}

export function animatedWebp(colours: readonly Rgb[]): Buffer {
  const size = Buffer.concat([le24(63), le24(63)]);
  return riff(
    webpChunk('VP8X', Buffer.concat([Buffer.from([2, 0, 0, 0]), size])),
    webpChunk('ANIM', Buffer.alloc(6)),
    ...colours.map((colour) =>
      webpChunk(
        'ANMF',
        Buffer.concat([
          le24(0),
          le24(0),
          size,
          le24(100),
          Buffer.from([0]),
          lossless(64, 64, colour),
        ]),
      ),
    ),
  );
}

// BMP

export interface BmpOptions {
  width?: number;
  height?: number;
  bits?: number;
  compression?: number;
  header?: number;
  palette?: Buffer;
  pixels?: Buffer;
  offset?: number;
  colours?: number;
}

export function bmp({
  width = 64,
  height = 64,
  bits = 24,
  compression = 0,
  header = 40,
  palette = Buffer.alloc(0),
  pixels = Buffer.alloc(
    Math.ceil((width * bits) / 32) * 4 * Math.abs(height),
    Buffer.from([40, 40, 200]),
  ),
  offset = 14 + header + palette.length,
  colours = palette.length / 4,
}: BmpOptions = {}): Buffer {
  const size = header === 12 ? [le16(width), le16(height)] : [le32(width), le32(height)];
  const start = Buffer.concat([le32(header), ...size, le16(1), le16(bits)]);
  const rest =
    header === 12
      ? Buffer.alloc(0)
      : Buffer.concat([
          le32(compression),
          le32(pixels.length),
          le32(2835),
          le32(2835),
          le32(colours),
          le32(0),
          Buffer.alloc(Math.max(0, header - 40)),
        ]);
  return Buffer.concat([
    latin('BM'),
    le32(offset + pixels.length),
    le32(0),
    le32(offset),
    start,
    rest,
    palette,
    pixels,
  ]);
}

/** A box of an ISO base media file. */
export function box(type: string, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([be32(body.length + 8), latin(type), body]);
}
