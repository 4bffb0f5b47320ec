import { betaQuantile } from './beta';

/**
 * Student's t: the share `outside` (0 to 1) of the distribution with `degrees` degrees of freedom,
 * 1 or more, lies beyond ±t. It is exact except for rounding, by way of the beta distribution
 * (Abramowitz and Stegun, 26.5.27 and 26.7.1).
 */
export function studentT(outside: number, degrees: number): number {
  const rest = betaQuantile(outside, degrees / 2, 0.5);
  return Math.sqrt((degrees * (1 - rest)) / rest);
}
