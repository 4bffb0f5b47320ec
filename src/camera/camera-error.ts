// Why there is no camera, sorted into kinds that a person can act on.

/**
 * - `denied`: the person or the browser does not allow it.
 * - `denied-in-app`: the same where the page is installed, so that there is no address bar.
 * - `denied-by-system`: the operating system does not let this browser use cameras.
 * - `denied-by-page`: the page that this one is embedded in does not pass the camera on.
 * - `denied-by-server`: the page's own Permissions-Policy header forbids it.
 * - `busy`: something else holds it, or the system could not start it.
 * - `none`: there is no camera.
 * - `insecure`: the page came by plain http from another machine; browsers hide cameras from it.
 * - `lost`: it was unplugged, or taken back, while it was on.
 * - `failed`: anything else; the cause says what.
 */
export type CameraErrorKind = Refusal | 'busy' | 'none' | 'insecure' | 'lost' | 'failed';

type Refusal = 'denied' | `denied-${'in-app' | 'by-system' | 'by-page' | 'by-server'}`;

/** Where the page stands, which tells who refused the camera. */
export interface PageContext {
  /** The page is shown within another page. */
  embedded: boolean;
  /** Whether the page may ask for the camera at all. Undefined if the browser does not say. */
  allowed: boolean | undefined;
  /** The page is installed and runs in a window of its own, without an address bar. */
  installed: boolean;
}

const IN_A_TAB: PageContext = { embedded: false, allowed: undefined, installed: false };

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
export function cameraError(cause: unknown, around: PageContext = IN_A_TAB): CameraError {
  if (cause instanceof CameraError) return cause;
  const kind = KINDS[errorName(cause)] ?? 'failed';
  return new CameraError(kind === 'denied' ? refusal(cause, around) : kind, cause);
}

function refusal(cause: unknown, { embedded, allowed, installed }: PageContext): Refusal {
  // Only Chromium tells the system's refusal from the person's, and only by its message.
  if (cause instanceof Error && /by system/i.test(cause.message)) return 'denied-by-system';
  if (embedded && allowed !== true) return 'denied-by-page';
  if (allowed === false) return 'denied-by-server';
  return installed ? 'denied-in-app' : 'denied';
}

/** Chromium says what a page may ask for by this older name of the permissions policy. */
interface FeaturePolicy {
  allowsFeature(name: string): boolean;
}

/** Where this page stands. */
export function pageContext(): PageContext {
  const { featurePolicy } = document as Document & { featurePolicy?: FeaturePolicy };
  return {
    embedded: window.self !== window.top,
    allowed: featurePolicy?.allowsFeature('camera'),
    installed: matchMedia('(display-mode: standalone), (display-mode: fullscreen)').matches,
  };
}

/** Works for any value, because not every browser's OverconstrainedError is an Error. */
export function errorName(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'name' in cause ? String(cause.name) : '';
}
