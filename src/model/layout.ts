// Reads what a list of files means from their paths: which are pictures of which class, and which
// of them are for testing. Knows the layouts that data sets commonly have.

import { cleanText } from './file-names';
import { FILLER, type Purpose, purposeOf } from './folder-words';
import { readTable } from './label-table';
import { MOST_NAME } from './limits';

export interface FoundFile {
  /** With `/` between folders. A zip counts as a folder of its name. */
  path: string;
  isPicture: boolean;
  /** The text of a table, which may say which class each picture belongs to. */
  table?: string | undefined;
}

/** Where a picture belongs. */
export interface Place {
  /** Undefined if nothing names a class. */
  className: string | undefined;
  test: boolean;
}

export interface Layout {
  /**
   * In the order of the files. `unlabelled` is a picture for testing that nothing gives a class,
   * although the pictures for learning have theirs. Undefined is what is not a picture.
   */
  places: (Place | 'unlabelled' | undefined)[];
  /** Where the classes come from. */
  by: 'folders' | 'names' | 'table';
}

/** Does not depend on the order of the files. */
export function readLayout(found: readonly FoundFile[]): Layout {
  const pictures = found.filter(({ isPicture }) => isPicture);
  const paths = pictures.map(({ path }) => path);
  const byFolder = byFolders(paths);
  const tables = found.flatMap(({ isPicture, table }) =>
    isPicture || table === undefined ? [] : [table],
  );
  const { by, places } =
    byTables(paths, byFolder, tables) ?? byNames(paths, byFolder) ?? asFolders(byFolder);
  const inOrder = places.values();
  return {
    by,
    places: found.map(({ isPicture }) => (isPicture ? inOrder.next().value : undefined)),
  };
}

type Reading = Pick<Layout, 'by'> & { places: (Place | 'unlabelled')[] };

interface Folders extends Place {
  /** No folder lies between the picture and the one that says what it is used for. */
  rightInUse: boolean;
}

function byFolders(paths: readonly string[]): Folders[] {
  const all = paths.map((path) =>
    path
      .split('/')
      .slice(0, -1)
      .filter((part) => part !== '' && part !== '.'),
  );
  const says = purposesIn(all);
  const read = all.map((folders) => {
    const uses = folders.map((_, i) => says(folders, i));
    return {
      uses: uses.filter((use) => use !== undefined),
      rightInUse: uses.at(-1) !== undefined,
      rest: folders.filter((_, i) => uses[i] === undefined),
    };
  });
  const levels = withoutFillers(read.map(({ rest }) => rest));
  return read.map(({ uses, rightInUse }, i) => ({
    className: classNameOf(levels[i]?.at(-1)),
    // A part of the learning pictures is often called `val`.
    test: uses.includes('test'),
    rightInUse,
  }));
}

const classNameOf = (text = '') => cleanText(text, MOST_NAME).trim() || undefined;

/** The children of each folder that holds pictures, by its path. */
function tree(all: readonly string[][]): (parent: readonly string[]) => ReadonlySet<string> {
  const children = new Map<string, Set<string>>();
  for (const folders of all) {
    folders.forEach((name, i) => {
      const parent = folders.slice(0, i).join('/');
      const known = children.get(parent);
      if (known) known.add(name);
      else children.set(parent, new Set([name]));
    });
  }
  return (parent) => children.get(parent.join('/')) ?? new Set();
}

/**
 * Says what each folder on a path is used for. A class may be called `train`, so one such folder
 * among classes says nothing. It counts beside one for the other use. Where it has no other folders
 * beside it, it counts above classes, or if the same is so elsewhere.
 */
function purposesIn(all: readonly string[][]) {
  const childrenOf = tree(all);
  const known = new Map<string, Purpose | undefined>();
  const purposesBeside = (folders: readonly string[], i: number) =>
    Array.from(childrenOf(folders.slice(0, i)), purposeOf);
  const isPaired = (uses: readonly unknown[]) => uses.includes('learn') && uses.includes('test');
  const anyPaired = all.some((folders) =>
    folders.some(
      (name, i) => purposeOf(name) !== undefined && isPaired(purposesBeside(folders, i)),
    ),
  );
  return (folders: readonly string[], i: number) => {
    const path = folders.slice(0, i + 1);
    const key = path.join('/');
    if (known.has(key)) return known.get(key);
    const use = purposeOf(folders[i] ?? '');
    const beside = use === undefined ? [] : purposesBeside(folders, i);
    const alone =
      beside.every((each) => each !== undefined) && (anyPaired || childrenOf(path).size > 0);
    const counts = isPaired(beside) || alone ? use : undefined;
    known.set(key, counts);
    return counts;
  };
}

/**
 * Takes away the last folders that tell no classes apart: those that all pictures have, as in
 * `cats/2024` and `dogs/2024`, and those that are only called `images`.
 */
function withoutFillers(all: readonly string[][]): string[][] {
  const childrenOf = tree(all);
  let rests = all.map((folders) => {
    const rest = [...folders];
    const onlyFillers = () =>
      Array.from(childrenOf(rest.slice(0, -1))).every((name) => FILLER.test(name.toLowerCase()));
    while (rest.length > 1 && onlyFillers()) rest.pop();
    return rest;
  });
  const distinct = (of: (folders: readonly string[]) => string) =>
    new Set(rests.filter(({ length }) => length > 0).map(of)).size;
  while (
    distinct((folders) => folders.join('/')) > 1 &&
    distinct((folders) => (folders.at(-1) ?? '').toLowerCase()) === 1 &&
    rests.every(({ length }) => length !== 1)
  ) {
    rests = rests.map((folders) => folders.slice(0, -1));
  }
  return rests;
}

const distinctNames = (places: readonly { className?: string | undefined }[]) =>
  new Set(places.map(({ className }) => className?.toLocaleLowerCase())).size;

function asFolders(folders: readonly Folders[]): Reading {
  const learned = folders.filter(({ test, rightInUse }) => !test && !rightInUse);
  const known = new Set(learned.map(({ className }) => className?.toLocaleLowerCase()));
  return {
    by: 'folders',
    places: folders.map(({ className, test, rightInUse }) =>
      test && rightInUse && known.size > 0 && !known.has(className?.toLocaleLowerCase())
        ? 'unlabelled'
        : { className, test },
    ),
  };
}

/** The labels that the tables give, if they give each picture one. */
function byTables(
  paths: readonly string[],
  folders: readonly Folders[],
  tables: readonly string[],
): Reading | undefined {
  const labels = new Map<number, { label: string; test: boolean | undefined }>();
  let named = true;
  for (const text of tables) {
    const read = readTable(text, paths);
    if (!read) continue;
    named &&= read.named;
    for (const [picture, row] of read.rows) {
      // Two labels for one picture are an answer to another question.
      if ((labels.get(picture)?.label ?? row.label) !== row.label) return undefined;
      labels.set(picture, row);
    }
  }
  // Where folders tell classes apart, a table that does not call its labels labels is about
  // something else, and numbers only stand for the folders' names.
  const isSure = named && Array.from(labels.values()).some(({ label }) => /\p{L}/u.test(label));
  if (!isSure && distinctNames(folders) > 1) return undefined;
  return labelled('table', folders, (i) => labels.get(i));
}

/** `cat.12.jpg`, `cat_12.jpg`, `cat (12).jpg`, `cat12.jpg`, `cat-1-12.jpg`. */
const NUMBERED = /^(.*?\p{L})(?:[\s._\-(（]*\d+[)）]?)+\.[^.]*$/u;
/** What cameras, phones and programs call any picture. */
const ANY_PICTURE =
  /^(img|image|images|picture|photo|pic|foto|bild|p|pxl|dsc[nf]?|dscf|imag|mvimg|vid|video|frame|screenshot|scan|file|capture|snapshot|sample|wp|gopr|dji|whatsapp.*|mmexport|wx_camera|图片|照片|微信图片|截图|截屏)$/i;

/** The labels that the files' names begin with, if folders tell no classes apart. */
function byNames(paths: readonly string[], folders: readonly Folders[]): Reading | undefined {
  if (distinctNames(folders.filter(({ test }) => !test)) > 1) return undefined;
  const labels = paths.map((path) => NUMBERED.exec(path.split('/').at(-1) ?? '')?.[1]?.trim());
  const counts = new Map<string, number>();
  for (const label of labels) {
    const key = label?.toLocaleLowerCase();
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const areLabels = Array.from(counts).every(([key, n]) => n > 1 && !ANY_PICTURE.test(key));
  if (!areLabels) return undefined;
  return labelled('names', folders, (i) => {
    const label = labels[i];
    return label === undefined ? undefined : { label };
  });
}

/** Undefined unless there are two labels, and one for each picture that is learned from. */
function labelled(
  by: Layout['by'],
  folders: readonly Folders[],
  labelOf: (i: number) => { label: string; test?: boolean | undefined } | undefined,
): Reading | undefined {
  const places = folders.map(({ test }, i): Reading['places'][number] | undefined => {
    const found = labelOf(i);
    const className = classNameOf(found?.label);
    if (className !== undefined) return { className, test: found?.test ?? test };
    return test ? 'unlabelled' : undefined;
  });
  if (!places.every((place) => place !== undefined)) return undefined;
  const known = places.filter((place) => place !== 'unlabelled');
  return distinctNames(known) > 1 ? { by, places } : undefined;
}
