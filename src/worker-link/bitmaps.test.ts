import { expect, it, vi } from 'vitest';
import { bitmapsIn, closingBitmaps } from './bitmaps';

const bitmap = () => ({ close: vi.fn() }) as unknown as ImageBitmap;

it('finds bitmaps wherever a request has them, and looks into nothing that is not plain', () => {
  const [one, two, three] = [bitmap(), bitmap(), bitmap()];
  expect(bitmapsIn(one)).toEqual([one]);
  expect(bitmapsIn({ pictures: [{ id: 'a', bitmap: one }, { bitmap: two }], of: three })).toEqual([
    one,
    two,
    three,
  ]);
  const map = new Map([['a', one]]);
  expect(bitmapsIn([undefined, null, 'a', 1, new Float32Array(2), new Blob(), map])).toEqual([]);
});

it.each([
  ['is done', async () => 'done'],
  ['fails', () => Promise.reject(new Error('failed'))],
])('closes them when the work %s', async (_, work) => {
  const pictures = [{ bitmap: bitmap() }, { bitmap: bitmap() }];
  await closingBitmaps({ pictures }, work).catch(() => undefined);
  for (const { bitmap: each } of pictures) expect(each.close).toHaveBeenCalledOnce();
});
