// The probe is the head that judges features whenever many heads are fitted. It is fast, and the
// same on every device.
import type { HeadKind, SavedHead } from './head';
import type { TrainSettings } from './training';

export const PROBE: HeadKind = 'linear';

/** How many numbers it learns. */
export const probeParameters = (features: number, classes: number) => (features + 1) * classes;

/** The strength for the probe: the one in the settings if they are for its kind of head. */
export function probeStrength({ head, l2 }: Pick<TrainSettings, 'head' | 'l2'>): number | 'auto' {
  return head === PROBE ? l2 : 'auto';
}

/**
 * The settings with the strength that a training found, if both are for the probe's kind of head.
 */
export function withFoundStrength(
  settings: TrainSettings,
  found: { head: Pick<SavedHead, 'kind'>; l2: number } | undefined,
): TrainSettings {
  if (found?.head.kind !== PROBE || settings.head !== PROBE) return settings;
  return { ...settings, l2: found.l2 };
}
