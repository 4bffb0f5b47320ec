// The worker that handles pixels: it decodes, crops and encodes, so that the page never has to.
import '../worker-link/own-server-only';
import { serve } from '../worker-link/serve';
import { HEAD_BYTES, readHead, tooManyPixels } from './formats';
import { oneAtATime } from './one-at-a-time';
import { PictureError } from './picture-error';
import { drawSquare, isBlack } from './square';

/** A picture ready to be learned from and kept. Whoever receives it closes the bitmap. */
export interface Prepared {
  /** PICTURE_SIDE × PICTURE_SIDE. */
  bitmap: ImageBitmap;
  /** The same square, encoded. */
  jpeg: Blob;
}

const JPEG_QUALITY = 0.92;

const calls = {
  /**
   * Makes a square from a file or a camera frame, and encodes it. Like all calls here, it only
   * throws PictureErrors.
   */
  prepare: (_: unknown, source: Blob | ImageBitmap): Promise<Prepared> =>
    orBroken(async () => {
      const canvas = await squareOf(source);
      if (source instanceof ImageBitmap && isBlack(canvas)) {
        throw new PictureError({ kind: 'black', detail: '' });
      }
      const jpeg = await encoded(canvas);
      return { bitmap: canvas.transferToImageBitmap(), jpeg };
    }),

  /** Only the square, for pictures that are looked at and not kept. */
  square: (_: unknown, source: Blob | ImageBitmap): Promise<ImageBitmap> =>
    orBroken(async () => (await squareOf(source)).transferToImageBitmap()),

  /** The JPEG of a square. */
  encode: (_: unknown, square: ImageBitmap): Promise<Blob> => orBroken(() => encoded(draw(square))),
};

export type PictureCalls = typeof calls;

async function orBroken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof PictureError) throw cause;
    throw new PictureError({ kind: 'broken', detail: String(cause) });
  }
}

function encoded(canvas: OffscreenCanvas): Promise<Blob> {
  return canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
}

/** Nine out of ten pictures from today's phones are smaller. */
const LARGE_PIXELS = 16e6;

const alone = oneAtATime();

/**
 * The square of a frame, whose bitmap is then closed, or of a file's first frame, turned as its
 * metadata says.
 */
async function squareOf(source: Blob | ImageBitmap): Promise<OffscreenCanvas> {
  if (source instanceof ImageBitmap) return draw(source);
  const head = new Uint8Array(await source.slice(0, HEAD_BYTES).arrayBuffer());
  const found = readHead(source.size, head);
  if ('kind' in found) throw new PictureError(found);
  const work = async () => draw(await decode(source));
  // Reading a large picture takes up to a gigabyte, so two of them are never read at once.
  const pixels = found.size ? found.size.width * found.size.height : Number.POSITIVE_INFINITY;
  return pixels > LARGE_PIXELS ? alone(work) : work();
}

async function decode(file: Blob): Promise<ImageBitmap> {
  const picture = await createImageBitmap(file);
  const failure = tooManyPixels(picture);
  if (failure) {
    picture.close();
    throw new PictureError(failure);
  }
  return picture;
}

function draw(picture: ImageBitmap): OffscreenCanvas {
  try {
    return drawSquare(picture);
  } finally {
    picture.close();
  }
}

serve(calls);
