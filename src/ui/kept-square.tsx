// Only the centre square of what a lens shows is kept and seen by the model, so the rest is
// darkened.
import { type SyntheticEvent, useState } from 'react';
import styles from './kept-square.module.css';

/** Lies over a lens of 4:3 that its picture fills in height. */
export function KeptSquare() {
  return <span aria-hidden className={styles.square} />;
}

interface LensRatio {
  /** For the aspect-ratio of a picture that is as high as the lens and cut by object-fit: cover. */
  value: number;
  /** Width divided by height of the whole picture. Undefined until it is known. */
  natural: number | undefined;
  ofVideo: { onLoadedMetadata: VideoListener; onResize: VideoListener };
  ofImage: { onLoad: (event: SyntheticEvent<HTMLImageElement>) => void };
}

type VideoListener = (event: SyntheticEvent<HTMLVideoElement>) => void;

/**
 * How wide a picture is shown. Wide pictures fill the lens, and square or tall ones fill its
 * square, so that the square always shows exactly what is kept.
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
