// Of what a lens shows, only the centre square is kept and seen by the model: the rest is darkened.
import { type SyntheticEvent, useState } from 'react';
import styles from './kept-square.module.css';

/** Lies over a lens of 4:3 whose picture fills its height. */
export function KeptSquare() {
  return <span aria-hidden className={styles.square} />;
}

interface LensRatio {
  /** For the aspect-ratio of a picture as high as the lens, cut by object-fit: cover. */
  value: number;
  /** Width by height of the whole; undefined until it is known. */
  natural: number | undefined;
  ofVideo: { onLoadedMetadata: VideoListener; onResize: VideoListener };
  ofImage: { onLoad: (event: SyntheticEvent<HTMLImageElement>) => void };
}

type VideoListener = (event: SyntheticEvent<HTMLVideoElement>) => void;

/**
 * How wide a picture is shown: wide ones fill the lens, from square to tall ones its square, so that
 * in each the square is the one that is kept.
 */
export function useLensRatio(): LensRatio {
  const [natural, setNatural] = useState<number>();
  const take = (width: number, height: number) =>
    setNatural(height > 0 ? width / height : undefined);
  const takeVideo: VideoListener = ({ currentTarget: { videoWidth, videoHeight } }) =>
    take(videoWidth, videoHeight);
  return {
    value: shownRatio(natural),
    natural,
    ofVideo: { onLoadedMetadata: takeVideo, onResize: takeVideo },
    ofImage: {
      onLoad: ({ currentTarget: { naturalWidth, naturalHeight } }) =>
        take(naturalWidth, naturalHeight),
    },
  };
}

export function shownRatio(natural: number | undefined): number {
  return Math.min(4 / 3, Math.max(1, natural ?? 4 / 3));
}
