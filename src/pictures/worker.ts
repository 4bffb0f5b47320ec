// The worker that owns pixels: decodes, crops, encodes, so that the page never does.
import { expose, transfer } from 'comlink';
import { HEAD_BYTES, readHead, tooManyPixels } from './formats';
import { oneAtATime } from './one-at-a-time';
import { PictureError, type PictureFailure } from './picture-error';
import { drawSquare } from './square';

/** A picture ready to be learnt from and kept. Whoever receives it closes the bitmap. */
export interface Prepared {
  /** PICTURE_SIDE × PICTURE_SIDE. */
  bitmap: ImageBitmap;
  /** The same square, encoded. */
  jpeg: Blob;
}

/** Errors do not cross a worker's boundary whole; a failure does. */
export type PictureAnswer = { prepared: Prepared } | { failure: PictureFailure };

const JPEG_QUALITY = 0.92;

const api = {
  /** Makes a square of a file or of a camera's frame, whose bitmap it closes. */
  async prepare(source: Blob | ImageBitmap): Promise<PictureAnswer> {
    try {
      const canvas = source instanceof ImageBitmap ? draw(source) : await drawFile(source);
      const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
      const bitmap = canvas.transferToImageBitmap();
      return transfer({ prepared: { bitmap, jpeg } }, [bitmap]);
    } catch (cause) {
      if (cause instanceof PictureError) {
        return { failure: { kind: cause.kind, detail: cause.detail } };
      }
      return { failure: { kind: 'broken', detail: String(cause) } };
    }
  },

  /** Resolves once the worker holds a lock, which it does until it dies: that is how the page learns of it. */
  hold(lock: string): Promise<void> {
    return new Promise((held, failed) => {
      const forever = () => {
        held();
        return new Promise<never>(() => {});
      };
      navigator.locks.request(lock, forever).catch(failed);
    });
  },
};

export type PicturesApi = typeof api;

/** Nine of ten pictures of today's phones are smaller. */
const LARGE_PIXELS = 16e6;

const alone = oneAtATime();

/** The square of a file's first frame, turned as its metadata says. */
async function drawFile(file: Blob): Promise<OffscreenCanvas> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const found = readHead(file.size, head);
  if ('kind' in found) throw new PictureError(found);
  const work = async () => draw(await decode(file));
  // A large one takes up to a gigabyte while it is read: never two of them at once.
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

expose(api);
