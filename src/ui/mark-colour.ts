import type { CSSProperties } from 'react';

/** Sets --c to the class colour 1 to 10, for the element and what it holds. */
export function markColour(colour: number): CSSProperties {
  return { ['--c' as string]: `var(--c${colour})` };
}
