import type { TrainSettings } from '../../model/training';

/** Equal in every value that `b` has. */
export function same<T extends object>(a: T, b: T): boolean {
  return (Object.keys(b) as (keyof T)[]).every((name) => a[name] === b[name]);
}

/** Bounds of the L2 strength: a penalty's weight to the linear head, a decay a step to the MLP. */
export function l2Bounds(head: TrainSettings['head']): { min: number; max: number; step: number } {
  return head === 'linear' ? { min: 0.001, max: 10_000, step: 10 } : { min: 0, max: 100, step: 1 };
}
