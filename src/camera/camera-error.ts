// Why there is no camera, sorted into kinds that a person can act on.

/**
 * - `denied`: the person, the browser or the system does not allow it.
 * - `busy`: something else holds it, or the system could not start it.
 * - `none`: there is no camera.
 * - `insecure`: the page came by plain http from another machine; browsers hide cameras from it.
 * - `lost`: it was unplugged, or taken back, while it was on.
 * - `failed`: anything else; the cause says what.
 */
export type CameraErrorKind = 'denied' | 'busy' | 'none' | 'insecure' | 'lost' | 'failed';

export class CameraError extends Error {
  override name = 'CameraError';

  constructor(
    readonly kind: CameraErrorKind,
    cause?: unknown,
  ) {
    super(cause instanceof Error ? `${kind}: ${cause.message}` : kind, { cause });
  }
}

const KINDS: Record<string, CameraErrorKind> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotReadableError: 'busy',
  AbortError: 'busy',
  NotFoundError: 'none',
};

/** Turns what getUserMedia rejected with into an error of its kind. */
export function cameraError(cause: unknown): CameraError {
  if (cause instanceof CameraError) return cause;
  return new CameraError(KINDS[errorName(cause)] ?? 'failed', cause);
}

/** Works for any value, because not every browser's OverconstrainedError is an Error. */
export function errorName(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'name' in cause ? String(cause.name) : '';
}
