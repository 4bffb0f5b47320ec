import type { FeatureSpec, TrainSettings } from '../../engine/protocol';

export function isDefault(
  settings: TrainSettings,
  spec: FeatureSpec,
  defaults: TrainSettings,
  defaultSpec: FeatureSpec,
): boolean {
  const same = <T extends object>(a: T, b: T) =>
    (Object.keys(b) as (keyof T)[]).every((name) => a[name] === b[name]);
  return same(settings, defaults) && same(spec, defaultSpec);
}

/** Bounds of the L2 strength, which means something else to each head. */
export function l2Bounds(head: TrainSettings['head']): { min: number; max: number; step: number } {
  return head === 'linear' ? { min: 0.1, max: 100_000, step: 10 } : { min: 0, max: 1, step: 0.001 };
}
