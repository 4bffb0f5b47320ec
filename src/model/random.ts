// A seeded source of random numbers that gives the same sequence on every platform.

export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number;
  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number;
  /** Standard normal. */
  normal(): number;
  /** The items in a random order, in a new array. */
  shuffle<T>(items: Iterable<T>): T[];
}

/**
 * sfc32 (Chris Doty-Humphrey, PractRand), seeded by `seed` (any number; its lowest 32 bits count).
 * Normal numbers come from the ratio of uniforms (Kinderman and Monahan, 1977). That is a plain
 * quotient, so they do not depend on how a platform rounds its logarithm or cosine.
 */
export function seededRandom(seed: number): Random {
  let a = seed | 0;
  let b = 0x9e3779b9 | 0;
  let c = 0x243f6a88 | 0;
  let counter = 1;

  const bits = () => {
    const result = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  };
  for (let i = 0; i < 15; i++) bits();

  const uniform = () => bits() / 2 ** 32;
  const below = (limit: number) => Math.floor(uniform() * limit);

  return {
    uniform,
    below,
    normal() {
      for (;;) {
        const u = 1 - uniform();
        const x = (1.7155277699214135 * (uniform() - 0.5)) / u;
        if (x * x <= -4 * Math.log(u)) return x;
      }
    },
    shuffle<T>(items: Iterable<T>): T[] {
      return Array.from(items, (item) => ({ item, key: bits() }))
        .sort((one, other) => one.key - other.key)
        .map(({ item }) => item);
    },
  };
}
