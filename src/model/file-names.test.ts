import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hyphenated, isHidden, safeFileName } from './file-names';

it('hyphenates into names that every system takes', () => {
  expect(hyphenated('Ants & bees / 2', 'apprentice')).toBe('Ants-bees-2');
  expect(hyphenated('蚂蚁和蜜蜂', 'apprentice')).toBe('蚂蚁和蜜蜂');
  expect(hyphenated('../..', 'apprentice')).toBe('apprentice');
  // Windows keeps it for a device.
  expect(hyphenated('con', 'apprentice')).toBe('_con');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (name) => {
      expect(hyphenated(name, 'x')).toMatch(/^_?[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}-]*$/u);
    }),
  );
});

it('shortens a long name, whole letters at a time', () => {
  expect(safeFileName('😀'.repeat(200), 'x')).toBe('😀'.repeat(60));
});

it('tells what systems leave in folders from what people put there', () => {
  for (const path of ['.git/a.png', 'a/.DS_Store', '__MACOSX/a.png', 'a/Thumbs.db']) {
    expect(isHidden(path)).toBe(true);
  }
  for (const path of ['a.png', './a.png', '../a.png', '..a.png', 'a/b.c.png']) {
    expect(isHidden(path)).toBe(false);
  }
});
