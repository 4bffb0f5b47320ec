// Bitmaps in requests and results are handed over rather than copied, and always closed in the end.
import { transfer } from 'comlink';

/** All bitmaps in the arrays and plain objects of a value. */
export function bitmapsIn(value: unknown): ImageBitmap[] {
  if (typeof value !== 'object' || value === null) return [];
  if (isBitmap(value)) return [value];
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return [];
  return Object.values(value).flatMap(bitmapsIn);
}

/** We check what it can do, because tests bring their own bitmaps in places without ImageBitmap. */
function isBitmap(value: object): value is ImageBitmap {
  return 'close' in value && typeof value.close === 'function';
}

/** Marks a value's bitmaps to be handed over when the value is sent. */
export function handedOver<T>(value: T): T {
  const bitmaps = bitmapsIn(value);
  return bitmaps.length > 0 ? transfer(value, bitmaps) : value;
}

export function closeBitmaps(value: unknown): void {
  for (const bitmap of bitmapsIn(value)) bitmap.close();
}

/** Closes a request's bitmaps when the work with it is over, whatever happens. */
export async function closingBitmaps<T>(request: unknown, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    closeBitmaps(request);
  }
}
