// Stored pictures in the form that the engine takes.
import { readPicture } from '../storage/samples';

/** Undefined if the sample no longer has a picture. */
export async function bitmapOf(
  id: string,
): Promise<{ id: string; bitmap: ImageBitmap } | undefined> {
  const picture = await readPicture(id);
  return picture && { id, bitmap: await createImageBitmap(picture) };
}

/** The bitmaps of those samples that still have a picture. */
export async function bitmapsOf(
  ids: readonly string[],
): Promise<{ id: string; bitmap: ImageBitmap }[]> {
  return (await Promise.all(ids.map(bitmapOf))).filter((each) => each !== undefined);
}
