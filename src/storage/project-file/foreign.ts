// Archives of others: pictures in folders, and Teachable Machine's image projects.
import { ArchiveError, type EntryFailure } from '../../archive/archive-error';
import { bytesOf, shownPath, type ZipItem } from '../../archive/zip';
import { cleanText, isHidden } from '../../model/file-names';
import { MOST_NAME } from './manifest';

/** A file in an archive, not read yet. */
export interface ArchiveFile {
  /** Fit to be shown. */
  name: string;
  path: string;
  /** Name of the folder that it lies in: its class. */
  folder?: string;
  /** Pictures of which the archive does not say that they were taken apart from one another have one name here. */
  burst?: string;
  /** Reads it. @throws {ArchiveError} where it is damaged or too large, or the signal's reason. */
  open(signal?: AbortSignal): Promise<File>;
}

/** As for a picture that is dropped by itself. */
const MOST_PICTURE_BYTES = 200e6;
const MOST_FILE_NAME = 255;

/** First bytes of formats that people take for zips; offset 0 unless told. */
const FORMATS: readonly [signature: string, format: string, offset?: number][] = [
  ['PK\x03\x04', 'zip'],
  ['PK\x05\x06', 'zip'],
  ['PK\x07\x08', 'zip'],
  ['Rar!\x1a\x07', 'rar'],
  ['7z\xbc\xaf\x27\x1c', '7z'],
  ['\x1f\x8b', 'gzip'],
  ['BZh', 'bzip2'],
  ['\xfd7zXZ\0', 'xz'],
  ['\x28\xb5\x2f\xfd', 'zstd'],
  ['ustar', 'tar', 257],
];

/** What an archive is by its first 512 bytes, `unknown` where it is none that is known. */
export function formatOf(head: Uint8Array): string {
  if (head.length === 0) return 'empty';
  const found = FORMATS.find(([signature, , offset = 0]) =>
    Array.from(signature).every((letter, i) => head[offset + i] === letter.charCodeAt(0)),
  );
  return found?.[1] ?? 'unknown';
}

/** Endings of pictures, and of what a person takes for one: the rest is told by its first bytes. */
const PICTURE = /\.(jpe?g|jfif|jpe|png|gif|webp|avif|bmp|hei[cf]|tiff?|jxl|svg)$/i;

/** `CLASS-!-NUMBER.jpg`, all at the top: so Teachable Machine names the pictures of a project (version 2.4). */
const SAMPLE = /^(.*)-!-[^/]*$/s;

/**
 * A Teachable Machine image project: `manifest.json` with `type`, `version` and `appdata`, and its
 * pictures by name. Undefined where it is none.
 * @throws {ArchiveError} `nothing-inside` where it is one of sounds.
 */
export function teachableMachineFiles(items: readonly ZipItem[], manifest: unknown) {
  const samples = items.filter(({ path }) => SAMPLE.test(nameIn(path)));
  const isTheirs =
    typeof manifest === 'object' &&
    manifest !== null &&
    'appdata' in manifest &&
    'type' in manifest;
  if (isTheirs && manifest.type === 'audio') {
    throw new ArchiveError('nothing-inside', 'teachable-machine-audio');
  }
  if (samples.length === 0) return undefined;
  const { files, failures } = split(samples, (item) => SAMPLE.exec(nameIn(item.path))?.[1]);
  const classes = new Set(files.flatMap(({ folder }) => folder ?? []));
  // Mostly frames of one recording: held out by halves they would measure memory.
  const recorded = files.map((file) => ({ ...file, burst: file.folder ?? '' }));
  return { kind: 'teachable-machine' as const, classes: [...classes], files: recorded, failures };
}

/** Pictures, those in folders with the folder's name. Undefined where there is nothing that could be one. */
export function foreignFiles(items: readonly ZipItem[]) {
  const meant = items.filter(({ path }) => !isHidden(path));
  if (!meant.some(({ path }) => PICTURE.test(path) || !nameIn(path).includes('.')))
    return undefined;
  const sorted = meant.toSorted((a, b) => naturally.compare(a.path, b.path));
  return { kind: 'folders' as const, ...split(sorted, ({ path }) => path.split('/').at(-2)) };
}

/** What is there instead of pictures, where it is something that pictures may be in. */
export function nothingIn(items: readonly ZipItem[]): string {
  return items.some(({ path }) => /\.(zip|tm|rar|7z|tar|t?gz)$/i.test(path)) ? 'zip' : 'other';
}

function split(
  items: readonly ZipItem[],
  folderOf: (item: ZipItem) => string | undefined,
): { files: ArchiveFile[]; failures: EntryFailure[] } {
  const files: ArchiveFile[] = [];
  const failures: EntryFailure[] = [];
  for (const item of items) {
    const path = shownPath(item.path);
    if (item.unfit) {
      failures.push({ name: path, reason: item.unfit, detail: '' });
      continue;
    }
    const folder = cleanText(folderOf(item) ?? '', MOST_NAME).trim();
    const name = cleanText(nameIn(item.path), MOST_FILE_NAME);
    files.push({
      name,
      path,
      ...(folder !== '' && folder !== '.' && { folder }),
      open: async (signal) =>
        new File([await bytesOf(item, MOST_PICTURE_BYTES, signal)], name, {
          lastModified: item.modified.getTime(),
        }),
    });
  }
  return { files, failures };
}

const nameIn = (path: string) => path.split('/').at(-1) ?? '';

const naturally = new Intl.Collator(undefined, { numeric: true });
