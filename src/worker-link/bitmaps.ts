// Bitmaps in requests and results: handed over rather than copied, and closed whatever comes of it.
import { transfer } from 'comlink';

/** All that are in the arrays and plain objects of a value. */
export function bitmapsIn(value: unknown): ImageBitmap[] {
  if (typeof value !== 'object' || value === null) return [];
  if (isBitmap(value)) return [value];
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return [];
  return Object.values(value).flatMap(bitmapsIn);
}

/** By what it can do: tests bring bitmaps of their own, where there are none. */
function isBitmap(value: object): value is ImageBitmap {
  return 'close' in value && typeof value.close === 'function';
}

/** Marks a value's bitmaps as the other side's, once it is sent. */
export function handedOver<T>(value: T): T {
  const bitmaps = bitmapsIn(value);
  return bitmaps.length > 0 ? transfer(value, bitmaps) : value;
}

export function closeBitmaps(value: unknown): void {
  for (const bitmap of bitmapsIn(value)) bitmap.close();
}

/** Closes a request's bitmaps when the work with it is over, whatever comes of it. */
export async function closingBitmaps<T>(request: unknown, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    closeBitmaps(request);
  }
}
