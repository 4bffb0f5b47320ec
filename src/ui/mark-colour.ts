import type { CSSProperties } from 'react';

/** Sets --c to class colour 1 to 10, for the element and everything in it. */
export function markColour(colour: number): CSSProperties {
  return { ['--c' as string]: `var(--c${colour})` };
}
