import { expect, it } from 'vitest';
import { betaBelow, betaQuantile } from './beta';
import { studentT } from './student';

it("gives Student's t as scipy.stats.t.ppf(0.975, degrees) does", () => {
  // scipy 1.17.1
  const published = [
    [1, 12.7062047362],
    [2, 4.3026527297],
    [3, 3.1824463053],
    [4, 2.7764451052],
    [5, 2.5705818356],
    [6, 2.4469118511],
    [7, 2.3646242516],
    [8, 2.3060041352],
    [9, 2.2621571628],
    [10, 2.228138852],
    [20, 2.0859634473],
    [30, 2.0422724563],
    [100, 1.9839715185],
    [1000, 1.9623390808],
    [100000, 1.9599877075],
  ] as const;
  for (const [degrees, t] of published) {
    expect(Math.abs(studentT(0.05, degrees) - t)).toBeLessThan(1e-6);
  }
});

it('gives other tails too', () => {
  // scipy.stats.t.ppf(1 - outside / 2, degrees)
  for (const [outside, degrees, t] of [
    [0.5, 1, 1.0],
    [0.5, 3, 0.7648923284],
    [0.5, 12, 0.6954828655],
    [0.025, 1, 25.4516995794],
    [0.025, 3, 4.1765348461],
    [0.025, 12, 2.5600329594],
    [0.01, 1, 63.6567411629],
    [0.01, 3, 5.8409093097],
    [0.01, 12, 3.0545395894],
    [0.001, 1, 636.6192487688],
    [0.001, 3, 12.9239786367],
    [0.001, 12, 4.3177912836],
  ] as const) {
    expect(Math.abs(studentT(outside, degrees) - t)).toBeLessThan(1e-6);
  }
});

it('gives the beta distribution as scipy.stats.beta does', () => {
  for (const [x, a, b, below] of [
    [0.1, 0.5, 0.5, 0.20483276469913345],
    [0.3, 4, 1, 0.0081],
    [0.398, 4, 1, 0.025091827216000007],
    [0.5, 2.5, 7.25, 0.9484768697804318],
    [0.9, 120, 14, 0.5384218404770951],
    [0.02, 1, 300, 0.9976674943320486],
  ] as const) {
    expect(Math.abs(betaBelow(x, a, b) - below)).toBeLessThan(1e-12);
    expect(Math.abs(betaQuantile(below, a, b) - x)).toBeLessThan(1e-9);
  }
});
