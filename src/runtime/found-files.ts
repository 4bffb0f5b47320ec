// Turns what a person drops, chooses or pastes into a flat, ordered list of files. Does not touch
// pixels.

import { isHidden } from '../model/file-names';

export interface PickedFile {
  file: File;
  /** Where it lies in what was brought, with `/` between folders. Safe to show. */
  path: string;
}

export interface PickedFiles {
  /**
   * In the natural order of their paths: 2.jpg comes before 10.jpg, and a folder's files stay
   * together.
   */
  files: PickedFile[];
  /** The paths of files and folders that the browser could not read. */
  unreadable: string[];
}

interface Found {
  path: string;
  file: File;
}

/**
 * The files of a drop or of a paste event, including those in dropped folders at any depth. Call it
 * during the event, because the DataTransfer is emptied afterwards.
 */
export function filesFromTransfer(transfer: DataTransfer): Promise<PickedFiles> {
  const found: Found[] = [];
  const folders: FileSystemDirectoryEntry[] = [];
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    if (isDirectory(entry)) {
      folders.push(entry);
      continue;
    }
    const file = item.getAsFile();
    if (file) found.push({ path: ownPath(file), file });
  }
  return walk(folders, found);
}

/** The files of an `<input type="file">`, with or without `webkitdirectory`. */
export function filesFromList(list: Iterable<File>): PickedFiles {
  const found = Array.from(list, (file) => ({ path: ownPath(file), file }));
  return { files: inOrder(found), unreadable: [] };
}

/** The pictures in the result of `navigator.clipboard.read()`. */
export async function filesFromClipboard(items: readonly ClipboardItem[]): Promise<PickedFiles> {
  const found: Found[] = [];
  for (const item of items) {
    const type = item.types.find((one) => one.startsWith('image/'));
    if (type === undefined) continue;
    const path = `${type.slice('image/'.length)} ${found.length + 1}`;
    found.push({ path, file: new File([await item.getType(type)], path, { type }) });
  }
  return { files: inOrder(found), unreadable: [] };
}

async function walk(folders: FileSystemDirectoryEntry[], found: Found[]): Promise<PickedFiles> {
  const unreadable: string[] = [];

  async function visit(entry: FileSystemEntry): Promise<void> {
    const path = entry.fullPath.replace(/^\//, '');
    if (isHidden(path)) return;
    try {
      if (isDirectory(entry)) await Promise.all((await children(entry)).map(visit));
      else if (isFile(entry)) found.push({ path, file: await fileOf(entry) });
    } catch {
      unreadable.push(path);
    }
  }

  await Promise.all(folders.map(visit));
  return {
    files: inOrder(found),
    unreadable: unreadable.sort(naturally.compare).map(harmless),
  };
}

/**
 * Where a file lies within the selection. No disk allows a slash in a name, so a slash does not
 * create a folder.
 */
function ownPath(file: File): string {
  return file.webkitRelativePath || file.name.replaceAll('/', UNSHOWN);
}

async function children(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  // Each call returns at most some hundred entries, and none at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

function isDirectory(entry: FileSystemEntry | null): entry is FileSystemDirectoryEntry {
  return entry?.isDirectory ?? false;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

const naturally = new Intl.Collator(undefined, { numeric: true });

function inOrder(found: Found[]): PickedFile[] {
  return found
    .filter(({ path }) => !isHidden(path))
    .sort((a, b) => naturally.compare(a.path, b.path))
    .map(({ path, file }) => ({
      file: withHarmlessName(file),
      path: path.split('/').map(harmless).join('/'),
    }));
}

/** Replaces a character that must not be shown. */
const UNSHOWN = '\u{fffd}';

/**
 * Control characters, line ends, half characters, and those that change the direction of the text
 * around them.
 */
const HARMFUL = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A name that is safe to show: `holiday\u202egnp.exe` would appear as `holidayexe.png`, and an
 * empty name not at all.
 */
function harmless(name: string): string {
  return name.trim() === '' ? UNSHOWN : name.replace(HARMFUL, UNSHOWN);
}

/** The same bytes under a safe name, which is then kept, shown and given out again. */
function withHarmlessName(file: File): File {
  const name = harmless(file.name);
  if (name === file.name) return file;
  return new File([file], name, { type: file.type, lastModified: file.lastModified });
}
