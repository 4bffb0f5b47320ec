// Stored pictures as the engine asks for them while it learns from pixels.
import { readPicture } from '../storage/samples';

/** Of those samples that still have a picture. */
export async function bitmapsOf(ids: string[]): Promise<{ id: string; bitmap: ImageBitmap }[]> {
  const pictures = await Promise.all(
    ids.map(async (id) => {
      const picture = await readPicture(id);
      return picture && { id, bitmap: await createImageBitmap(picture) };
    }),
  );
  return pictures.filter((each) => each !== undefined);
}
