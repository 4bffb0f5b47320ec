import type { TrainSettings } from '../../engine/protocol';

/** Equal in every value that `b` has. */
export function same<T extends object>(a: T, b: T): boolean {
  return (Object.keys(b) as (keyof T)[]).every((name) => a[name] === b[name]);
}

/** Bounds of the L2 strength, which means something else to each head. */
export function l2Bounds(head: TrainSettings['head']): { min: number; max: number; step: number } {
  return head === 'linear' ? { min: 0.1, max: 100_000, step: 10 } : { min: 0, max: 1, step: 0.001 };
}
