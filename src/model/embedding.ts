// Pictures on their way to their features.
import type { FeatureKey } from './backbone';

/** Features of pictures in their order, each raw and of the backbone's length. */
export interface Embedded {
  /** Of the backbone that made them: it may have been changed since they were asked for. */
  key: FeatureKey;
  vectors: Float32Array[];
  /** Milliseconds a picture in the fastest of its batches; absent where nothing ran. */
  msPerPicture?: number;
}

export interface PictureToEmbed {
  /** When given, the worker remembers the features under it for training. */
  id?: string;
  /** Square; transferred, and closed by the worker. */
  bitmap: ImageBitmap;
}
