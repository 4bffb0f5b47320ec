/**
 * The whole seconds that a field of the timer stands for: what is typed, or else the current value.
 * Undefined if that is not a whole number within the bounds.
 */
export function timerDraft(
  typed: string | null,
  value: number,
  { min, max }: { min: number; max: number },
): number | undefined {
  if (typed === null || typed.trim() === '') return value;
  const seconds = Math.round(Number(typed));
  return seconds >= min && seconds <= max ? seconds : undefined;
}
