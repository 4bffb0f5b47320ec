// Turns pictures into the numbers that a network takes.
import { type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';

/** Reads square bitmaps at the network's input size. It reuses one canvas. */
export function createPixelReader(): (bitmap: ImageBitmap, side: number) => Uint8ClampedArray {
  let context: OffscreenCanvasRenderingContext2D | null = null;
  return (bitmap, side) => {
    if (context?.canvas.width !== side) {
      // We read the canvas on every call, so it is kept in memory rather than on the GPU.
      context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
      if (!context) throw new Error('no 2d canvas in this worker');
      context.imageSmoothingQuality = 'high';
    }
    context.drawImage(bitmap, 0, 0, side, side);
    return context.getImageData(0, 0, side, side).data;
  };
}

/** RGBA bytes as a tensor [pictures, side, side, 3]. The caller disposes it. */
export function tensorOf(pictures: Uint8ClampedArray[], side: number): Tensor4D {
  const rgb = new Float32Array(pictures.length * side * side * 3);
  let at = 0;
  for (const rgba of pictures) {
    for (let i = 0; i < rgba.length; i += 4) {
      rgb[at++] = rgba[i] ?? 0;
      rgb[at++] = rgba[i + 1] ?? 0;
      rgb[at++] = rgba[i + 2] ?? 0;
    }
  }
  return tensor4d(rgb, [pictures.length, side, side, 3]);
}
