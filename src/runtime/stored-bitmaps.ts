// Stored pictures as the engine takes them.
import { readPicture } from '../storage/samples';

/** Undefined where the sample has no picture any more. */
export async function bitmapOf(
  id: string,
): Promise<{ id: string; bitmap: ImageBitmap } | undefined> {
  const picture = await readPicture(id);
  return picture && { id, bitmap: await createImageBitmap(picture) };
}

/** Of those samples that still have a picture. */
export async function bitmapsOf(
  ids: readonly string[],
): Promise<{ id: string; bitmap: ImageBitmap }[]> {
  return (await Promise.all(ids.map(bitmapOf))).filter((each) => each !== undefined);
}
