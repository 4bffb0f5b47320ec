// Finds out what brought files are, and sorts the pictures among them into classes.

import { TABLE } from '../../model/label-table';
import { type FoundFile, readLayout } from '../../model/layout';
import { PictureError, type PictureFailure } from '../../pictures/picture-error';
import type { IncomingFile, Sorted } from './incoming';

/** The names that every browser's pictures have. Of other files, the first bytes tell. */
const PICTURE = /\.(jpe?g|jfif|jpe|png|gif|webp|avif|bmp)$/i;
/** No table of labels is larger. */
const MOST_TABLE_BYTES = 20e6;

export interface SortedFile {
  file: IncomingFile;
  /** Empty for a class without a name. */
  className: string;
  test: boolean;
}

export interface Sorting {
  sorted: Sorted;
  files: SortedFile[];
  /** What does not go in, in the order of the files. */
  left: { name: string; why: PictureFailure | 'unlabelled' }[];
  /** Tables that gave the labels. They need no report. */
  used: number;
}

type Known = { isPicture: true } | { isPicture: false; why: PictureFailure; table?: string };

/**
 * Sorts files by what they are and where they lie. With `into`, all go into one class.
 * `each` does a piece of work for every file, several at a time. It may end early, and what it did
 * not come to is left out.
 */
export async function sortFiles(
  files: readonly IncomingFile[],
  into: string | undefined,
  each: <T>(items: Iterable<T>, work: (item: T) => Promise<void>) => Promise<void>,
  signal: AbortSignal,
): Promise<Sorting> {
  const known = new Map<IncomingFile, Known>();
  await each(files, async (file) => {
    known.set(file, await lookAt(file, signal));
  });
  const found = files.flatMap((file): (FoundFile & { file: IncomingFile; known: Known })[] => {
    const what = known.get(file);
    if (!what) return [];
    const path = file.path ?? file.file.name;
    const table = what.isPicture ? undefined : what.table;
    return [{ file, known: what, path, isPicture: what.isPicture, table }];
  });
  // A class that is known needs no reading, and says nothing about the other files.
  const unsorted = found.filter(({ file }) => file.folder === undefined);
  const { by, places } = readLayout(unsorted);
  const placeOf = new Map(unsorted.map(({ file }, i) => [file, places[i]]));
  const sorting: Sorting = { sorted: { by, classes: 0, tests: 0 }, files: [], left: [], used: 0 };
  for (const { file, known: what } of found) {
    const place =
      file.folder === undefined ? placeOf.get(file) : { className: file.folder, test: false };
    const { name } = file.file;
    if (!what.isPicture) {
      if (by === 'table' && what.table !== undefined) sorting.used++;
      else sorting.left.push({ name, why: what.why });
    } else if (place === 'unlabelled' && into === undefined) {
      sorting.left.push({ name, why: 'unlabelled' });
    } else {
      const { className = '', test } = place === 'unlabelled' || !place ? { test: true } : place;
      sorting.files.push({ file, className, test });
    }
  }
  const { files: placed } = sorting;
  sorting.sorted.classes = new Set(placed.map(({ className }) => className.toLowerCase())).size;
  sorting.sorted.tests = placed.filter(({ test }) => test).length;
  return sorting;
}

async function lookAt({ file, folder }: IncomingFile, signal: AbortSignal): Promise<Known> {
  if (folder !== undefined || PICTURE.test(file.name)) return { isPicture: true };
  const isTable = TABLE.test(file.name);
  const { HEAD_BYTES, readHead } = await import('../../pictures/formats');
  let known: Known = { isPicture: true };
  const look = (head: Uint8Array, size: number) => {
    const read = readHead(size, head);
    if (!('kind' in read)) return;
    known = { isPicture: false, why: read };
    if (!isTable || size > MOST_TABLE_BYTES) throw new PictureError(read);
  };
  const keep = async (content: File) => {
    if (!known.isPicture && isTable) known.table = await content.text();
  };
  try {
    if (file instanceof File) {
      look(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()), file.size);
      await keep(file);
    } else await file.read(keep, { signal, look });
  } catch {
    // Whatever ends the reading now is met again and reported when a picture is read.
  }
  return known;
}
