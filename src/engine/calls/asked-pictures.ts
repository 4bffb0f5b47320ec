// The page keeps the samples' pictures, and the engine asks it for them.
import { EngineError } from '../../model/engine-error';
import { closingBitmaps } from '../../worker-link/bitmaps';
import type { PicturesOf } from '../../worker-link/calls';
import type { EngineState } from '../state';
import { type PixelsOf, rgbOf } from '../transfer/pictures';

/** The RGBA bytes of samples' pictures. Throws EngineError 'features-missing' if one is gone. */
export async function rgbaOf(
  { surroundings }: EngineState,
  ids: readonly string[],
  side: number,
  picturesOf: PicturesOf,
): Promise<Uint8ClampedArray[]> {
  const pictures = await picturesOf([...ids]);
  return closingBitmaps(pictures, async () => {
    const bitmaps = new Map(pictures.map(({ id, bitmap }) => [id, bitmap]));
    return ids.map((id) => {
      const bitmap = bitmaps.get(id);
      if (!bitmap) throw new EngineError('features-missing', `Sample ${id} has no picture`);
      return surroundings.readPixels(bitmap, side);
    });
  });
}

/** The same pictures without the opacity. */
export function pixelsFrom(engine: EngineState, picturesOf: PicturesOf): PixelsOf {
  return async (ids, side) => (await rgbaOf(engine, ids, side, picturesOf)).map(rgbOf);
}
