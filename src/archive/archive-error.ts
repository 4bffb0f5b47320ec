// What can be wrong with an archive as a whole, and with one file in it.

/**
 * - `not-a-zip`: something else, a RAR for instance; `detail` says what, or `unknown`.
 * - `encrypted`: it has a password.
 * - `damaged`: cut off or changed; also where entries overlap, as in a bomb.
 * - `too-large`: more entries or bytes than can be taken without harm.
 * - `newer-version`: a project file of a newer version of this app; `detail` is its number.
 * - `bad-manifest`: a project file whose manifest doesn't say what it must.
 * - `nothing-inside`: no pictures; `detail` says what is there instead where that is known.
 */
export type ArchiveErrorKind =
  | 'not-a-zip'
  | 'encrypted'
  | 'damaged'
  | 'too-large'
  | 'newer-version'
  | 'bad-manifest'
  | 'nothing-inside';

export class ArchiveError extends Error {
  override name = 'ArchiveError';

  constructor(
    readonly kind: ArchiveErrorKind,
    /** For the technically curious, not translated. */
    readonly detail: string,
    cause?: unknown,
  ) {
    super(`${kind}: ${detail}`, { cause });
  }
}

export type EntryFailureReason =
  /** The manifest names it, but it is not there. */
  | 'missing'
  | 'damaged'
  | 'encrypted'
  | 'too-large'
  /** A path that leads out of the archive. */
  | 'unsafe-path'
  /** Two entries have this name, so that nobody knows which one is meant. */
  | 'duplicate-name'
  /** A link, or compressed in a way that browsers don't read. */
  | 'unsupported'
  /** What `checkPicture` said; `detail` is its. */
  | 'picture';

/** A file in an archive that can't be taken, while others can. */
export interface EntryFailure {
  /** Its path in the archive, fit to be shown. */
  name: string;
  reason: EntryFailureReason;
  detail: string;
}
