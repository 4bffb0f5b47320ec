import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from './command';
import { drawShots, readDataset, readPictures } from './dataset';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'apprentice-dataset-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function make(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (!path.endsWith('/')) writeFileSync(join(folder, path), '');
    else mkdirSync(join(folder, path), { recursive: true });
  }
}

describe('a folder of outsiders', () => {
  it('is read with the folders in it, without hidden files', () => {
    make('b.jpg', 'a/2.jpg', 'a/deep/1.jpg', 'a/.hidden', '.git/x');
    expect(readPictures(folder)).toEqual(['a/2.jpg', 'a/deep/1.jpg', 'b.jpg']);
  });

  it('without pictures, or missing, is refused', () => {
    make('a/');
    expect(() => readPictures(folder)).toThrow(UsageError);
    expect(() => readPictures(join(folder, 'nowhere'))).toThrow('is not a folder');
  });
});

describe('a folder of pictures', () => {
  it('is read in order, without hidden files and folders in classes', () => {
    make(
      'train/b/2 é.jpg',
      'train/a/1.jpg',
      'train/a/0.jpg',
      'train/a/.hidden',
      'train/a/deep/x.jpg',
    );
    make('train/stray.txt', 'val/b/v.jpg');
    expect(readDataset(folder)).toEqual({
      classes: ['a', 'b'],
      train: [
        { path: 'train/a/0.jpg', label: 0 },
        { path: 'train/a/1.jpg', label: 0 },
        { path: 'train/b/2 é.jpg', label: 1 },
      ],
      val: [{ path: 'val/b/v.jpg', label: 1 }],
    });
  });

  it.each([
    [['val/a/1'], 'no folder train'],
    [['train/a/1', 'train/b/1'], 'no folder val'],
    [['train/a/1', 'val/a/1'], 'at least 2 classes, not 1'],
    [['train/a/1', 'train/b/', 'val/a/1'], 'has no pictures'],
    [['train/a/1', 'train/b/1', 'val/c/1'], 'has no counterpart in train'],
    [['train/a/1', 'train/b/1', 'val/a/'], 'has no pictures'],
  ])('with %j is refused', (paths, text) => {
    make(...paths);
    expect(() => readDataset(folder)).toThrow(UsageError);
    expect(() => readDataset(folder)).toThrow(text);
  });

  it('that is missing, or a file, is refused', () => {
    make('file');
    expect(() => readDataset(join(folder, 'nowhere'))).toThrow(UsageError);
    expect(() => readDataset(join(folder, 'file'))).toThrow(UsageError);
  });
});

describe('a draw', () => {
  const pictures = Array.from({ length: 30 }, (_, i) => ({ path: `${i}`, label: i % 2 }));
  const all = () => true;
  const draw = (number: number, seed = 1) => drawShots(pictures, [4], seed, number, all);

  it('has as many of each class', () => {
    expect(
      draw(0)
        .map(({ label }) => label)
        .sort(),
    ).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  });

  it('is the same for the same seed and number, and another for others', () => {
    expect(draw(3)).toEqual(draw(3));
    expect(draw(1)).not.toEqual(draw(0));
    expect(draw(0, 2)).not.toEqual(draw(1, 1));
  });

  it('has all where all are asked for or fewer are there', () => {
    expect(drawShots(pictures, 'all', 1, 0, all)).toHaveLength(30);
    expect(drawShots(pictures, [100], 1, 0, all)).toHaveLength(30);
  });

  it('has as many of each class as asked for, starting again after the last number', () => {
    const three = pictures.map((picture, i) => ({ ...picture, label: i % 3 }));
    const drawn = drawShots(three, [2, 5], 1, 0, all);
    expect([0, 1, 2].map((label) => drawn.filter((each) => each.label === label).length)).toEqual([
      2, 5, 2,
    ]);
  });

  it('replaces what cannot be read and keeps the rest', () => {
    const lost = draw(0)[0];
    const mended = drawShots(pictures, [4], 1, 0, (picture) => picture !== lost);
    expect(mended).toHaveLength(8);
    expect(mended.filter((picture) => !draw(0).includes(picture))).toHaveLength(1);
  });
});
