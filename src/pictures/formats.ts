// Tells what a file is from its first bytes, because names and declared types can be wrong.
import type { PictureFailure } from './picture-error';

export type PictureFormat = 'jpeg' | 'png' | 'gif' | 'webp' | 'avif' | 'bmp';

export interface PictureHead {
  format: PictureFormat;
  /** The size in pixels that the header declares. Absent if the first bytes do not contain it. */
  size?: PictureSize;
}

export interface PictureSize {
  width: number;
  height: number;
}

/**
 * How much of a file `readHead` wants. A JPEG states its size after its metadata, often after a
 * thumbnail.
 */
export const HEAD_BYTES = 256 * 1024;

const MOST_BYTES = 200e6;
const MOST_PIXELS = 100e6;
/** No format needs more for a pixel. */
const MOST_BYTES_A_PIXEL = 16;
/** What may come with the pixels: metadata, a thumbnail, a short film, further frames. */
const MOST_BYTES_BESIDE = 32e6;

/**
 * What a file of `bytes` bytes is that begins with `head`, or why we cannot take it. The function
 * is pure. It only looks at the header, so an accepted file may still be broken further on.
 */
export function readHead(bytes: number, head: Uint8Array): PictureHead | PictureFailure {
  if (bytes === 0) return { kind: 'empty', detail: '' };
  const tooManyBytes = { kind: 'too-large', detail: `${Math.round(bytes / 1e6)} MB` } as const;
  if (bytes > MOST_BYTES) return tooManyBytes;
  const format = pictureFormat(head);
  if (!format) return foreign(head);
  const size = declaredSize(format, head);
  if (!size) return { format };
  const most = size.width * size.height * MOST_BYTES_A_PIXEL + MOST_BYTES_BESIDE;
  return tooManyPixels(size) ?? (bytes > most ? tooManyBytes : { format, size });
}

/** A failure if a picture has more pixels than we can safely decode. */
export function tooManyPixels({ width, height }: PictureSize): PictureFailure | undefined {
  if (width * height <= MOST_PIXELS) return undefined;
  return { kind: 'too-large', detail: `${width} × ${height}` };
}

function pictureFormat(head: Uint8Array): PictureFormat | undefined {
  if (startsWith(head, '\xff\xd8\xff')) return 'jpeg';
  if (startsWith(head, '\x89PNG\r\n\x1a\n')) return 'png';
  if (startsWith(head, 'GIF87a') || startsWith(head, 'GIF89a')) return 'gif';
  if (startsWith(head, 'RIFF') && startsWith(head, 'WEBP', 8)) return 'webp';
  if (brands(head).some((brand) => brand === 'avif' || brand === 'avis')) return 'avif';
  if (startsWith(head, 'BM') && BMP_HEADERS.has(head[14] ?? 0)) return 'bmp';
  return undefined;
}

/** The lengths of all known BMP headers. The two letters alone would also match a text. */
const BMP_HEADERS = new Set([12, 16, 40, 52, 56, 64, 108, 124]);

/** The first bytes of files that we do not read, at offset 0 by default. */
const FOREIGN: readonly [signature: string, detail: string, offset?: number][] = [
  ['II*\0', 'tiff'],
  ['MM\0*', 'tiff'],
  ['\xff\x0a', 'jxl'],
  ['\0\0\0\x0cJXL ', 'jxl'],
  ['\0\0\x01\0', 'ico'],
  ['8BPS', 'psd'],
  ['%PDF-', 'pdf'],
  ['PK\x03\x04', 'zip'],
  ['PK\x05\x06', 'zip'],
  ['\x1f\x8b', 'zip'],
  ['Rar!', 'zip'],
  ['7z\xbc\xaf\x27\x1c', 'zip'],
  ['\x1aE\xdf\xa3', 'video'],
  ['\0\0\x01\xba', 'video'],
  ['\0\0\x01\xb3', 'video'],
  ['AVI ', 'video', 8],
  ['WAVE', 'audio', 8],
  ['OggS', 'audio'],
  ['fLaC', 'audio'],
  ['ID3', 'audio'],
];
const OTHER_PICTURES = new Set(['svg', 'heic', 'tiff', 'jxl', 'ico', 'psd']);
const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']);

function foreign(head: Uint8Array): PictureFailure {
  const detail = foreignFormat(head);
  return { kind: OTHER_PICTURES.has(detail) ? 'format' : 'not-a-picture', detail };
}

function foreignFormat(head: Uint8Array): string {
  for (const [signature, detail, offset] of FOREIGN) {
    if (startsWith(head, signature, offset)) return detail;
  }
  const [major, ...others] = brands(head);
  if (major !== undefined) {
    if (major.startsWith('M4A')) return 'audio';
    return [major, ...others].some((brand) => HEIC_BRANDS.has(brand)) ? 'heic' : 'video';
  }
  return textFormat(head.subarray(0, 4096)) ?? 'unknown';
}

/**
 * The brands of an ISO base media file (HEIC, AVIF, MP4, MOV), the major one first. Other files
 * have none.
 */
function brands(head: Uint8Array): string[] {
  if (!startsWith(head, 'ftyp', 4)) return [];
  const end = Math.min(new DataView(head.buffer, head.byteOffset).getUint32(0), head.length);
  const found = [latin(head, 8)];
  for (let at = 16; at + 4 <= end; at += 4) found.push(latin(head, at));
  return found;
}

function textFormat(start: Uint8Array): 'svg' | 'text' | undefined {
  const utf16 = startsWith(start, '\xff\xfe') || startsWith(start, '\xfe\xff');
  const control = (byte: number) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27);
  if (!utf16 && start.some(control)) return undefined;
  const text = new TextDecoder().decode(start);
  const svg = /^\s*(<\?xml.*?\?>\s*|<!--.*?-->\s*|<!doctype svg.*?>\s*)*<(\w+:)?svg[\s>]/is;
  return svg.test(text) ? 'svg' : 'text';
}

/** The size in pixels that a header declares, if `head` is long enough to contain it. */
function declaredSize(format: PictureFormat, head: Uint8Array): PictureSize | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  switch (format) {
    case 'png':
      if (head.length < 24) return undefined;
      return { width: view.getUint32(16), height: view.getUint32(20) };
    case 'gif':
      if (head.length < 10) return undefined;
      return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
    case 'bmp':
      if (head.length < 26) return undefined;
      // The oldest header has 16-bit sizes. In the others, a negative height means that the top row
      // comes first.
      return view.getUint32(14, true) === 12
        ? { width: view.getUint16(18, true), height: view.getUint16(20, true) }
        : { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
    case 'webp':
      return head.length < 30 ? undefined : webpSize(head, view);
    case 'jpeg':
      return jpegSize(view);
    case 'avif':
      return avifSize(head, view);
  }
}

/** RFC 9649: lossy, lossless or extended, each with its own way to write the size. */
function webpSize(head: Uint8Array, view: DataView): PictureSize | undefined {
  switch (latin(head, 12)) {
    case 'VP8 ':
      return {
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
      };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return {
        width: (view.getUint32(24, true) & 0xffffff) + 1,
        height: (view.getUint32(26, true) >>> 8) + 1,
      };
    default:
      return undefined;
  }
}

/** Goes from marker to marker until the frame header, which holds the size. */
function jpegSize(view: DataView): PictureSize | undefined {
  let at = 2;
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    const hasLength = marker !== 0xff && marker !== 0x01 && !(marker >= 0xd0 && marker <= 0xd8);
    if (hasLength) at += 2 + view.getUint16(at + 2);
    else at += marker === 0xff ? 1 : 2;
  }
  return undefined;
}

/** The size in the largest `ispe` box. Thumbnails and tiles have such boxes too. */
function avifSize(head: Uint8Array, view: DataView): PictureSize | undefined {
  let largest: PictureSize | undefined;
  const end = Math.min(head.length - 16, 64 * 1024);
  for (let at = 0; at < end; at++) {
    if (!startsWith(head, 'ispe', at)) continue;
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (!largest || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}

function startsWith(head: Uint8Array, signature: string, offset = 0): boolean {
  for (let i = 0; i < signature.length; i++) {
    if (head[offset + i] !== signature.charCodeAt(i)) return false;
  }
  return true;
}

function latin(head: Uint8Array, offset: number): string {
  return String.fromCharCode(...head.subarray(offset, offset + 4));
}
