// The head that judges features wherever many heads are fitted: fast, and the same on every device.
import type { HeadKind, SavedHead } from './head';
import type { TrainSettings } from './training';

export const PROBE: HeadKind = 'linear';

/** Numbers that it learns. */
export const probeParameters = (features: number, classes: number) => (features + 1) * classes;

/** The strength that settings ask of the probe: their own where they are of its kind. */
export function probeStrength({ head, l2 }: Pick<TrainSettings, 'head' | 'l2'>): number | 'auto' {
  return head === PROBE ? l2 : 'auto';
}

/** The settings with the strength that a training found, where both are of the probe's kind. */
export function withFoundStrength(
  settings: TrainSettings,
  found: { head: Pick<SavedHead, 'kind'>; l2: number } | undefined,
): TrainSettings {
  if (found?.head.kind !== PROBE || settings.head !== PROBE) return settings;
  return { ...settings, l2: found.l2 };
}
