import { type CSSProperties, useLayoutEffect, useRef } from 'react';
import styles from './heat-overlay.module.css';
import { veilOf } from './heat-veil';

type HeatOverlayProps = {
  width: number;
  height: number;
  /** Row-major [height, width], from 0 to 1. Bright places leave the picture as it is. */
  values: Float32Array;
  mirrored?: boolean | undefined;
};

/** Lies over a picture, in a frame of the picture's size, and darkens what did not matter. */
export function HeatOverlay({ width, height, values, mirrored = false }: HeatOverlayProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const places = { '--columns': width, '--rows': height } as CSSProperties;

  useLayoutEffect(() => {
    const pen = canvas.current?.getContext('2d');
    const veil = veilOf(width, height, values);
    pen?.putImageData(new ImageData(veil.data, veil.width, veil.height), 0, 0);
  }, [width, height, values]);

  return (
    <span aria-hidden className={styles.frame} data-mirrored={mirrored || undefined}>
      <canvas
        ref={canvas}
        className={styles.veil}
        style={places}
        width={width + 2}
        height={height + 2}
        data-testid="heat"
      />
    </span>
  );
}
