// Short texts that are equal as long as what they were made of is.
import { fnv1a } from './hash';

/** Of texts in their order. Where one ends and the next begins does not count. */
export function fingerprint(texts: Iterable<string>): string {
  let hash = fnv1a('');
  for (const text of texts) hash = fnv1a(text, hash);
  return hash.toString(16);
}

/**
 * Tells what something was measured on from anything else: equal for all that can be compared. Words
 * with spaces between; the first one tells the pictures by their ids, and is another one in a copy.
 */
export type Fingerprint = string;

/** What pictures and classes look like: with those that were set aside for tests, and without. */
export interface Signatures {
  all: string;
  learned: string;
}

/** The fingerprint of the same pictures under other ids. @param renamed the new word for an old one */
export function renamedFingerprint(
  fingerprint: Fingerprint,
  renamed: ReadonlyMap<string, string>,
): Fingerprint {
  const words = fingerprint.split(' ');
  return words.map((word) => renamed.get(word) ?? word).join(' ');
}
