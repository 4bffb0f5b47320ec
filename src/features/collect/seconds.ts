/** Whole seconds until a moment, as a countdown shows them: 3, 2, 1. */
export function secondsUntil(moment: number, now: number): number {
  return Math.max(0, Math.ceil((moment - now) / 1000));
}

export function secondsSince(moment: number, now: number): number {
  return Math.max(0, Math.floor((now - moment) / 1000));
}
