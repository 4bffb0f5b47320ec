// Archives from elsewhere: pictures in folders, and Teachable Machine's image projects.
import { ArchiveError, type EntryFailure } from '../../archive/archive-error';
import { type ReadOptions, shownPath, whileUnpacked, type ZipItem } from '../../archive/zip';
import { cleanText, isHidden } from '../../model/file-names';
import { MOST_FILE_NAME, MOST_NAME } from '../../model/limits';

/** A file in an archive that has not been read yet. */
export interface ArchiveFile {
  /** Safe to show. */
  name: string;
  path: string;
  /** The name of the folder that holds it, which is its class. */
  folder?: string;
  /** Pictures share a name here unless the archive says that they were taken separately. */
  burst?: string;
  /**
   * Reads the file and passes it to `use`, which should not keep it: files that come later wait
   * until there is room for them.
   * @throws {ArchiveError} if it is damaged or too large; the signal's reason; whatever `look` or
   *   `use` throws.
   */
  read<T>(use: (file: File) => Promise<T>, options?: ReadOptions): Promise<T>;
}

/** The same limit as for a picture that is dropped by itself. */
const MOST_PICTURE_BYTES = 200e6;

/** The first bytes of formats that people mistake for zips. The offset is 0 unless given. */
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

/** What an archive is, judged by its first 512 bytes. `unknown` if the format is not recognised. */
export function formatOf(head: Uint8Array): string {
  if (head.length === 0) return 'empty';
  const found = FORMATS.find(([signature, , offset = 0]) =>
    Array.from(signature).every((letter, i) => head[offset + i] === letter.charCodeAt(0)),
  );
  return found?.[1] ?? 'unknown';
}

/**
 * Extensions of pictures and of files that people take for pictures. The first bytes decide the
 * rest.
 */
const PICTURE = /\.(jpe?g|jfif|jpe|png|gif|webp|avif|bmp|hei[cf]|tiff?|jxl|svg)$/i;

/**
 * `CLASS-!-NUMBER.jpg`, all at the top level. This is how Teachable Machine names a project's
 * pictures (version 2.4).
 */
const SAMPLE = /^(.*)-!-[^/]*$/s;

/**
 * The files of a Teachable Machine image project: `manifest.json` with `type`, `version` and
 * `appdata`, and pictures by name. Undefined if it is not such a project.
 * @throws {ArchiveError} `nothing-inside` if the project is about sounds.
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
  // Most of these are frames of one recording. Holding out half of them would only measure memory.
  const recorded = files.map((file) => ({ ...file, burst: file.folder ?? '' }));
  return { kind: 'teachable-machine' as const, classes: [...classes], files: recorded, failures };
}

/**
 * Pictures, with the name of the folder for those in one. Undefined if nothing could be a picture.
 */
export function foreignFiles(items: readonly ZipItem[]) {
  const meant = items.filter(({ path }) => !isHidden(path));
  if (!meant.some(({ path }) => PICTURE.test(path) || !nameIn(path).includes('.')))
    return undefined;
  const sorted = [...meant].sort((a, b) => naturally.compare(a.path, b.path));
  return { kind: 'folders' as const, ...split(sorted, ({ path }) => path.split('/').at(-2)) };
}

/**
 * Says what is in the archive instead of pictures, if it is something that may contain pictures.
 */
export function nothingIn(items: readonly ZipItem[]): string {
  return items.some(({ path }) => /\.(zip|tm|rar|7z|tar|t?gz)$/i.test(path)) ? 'zip' : 'other';
}

/** Nobody sorts pictures into more folders within folders. */
const MOST_FOLDERS = 8;

function split(
  items: readonly ZipItem[],
  folderOf: (item: ZipItem) => string | undefined,
): { files: ArchiveFile[]; failures: EntryFailure[] } {
  const files: ArchiveFile[] = [];
  const failures: EntryFailure[] = [];
  for (const item of items) {
    if (item.unfit) {
      failures.push({ name: shownPath(item.path), reason: item.unfit, detail: '' });
      continue;
    }
    const folder = cleanText(folderOf(item) ?? '', MOST_NAME).trim();
    const name = cleanText(nameIn(item.path), MOST_FILE_NAME);
    files.push({
      name,
      // The last folders say what it is, however long their names are.
      path: item.path
        .split('/')
        .slice(-MOST_FOLDERS)
        .map((part) => cleanText(part, MOST_FILE_NAME))
        .join('/'),
      ...(folder !== '' && folder !== '.' && { folder }),
      read: (use, options) =>
        whileUnpacked(
          item,
          MOST_PICTURE_BYTES,
          (content) => use(new File([content], name, { lastModified: item.modified.getTime() })),
          options,
        ),
    });
  }
  return { files, failures };
}

const nameIn = (path: string) => path.split('/').at(-1) ?? '';

const naturally = new Intl.Collator(undefined, { numeric: true });
