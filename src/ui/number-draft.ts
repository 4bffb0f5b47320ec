// What a number field makes of the text typed into it.
export interface Bounds {
  min: number;
  max: number;
  whole: boolean;
}

/**
 * The typed number, clamped to the bounds. Undefined if there is none, or if it is the current
 * value.
 */
export function numberToTake(
  draft: string | null,
  value: number,
  { min, max, whole }: Bounds,
): number | undefined {
  const typed = numberIn(draft);
  // The current value stays, even outside the bounds, because nobody asked for another number.
  if (typed === undefined || typed === value) return undefined;
  const held = Math.min(max, Math.max(min, whole ? Math.round(typed) : typed));
  return held === value ? undefined : held;
}

/** True for a number that would not be accepted as it is typed. */
export function isOutside(draft: string | null, { min, max }: Bounds): boolean {
  if (draft === null || draft.trim() === '') return false;
  const typed = numberIn(draft);
  return typed === undefined || typed < min || typed > max;
}

export function numberIn(draft: string | null): number | undefined {
  if (draft === null || draft.trim() === '') return undefined;
  const typed = Number(draft);
  return Number.isFinite(typed) ? typed : undefined;
}
