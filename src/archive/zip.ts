// Zip files from anywhere. They are listed and read piece by piece, and nothing in them is trusted.
import type { FileEntry } from '@zip.js/zip.js';
import { breather, ON_A_PAGE_MS } from '../model/breather';
import { cleanText } from '../model/file-names';
import { ArchiveError, type EntryFailureReason } from './archive-error';
import { createBudget } from './budget';
import { decodeNames } from './names';

/**
 * The most entries that a plain zip can list. Each costs the library 5 kB while the archive is
 * open.
 */
const MOST_ENTRIES = 65_535;
/** The limit for the list itself and for anything else that is read at once. */
const MOST_BYTES_AT_ONCE = 64e6;
/** The most letters of a path that are shown. */
const MOST_LETTERS = 255;
/** No picture shrinks more than this. Whatever does is a bomb. */
const MOST_RATIO = 250;
/** Below this size, a bomb does no harm. */
const HARMLESS_BYTES = 1e6;

/**
 * How much is given to be unpacked at once. The browser unpacks all of it before it passes anything
 * on, which may be a thousand times as much.
 */
const CHUNK_BYTES = 32_768;
/** How many files are unpacked at once, whatever the number of cores. */
const streams = createBudget(2);
/** The bytes of unpacked files that are in use. A larger file is unpacked when no other is. */
const inUse = createBudget(128e6);
/** Unpacked bytes leave the page's own memory in parts of this size. */
const PART_BYTES = 4e6;
/** How much of a file is looked at before the rest of it is unpacked. */
const HEAD_BYTES = 256 * 1024;

/** The library without its workers: pictures are small, and workers from blobs need a lax CSP. */
export async function zipLibrary() {
  const library = await import('@zip.js/zip.js/lib/zip-core-native.js');
  library.configure({ useWebWorkers: false, chunkSize: CHUNK_BYTES });
  return library;
}

/** A file in a zip. */
export interface ZipItem {
  /**
   * As in the zip, with `/` between folders. It is only ever looked up and shown, never joined to
   * anything.
   */
  path: string;
  /** In bytes, as the zip declares it. It is not trusted. */
  size: number;
  modified: Date;
  /** Why the file will not be read, as far as the list tells. */
  unfit: EntryFailureReason | undefined;
  /**
   * Passes its bytes to `take`, one part at a time, and waits for each.
   * @throws {ArchiveError} if it is damaged, encrypted or has more than `most` bytes; whatever
   *   `take` throws.
   */
  stream(
    take: (part: Uint8Array<ArrayBuffer>) => void | Promise<void>,
    most: number,
    signal?: AbortSignal,
  ): Promise<void>;
}

/**
 * The files of a zip, in its order, without folders. Reads only the list.
 * @throws {ArchiveError}, or the signal's reason.
 */
export async function listZip(blob: Blob, signal?: AbortSignal): Promise<ZipItem[]> {
  const { ZipReader, BlobReader } = await zipLibrary();
  const reader = new BlobReader(blob);
  const read = reader.readUint8Array.bind(reader);
  reader.readUint8Array = (offset: number, length: number) => {
    if (length > MOST_BYTES_AT_ONCE) throw new ArchiveError('too-large', `${length} bytes of list`);
    return read(offset, length);
  };
  const breathe = breather(ON_A_PAGE_MS);
  const entries: FileEntry[] = [];
  await failingAs(signal, async () => {
    const zip = new ZipReader(reader, {
      filenameValidation: 'tolerant',
      checkCrc32: true,
    });
    let listed = 0;
    for await (const entry of zip.getEntriesGenerator()) {
      listed++;
      if (listed > MOST_ENTRIES) throw new ArchiveError('too-large', `${listed} entries`);
      if (!entry.directory) entries.push(entry);
      await breathe();
      signal?.throwIfAborted();
    }
  });
  refuseOverlaps(entries);
  const paths = pathsOf(entries);
  return entries.map((entry, i) => toItem(entry, paths[i] ?? entry.filename));
}

/**
 * The path of each entry. Those that declare no encoding are read together, as one program wrote
 * them.
 */
function pathsOf(entries: readonly FileEntry[]): string[] {
  const declares = ({ bitFlag, extraFieldUnicodePath }: FileEntry) =>
    bitFlag?.languageEncodingFlag || extraFieldUnicodePath !== undefined;
  const others = entries.filter((entry) => !declares(entry));
  const decoded = decodeNames(others.map(({ rawFilename }) => rawFilename));
  const byEntry = new Map(others.map((entry, i) => [entry, decoded[i]]));
  return entries.map((entry) => byEntry.get(entry) ?? entry.filename);
}

/**
 * Entries that share bytes let a small file unpack to any size (Fifield 2019). No honest zip has
 * them.
 */
function refuseOverlaps(entries: readonly FileEntry[]): void {
  let end = 0;
  for (const { offset, compressedSize, rawFilename } of [...entries].sort(
    (a, b) => a.offset - b.offset,
  )) {
    if (offset < end) throw new ArchiveError('damaged', 'entries overlap');
    // This counts the local header, which holds the name once more.
    end = offset + 30 + rawFilename.length + compressedSize;
  }
}

function toItem(entry: FileEntry, name: string): ZipItem {
  const { uncompressedSize, lastModDate } = entry;
  const path = name.replaceAll('\\', '/');
  const unfit = unfitness(entry, path);
  return {
    path,
    size: uncompressedSize,
    modified: lastModDate,
    unfit,
    stream: (take, most, signal) => stream(entry, unfit, take, most, signal),
  };
}

function unfitness(entry: FileEntry, path: string): EntryFailureReason | undefined {
  const { encrypted, symlink, compressionMethod, uncompressedSize, compressedSize } = entry;
  if (encrypted) return 'encrypted';
  if (symlink || (compressionMethod !== 0 && compressionMethod !== 8)) return 'unsupported';
  if (/^([a-z]:|\/)/i.test(path) || path.split('/').includes('..')) return 'unsafe-path';
  const swells = uncompressedSize > MOST_RATIO * compressedSize;
  return swells && uncompressedSize > HARMLESS_BYTES ? 'too-large' : undefined;
}

async function stream(
  entry: FileEntry,
  unfit: EntryFailureReason | undefined,
  take: (part: Uint8Array<ArrayBuffer>) => void | Promise<void>,
  most: number,
  signal?: AbortSignal,
): Promise<void> {
  const name = shownPath(entry.filename);
  if (unfit === 'encrypted') throw new ArchiveError('encrypted', name);
  if (unfit === 'too-large' || entry.uncompressedSize > most) {
    throw new ArchiveError('too-large', name);
  }
  if (unfit) throw new ArchiveError('damaged', `${name}: ${unfit}`);
  let bytes = 0;
  let refused: { why: unknown } | undefined;
  const sink = new WritableStream<Uint8Array<ArrayBuffer>>({
    async write(part) {
      bytes += part.length;
      // The file inflates to more than it declares, so its declared size can't be believed.
      if (bytes > entry.uncompressedSize) throw new ArchiveError('damaged', `${name}: its size`);
      try {
        await take(part);
      } catch (why) {
        refused = { why };
        throw why;
      }
    },
  });
  const end = await streams.take(1, signal);
  try {
    await failingAs(signal, async () => {
      await entry.getData(sink, signal ? { signal } : {});
    });
  } catch (error) {
    throw refused ? refused.why : error;
  } finally {
    end();
  }
}

/** All bytes of a file. @throws {ArchiveError} as `stream` does. */
export async function bytesOf(
  item: ZipItem,
  most: number,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  let bytes = new Uint8Array(0);
  let length = 0;
  await item.stream(
    (part) => {
      // No part comes of a file that declares too much.
      if (length === 0) bytes = new Uint8Array(item.size);
      bytes.set(part, length);
      length += part.length;
    },
    most,
    signal,
  );
  return length === bytes.length ? bytes : bytes.slice(0, length);
}

export interface ReadOptions {
  signal?: AbortSignal | undefined;
  /**
   * Looks at a file's first bytes, and at the size that it declares, before the rest is unpacked.
   * What it throws ends the reading.
   */
  look?(head: Uint8Array, size: number): void;
}

/** A file's content. @throws {ArchiveError} as `stream` does; whatever `look` throws. */
export async function blobOf(
  item: ZipItem,
  most: number,
  { signal, look }: ReadOptions = {},
): Promise<Blob> {
  const content: Blob[] = [];
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  let looked = look === undefined;
  const lookAt = async () => {
    looked = true;
    look?.(new Uint8Array(await new Blob(parts).arrayBuffer()), item.size);
  };
  await item.stream(
    async (part) => {
      parts.push(part);
      length += part.length;
      if (!looked && length >= HEAD_BYTES) await lookAt();
      if (length < PART_BYTES) return;
      content.push(new Blob(parts));
      parts = [];
      length = 0;
    },
    most,
    signal,
  );
  if (!looked) await lookAt();
  return new Blob([...content, ...parts]);
}

/**
 * Unpacks a file and passes it to `use`. Its bytes count as in use until that has ended, and others
 * wait if there are too many.
 * @throws {ArchiveError} as `stream` does; whatever `look` or `use` throws.
 */
export async function whileUnpacked<T>(
  item: ZipItem,
  most: number,
  use: (content: Blob) => Promise<T>,
  options: ReadOptions = {},
): Promise<T> {
  const giveBack = await inUse.take(item.size, options.signal);
  try {
    return await use(await blobOf(item, most, options));
  } finally {
    giveBack();
  }
}

export function shownPath(path: string): string {
  return cleanText(path, MOST_LETTERS);
}

/** Turns any failure of the library into an ArchiveError. An abort stays what it is. */
async function failingAs<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof ArchiveError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    const kind = /encrypted/i.test(message) ? 'encrypted' : 'damaged';
    throw new ArchiveError(kind, message, cause);
  }
}
