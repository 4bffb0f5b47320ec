// The worker that owns pixels: decodes, crops, encodes, so that the page never does.
import { expose, transfer } from 'comlink';
import { HEAD_BYTES, readHead, tooManyPixels } from './formats';
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
      const picture = source instanceof ImageBitmap ? source : await decode(source);
      const canvas = draw(picture);
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

/** The first frame, turned as its metadata says. */
async function decode(file: Blob): Promise<ImageBitmap> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const found = readHead(file.size, head);
  if ('kind' in found) throw new PictureError(found);
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
