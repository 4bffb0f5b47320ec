// Repeatable chance: the same seed gives the same run, as far as the machine's speed allows.

export interface Chance {
  /** At least `from`, less than `to`. */
  between(from: number, to: number): number;
  /** A whole number, both ends included. */
  whole(from: number, to: number): number;
  /** True in this share of all cases. */
  in(share: number): boolean;
  one<T>(list: readonly [T, ...T[]]): T;
}

/** Mulberry32 by Tommy Ettinger. Its 32 bits of state are plenty here. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    between: (from, to) => from + next() * (to - from),
    whole,
    in: (share) => next() < share,
    one: (list) => list[whole(0, list.length - 1)] ?? list[0],
  };
}
