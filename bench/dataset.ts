// A folder of labelled pictures, train/CLASS/* and val/CLASS/*, and random draws of a few pictures
// per class.
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../src/model/random';
import { UsageError } from './command';

export interface LabelledPicture {
  /** Relative to the folder: `train/ants/1.jpg`. */
  path: string;
  /** Index into the classes. */
  label: number;
}

export interface Dataset {
  classes: string[];
  train: LabelledPicture[];
  val: LabelledPicture[];
}

/**
 * Lists all files, sorted, without opening one. Hidden files are not pictures. @throws {UsageError}
 */
export function readDataset(folder: string): Dataset {
  if (!isFolder(folder)) throw new UsageError(`${folder} is not a folder`);
  for (const part of ['train', 'val']) {
    if (!isFolder(join(folder, part))) throw new UsageError(`${folder} has no folder ${part}`);
  }
  const classes = list(folder, 'train', isFolder);
  if (classes.length < 2) {
    throw new UsageError(
      `${join(folder, 'train')} needs a folder for each of at least 2 classes, not ${classes.length}`,
    );
  }
  const tested = list(folder, 'val', isFolder);
  const strange = tested.find((name) => !classes.includes(name));
  if (strange !== undefined) {
    throw new UsageError(`${join(folder, 'val', strange)} has no counterpart in train`);
  }
  const train = pictures(folder, 'train', classes, classes);
  classes.forEach((name, label) => {
    if (train.some((picture) => picture.label === label)) return;
    throw new UsageError(`${join(folder, 'train', name)} has no pictures`);
  });
  const val = pictures(folder, 'val', tested, classes);
  if (val.length === 0) throw new UsageError(`${join(folder, 'val')} has no pictures`);
  return { classes, train, val };
}

/**
 * All files in a folder and its subfolders, as sorted relative paths. Hidden files are not
 * pictures. @throws {UsageError}
 */
export function readPictures(folder: string): string[] {
  if (!isFolder(folder)) throw new UsageError(`${folder} is not a folder`);
  const under = (part: string): string[] =>
    list(folder, part, () => true).flatMap((name) => {
      const path = part ? `${part}/${name}` : name;
      return isFolder(join(folder, path)) ? under(path) : [path];
    });
  const paths = under('');
  if (paths.length === 0) throw new UsageError(`${folder} has no pictures`);
  return paths;
}

/**
 * Draws pictures of each class by seed, in random order: as many as `shots` says for its place,
 * which starts again after its last number, or as many as there are. Each `draw` gives others. A
 * picture that is not `readable` is skipped, which does not change the rest.
 */
export function drawShots(
  pictures: readonly LabelledPicture[],
  shots: readonly number[] | 'all',
  seed: number,
  draw: number,
  readable: (picture: LabelledPicture) => boolean,
): LabelledPicture[] {
  const taken = new Map<number, number>();
  // The odd factor keeps the draws of neighbouring seeds apart.
  const shuffled = seededRandom(seed + draw * 0x9e3779b1).shuffle(pictures);
  return shuffled.filter((picture) => {
    const count = taken.get(picture.label) ?? 0;
    if (shots !== 'all' && count === shots[picture.label % shots.length]) return false;
    if (!readable(picture)) return false;
    taken.set(picture.label, count + 1);
    return true;
  });
}

function pictures(
  folder: string,
  part: string,
  names: readonly string[],
  classes: readonly string[],
): LabelledPicture[] {
  return names.flatMap((name) =>
    list(folder, `${part}/${name}`, (path) => !isFolder(path)).map((file) => ({
      path: `${part}/${name}/${file}`,
      label: classes.indexOf(name),
    })),
  );
}

function list(folder: string, part: string, wanted: (path: string) => boolean): string[] {
  const under = join(folder, part);
  let entries: Dirent[];
  try {
    entries = readdirSync(under, { withFileTypes: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  return entries
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('.') && wanted(join(under, name)))
    .sort();
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
