// Short texts that stay equal as long as what they were made from is equal.
import { fnv1a } from './hash';

/**
 * The fingerprint of texts in their order. It does not matter where one text ends and the next
 * begins.
 */
export function fingerprint(texts: Iterable<string>): string {
  let hash = fnv1a('');
  for (const text of texts) hash = fnv1a(text, hash);
  return hash.toString(16);
}

/**
 * Identifies what something was measured on: it is equal for everything that can be compared. It
 * consists of words separated by spaces. The first word stands for the pictures by their ids, so it
 * is different in a copy.
 */
export type Fingerprint = string;

/**
 * A text for the pictures and classes, with and without the samples that were set aside for tests.
 */
export interface Signatures {
  all: string;
  learned: string;
}

/**
 * The fingerprint of the same pictures under other ids.
 *
 * @param renamed the new word for each old one
 */
export function renamedFingerprint(
  fingerprint: Fingerprint,
  renamed: ReadonlyMap<string, string>,
): Fingerprint {
  const words = fingerprint.split(' ');
  return words.map((word) => renamed.get(word) ?? word).join(' ');
}
