// What a number field makes of what was typed into it.
export interface Bounds {
  min: number;
  max: number;
  whole: boolean;
}

/** The number typed, held between its bounds; undefined where none was or it is the one that was there. */
export function numberToTake(
  draft: string | null,
  value: number,
  { min, max, whole }: Bounds,
): number | undefined {
  const typed = numberIn(draft);
  // What was there stays, even outside the bounds: nobody asked for another number.
  if (typed === undefined || typed === value) return undefined;
  const held = Math.min(max, Math.max(min, whole ? Math.round(typed) : typed));
  return held === value ? undefined : held;
}

/** True for what would not be taken as it is typed. */
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
