import { expect, it } from 'vitest';
import { fingerprint } from './fingerprint';
import { fnv1a, seededHash } from './hash';

it('is FNV-1a as published, of texts and of bytes', () => {
  // From the test vectors by Landon Curt Noll.
  for (const [text, hash] of [
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ] as const) {
    expect(fnv1a(text)).toBe(hash);
    expect(fnv1a(new TextEncoder().encode(text))).toBe(hash);
  }
  expect(fnv1a('bar', fnv1a('foo'))).toBe(fnv1a('foobar'));
});

it('keeps the order that seed and name gave recordings, as stored splits depend on it', () => {
  expect([1, 2, 3].map((seed) => seededHash(seed, 'a recording'))).toEqual([
    1820260315, 2144507973, 757353493,
  ]);
});

it('tells lists of texts apart, and knows the same again', () => {
  expect(fingerprint(['a', 'b'])).toBe(fingerprint(['a', 'b']));
  expect(fingerprint(['a', 'b'])).not.toBe(fingerprint(['b', 'a']));
  expect(fingerprint(['foo', 'bar'])).toBe('bf9cf968');
  expect(fingerprint([])).toBe('811c9dc5');
});
