// What a block of the backbone sees in a picture. The view that shows it asks for it. The store
// keeps no pixels.

import { EngineError } from '../../model/engine-error';
import type { ChannelMaps } from '../../model/prediction';
import { services } from '../../runtime/services';
import { readPicture } from '../../storage/samples';

const SHOWN = 12;

/** Undefined if the picture is gone or the engine failed, which the badge tells. */
export async function channelMapsOfSample(
  id: string,
  stage: number,
): Promise<ChannelMaps | undefined> {
  const picture = await readPicture(id);
  if (!picture) return undefined;
  try {
    return await services().engine.call('channelMaps', {
      bitmap: await createImageBitmap(picture),
      stage,
      count: SHOWN,
    });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return undefined;
  }
}
