// From a picture of any size to the square that is learned from: the worker's one drawing.

/** Side in pixels of the square pictures that the app keeps and learns from. */
const PICTURE_SIDE = 224;

/**
 * The centre square of a picture at PICTURE_SIDE, on white. It is halved until less than a factor
 * of two is left. One big step would only read some of the pixels and show patterns that are not
 * there.
 */
export function drawSquare(source: ImageBitmap): OffscreenCanvas {
  let picture: ImageBitmap | OffscreenCanvas = source;
  let side = Math.min(source.width, source.height);
  let x = Math.floor((source.width - side) / 2);
  let y = Math.floor((source.height - side) / 2);
  while (side >= 2 * PICTURE_SIDE) {
    const half = Math.ceil(side / 2);
    const { canvas, context } = whiteSquare(half);
    context.drawImage(picture, x, y, side, side, 0, 0, half, half);
    release(picture);
    [picture, side, x, y] = [canvas, half, 0, 0];
  }
  const { canvas, context } = whiteSquare(PICTURE_SIDE);
  context.drawImage(picture, x, y, side, side, 0, 0, PICTURE_SIDE, PICTURE_SIDE);
  release(picture);
  return canvas;
}

/** The brightest that a closed shutter gives, of 255. A hand over the lens lets more through. */
const BLACK = 3;

/** Whether there is nothing to see: what a camera brings whose shutter is closed. */
export function isBlack(square: OffscreenCanvas): boolean {
  const context = square.getContext('2d');
  if (!context) return false;
  const { data } = context.getImageData(0, 0, square.width, square.height);
  // The fourth value of each pixel is its opacity.
  return data.every((value, i) => i % 4 === 3 || value <= BLACK);
}

/**
 * Frees the pixels of one of our canvases at once. Those of a large picture would otherwise wait
 * for the garbage collector.
 */
function release(step: ImageBitmap | OffscreenCanvas): void {
  if (step instanceof OffscreenCanvas) step.width = 0;
}

function whiteSquare(side: number) {
  const canvas = new OffscreenCanvas(side, side);
  // The canvas is in main memory, because the pixels are read back at once. This also makes them
  // the same on every GPU.
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) throw new Error(`no canvas of ${side} × ${side} pixels`);
  context.fillStyle = 'white';
  context.fillRect(0, 0, side, side);
  context.imageSmoothingQuality = 'high';
  return { canvas, context };
}
