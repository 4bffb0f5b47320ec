// 32-bit hashes, for recognising the same data again. None of them keeps anything secret.

const START = 0x811c9dc5;

/** FNV-1a over UTF-16 units or bytes. It continues from an earlier hash if one is given. */
export function fnv1a(data: string | Uint8Array, from = START): number {
  let hash = from;
  for (let i = 0; i < data.length; i++) {
    const unit = typeof data === 'string' ? data.charCodeAt(i) : (data[i] ?? 0);
    hash = Math.imul(hash ^ unit, 0x01000193);
  }
  return hash >>> 0;
}

/** A hash that only depends on seed and text, spread by MurmurHash3's finaliser. */
export function seededHash(seed: number, text: string): number {
  let hash = fnv1a(text, START ^ seed);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
