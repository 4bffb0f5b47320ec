// Pictures on their way to becoming features.
import type { FeatureKey } from './backbone';

/** The features of pictures in order. */
export interface Embedded {
  /** The key of the backbone that made them. It may have changed since the request. */
  key: FeatureKey;
  /**
   * Raw and of the backbone's length. Undefined for a picture whose features are not finite,
   * whatever computes them.
   */
  vectors: (Float32Array | undefined)[];
  /** Milliseconds per picture in the fastest batch. Absent if nothing ran. */
  msPerPicture?: number;
}

export interface PictureToEmbed {
  /** If given, the worker remembers the features under this id for training. */
  id?: string;
  /** A square bitmap. It is transferred, and the worker closes it. */
  bitmap: ImageBitmap;
}
