// What can be wrong with an archive as a whole, and with one file in it.

/**
 * - `not-a-zip`: something else, such as a RAR; `detail` says what, or `unknown`.
 * - `encrypted`: it has a password.
 * - `damaged`: cut off or changed, or entries overlap, as in a bomb.
 * - `too-large`: more entries or bytes than can safely be taken.
 * - `newer-version`: a project file of a newer version of this app; `detail` is its number.
 * - `bad-manifest`: a project file whose manifest fails the checks.
 * - `nothing-inside`: no pictures; `detail` says what is there instead, if that is known.
 * - `not-carried`: a project that no file can carry, so none was written.
 */
export type ArchiveErrorKind =
  | 'not-a-zip'
  | 'encrypted'
  | 'damaged'
  | 'too-large'
  | 'newer-version'
  | 'bad-manifest'
  | 'nothing-inside'
  | 'not-carried';

export class ArchiveError extends Error {
  override name = 'ArchiveError';

  constructor(
    readonly kind: ArchiveErrorKind,
    /** For the technically curious. It is not translated. */
    readonly detail: string,
    cause?: unknown,
  ) {
    super(`${kind}: ${detail}`, { cause });
  }
}

export type EntryFailureReason =
  /** The manifest names the file, but it is not there. */
  | 'missing'
  | 'damaged'
  | 'encrypted'
  | 'too-large'
  /** A path that leads out of the archive. */
  | 'unsafe-path'
  /** Two entries have this name, so nobody knows which one is meant. */
  | 'duplicate-name'
  /** A link, or a file compressed in a way that browsers can't read. */
  | 'unsupported'
  /** What `checkPicture` said, with its `detail`. */
  | 'picture';

/** A file in an archive that can't be taken, although others can. */
export interface EntryFailure {
  /** Its path in the archive, safe to show. */
  name: string;
  reason: EntryFailureReason;
  detail: string;
}
