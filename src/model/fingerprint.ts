// Short texts that are equal as long as what they were made of is.
import { fnv1a } from './hash';

/** Of texts in their order. Where one ends and the next begins does not count. */
export function fingerprint(texts: Iterable<string>): string {
  let hash = fnv1a('');
  for (const text of texts) hash = fnv1a(text, hash);
  return hash.toString(16);
}
