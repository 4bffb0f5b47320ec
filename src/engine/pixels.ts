/** Reads square bitmaps at the network's input size, by one canvas that is kept. */
export function createPixelReader(): (bitmap: ImageBitmap, side: number) => Uint8ClampedArray {
  let context: OffscreenCanvasRenderingContext2D | null = null;
  return (bitmap, side) => {
    if (context?.canvas.width !== side) {
      // Read on every call, so kept in memory rather than on the GPU.
      context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
      if (!context) throw new Error('no 2d canvas in this worker');
      context.imageSmoothingQuality = 'high';
    }
    context.drawImage(bitmap, 0, 0, side, side);
    return context.getImageData(0, 0, side, side).data;
  };
}
