import { expect, it } from 'vitest';
import type { SampleRow } from '../../model/project';
import { pictureCounts } from './picture-counts';

/**
 * Classes with the given numbers of pictures. Each class is one recording, or each picture is its
 * own.
 */
function counts(sizes: number[], recordings: 'one' | 'many' = 'many') {
  const classes = sizes.map((_, i) => ({ id: `c${i}`, shape: i }));
  const samples = sizes.flatMap((size, i) =>
    Array.from({ length: size }, (_, n) => ({
      id: `${i} ${n}`,
      classId: `c${i}`,
      group: recordings === 'one' ? `${i}` : `${i} ${n}`,
      seq: n,
    })),
  );
  return pictureCounts({
    classes: classes as never,
    samples: Object.fromEntries(samples.map((row) => [row.id, row as SampleRow])),
    settings: { validationShare: 0.2 } as never,
  });
}

it('holds out a share of each class, and tells which have too few', () => {
  expect(counts([10, 3])).toMatchObject({
    classes: 2,
    train: 10,
    validation: 3,
    fewestToLearn: 2,
    tooFew: [],
  });
  expect(counts([10, 2]).tooFew).toMatchObject([{ id: 'c1' }]);
  // A single picture is learned from rather than held out.
  expect(counts([1, 1])).toMatchObject({ train: 2, validation: 0, fewestToLearn: 1 });
  expect(counts([])).toMatchObject({ classes: 0, train: 0, fewestToLearn: 0 });
});

it('takes more where a class is a single recording', () => {
  expect(counts([4, 5], 'one')).toMatchObject({ validation: 1, tooFew: [{ id: 'c0' }] });
});
