// Why a file did not become a picture, in kinds that a person can act on.

/**
 * - `empty`: the file has no bytes.
 * - `not-a-picture`: it is something else; the detail says what: `pdf`, `zip`, `video`, `audio`,
 *   `text` or `unknown`.
 * - `format`: a picture that is not read here; the detail is its format: `svg`, `heic`, `tiff`,
 *   `jxl`, `ico` or `psd`.
 * - `too-large`: the detail is the size: `12000 × 9000` pixels or `250 MB`.
 * - `broken`: it could not be decoded, or not even read; the detail is the browser's word, not
 *   translated.
 * - `black`: a camera's frame without any light.
 * - `unloaded`: the picture worker did not load, so no picture can be read now.
 */
export type PictureErrorKind =
  | 'empty'
  | 'not-a-picture'
  | 'format'
  | 'too-large'
  | 'broken'
  | 'black'
  | 'unloaded';

export interface PictureFailure {
  kind: PictureErrorKind;
  detail: string;
}

export class PictureError extends Error implements PictureFailure {
  override name = 'PictureError';
  readonly kind: PictureErrorKind;
  readonly detail: string;

  constructor({ kind, detail }: PictureFailure) {
    super(detail ? `${kind}: ${detail}` : kind);
    this.kind = kind;
    this.detail = detail;
  }

  /** Restores the error on the other side of a worker's boundary, which keeps its message. */
  static revive(error: unknown): unknown {
    if (!(error instanceof Error) || error.name !== 'PictureError') return error;
    const [kind = 'broken', ...detail] = error.message.split(': ');
    return new PictureError({ kind: kind as PictureErrorKind, detail: detail.join(': ') });
  }
}
