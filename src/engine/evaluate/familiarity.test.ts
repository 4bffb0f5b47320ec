import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../model/random';
import { madeUp } from '../head/made-up';
import { distancesTo, familiarityOf, fitFamiliarity, rateFamiliarity } from './familiarity';
import type { LabelledFeatures } from './samples';

const SIZE = 8;

/** Gaussian features of two classes. All calls draw from the same distribution. */
function gaussians(count: number, seed: number, at = 3): LabelledFeatures {
  const random = seededRandom(seed);
  return {
    features: Float32Array.from({ length: count * SIZE }, (_, place) => {
      const [i, j] = [Math.floor(place / SIZE), place % SIZE];
      return (j === i % 2 ? at : 0) + random.normal();
    }),
    size: SIZE,
    labels: Int32Array.from({ length: count }, (_, i) => i % 2),
    groups: Array.from({ length: count }, (_, i) => `${i}`),
  };
}

async function fitted(parts: LabelledFeatures[], seed = 1) {
  const familiarity = await fitFamiliarity(parts, seed);
  if (!familiarity) throw new Error('no familiarity');
  return familiarity;
}

function rowsOf(rows: number[][], labels: number[], groups: string[]): LabelledFeatures {
  const size = rows[0]?.length ?? 0;
  return {
    features: Float32Array.from(rows.flat()),
    size,
    labels: Int32Array.from(labels),
    groups,
  };
}

/** Points of the plane, by their angle in degrees. */
const circle = (angles: number[]) =>
  angles.map((angle) => [Math.cos((angle / 180) * Math.PI), Math.sin((angle / 180) * Math.PI)]);
const apart = (angle: number) => 1 - Math.cos((angle / 180) * Math.PI);

describe('the distance', () => {
  it('is the mean cosine distance of the three nearest, whatever the lengths', () => {
    const directions = Int8Array.from([100, 0, 0, 50, 0, -3, -127, 0, 60, 60]);
    const found = distancesTo(directions, Float32Array.from([2, 0, -5, 0, 0, 0]), 2);
    expect(found[0]).toBeCloseTo((0 + (1 - Math.SQRT1_2) + 1) / 3, 6);
    expect(found[1]).toBeCloseTo((0 + 1 + 1) / 3, 6);
    // Nothing can be said of a vector without a direction.
    expect(found[2]).toBe(1);
  });

  it('is nearly that of the features themselves, though they are kept in whole numbers', async () => {
    const data = madeUp(20, 2, 256, 1);
    const { directions } = await fitted([data]);
    const { features } = madeUp(5, 2, 256, 2);
    const cosines = (row: Float32Array) =>
      Array.from(data.labels, (_, i) => {
        const other = data.features.subarray(i * 256, (i + 1) * 256);
        const product = row.reduce((sum, x, j) => sum + x * (other[j] ?? 0), 0);
        return 1 - product / Math.hypot(...row) / Math.hypot(...other);
      }).sort((a, b) => a - b);
    const found = distancesTo(directions, features, 256);
    found.forEach((distance, i) => {
      const [a = 0, b = 0, c = 0] = cosines(features.subarray(i * 256, (i + 1) * 256));
      expect(Math.abs(distance - (a + b + c) / 3)).toBeLessThan(2e-3);
    });
  });
});

describe('what is kept of the pictures learned from', () => {
  it('measures each by the others, by hand on a circle', async () => {
    const angles = Array.from({ length: 36 }, (_, i) => 10 * i);
    const groups = angles.map((angle) => `${angle}`);
    const { heldOut } = await fitted([
      rowsOf(
        circle(angles),
        angles.map((_, i) => i % 2),
        groups,
      ),
    ]);
    // Each has two neighbours at 10 degrees and one at 20.
    for (const distance of heldOut) {
      expect(distance).toBeCloseTo((2 * apart(10) + apart(20)) / 3, 2);
    }
  });

  it('measures none by its own burst', async () => {
    // Each picture comes three times, in one recording. Without leaving out its own recording, its
    // distance would be 0.
    const angles = Array.from({ length: 12 }, (_, i) => 30 * i).flatMap((a) => [a, a, a]);
    const groups = angles.map((angle) => `${angle}`);
    const { heldOut } = await fitted([
      rowsOf(
        circle(angles),
        angles.map((angle) => (angle / 30) % 2),
        groups,
      ),
    ]);
    for (const distance of heldOut) expect(distance).toBeCloseTo(apart(30), 2);
  });

  it('measures each half of a class of one burst by the other, never by itself', async () => {
    // A recording that turns from 0 to 90 degrees and one from 180 to 270; nothing else.
    const turn = (from: number) => Array.from({ length: 10 }, (_, i) => from + 10 * i);
    const angles = [...turn(0), ...turn(180)];
    const { heldOut } = await fitted([
      rowsOf(
        circle(angles),
        angles.map((angle) => (angle < 180 ? 0 : 1)),
        angles.map((angle) => (angle < 180 ? 'a' : 'b')),
      ),
    ]);
    // The one at the cut has the nearest at 10, 20 and 30; the first one at 50, 60 and 70.
    expect(heldOut).toHaveLength(20);
    expect(heldOut[0]).toBeCloseTo((apart(10) + apart(20) + apart(30)) / 3, 2);
    expect(heldOut.at(-1)).toBeCloseTo((apart(50) + apart(60) + apart(70)) / 3, 2);
  });

  it('needs 19 pictures, validation included, and says so by being absent', async () => {
    expect(await fitFamiliarity([gaussians(18, 1)], 1)).toBeUndefined();
    const { heldOut, directions } = await fitted([gaussians(12, 1), gaussians(7, 2)]);
    expect(heldOut).toHaveLength(19);
    expect(directions).toHaveLength(19 * SIZE);
    expect(await fitFamiliarity([], 1)).toBeUndefined();
    // One recording across all classes has halves, but a class with a single picture has nothing to
    // compare with.
    const one = rowsOf([[1, 0]], [0], ['a']);
    expect(
      await fitFamiliarity(
        Array.from({ length: 40 }, () => one),
        1,
      ),
    ).toBeDefined();
  });

  it('stays small, with some of every class, and is the same for the same seed', async () => {
    const many = gaussians(1500, 1);
    // The last class comes in last and is rare.
    many.labels.fill(2, 1490);
    const { directions, heldOut } = await fitted([many], 3);
    expect(directions).toHaveLength(512 * SIZE);
    expect(heldOut).toHaveLength(512);
    const kept = distancesTo(directions, many.features.subarray(1490 * SIZE), SIZE);
    const strange = distancesTo(directions, gaussians(10, 9).features, SIZE);
    expect(Math.max(...kept)).toBeLessThan(Math.max(...strange));
    expect(await fitted([many], 3)).toEqual({ directions, heldOut });
    expect((await fitted([many], 4)).directions).not.toEqual(directions);
  });
});

describe('the familiarity', () => {
  it('takes about 5 % of fresh pictures of the same kind for unknown ones', async () => {
    let unknown = 0;
    for (let seed = 0; seed < 40; seed++) {
      const familiarity = await fitted([gaussians(99, 2 * seed)], seed);
      const fresh = gaussians(100, 2 * seed + 1);
      for (let i = 0; i < 100; i++) {
        const row = fresh.features.subarray(i * SIZE, (i + 1) * SIZE);
        if (!rateFamiliarity(familiarity, row).known) unknown++;
      }
    }
    // 4,000 draws of 40 thresholds: a standard error of half a percent.
    expect(unknown / 4000).toBeGreaterThan(0.035);
    expect(unknown / 4000).toBeLessThan(0.065);
  });

  it('is below any threshold for as many fresh ones as that says', async () => {
    const familiarity = await fitted([gaussians(512, 1)]);
    const scores = familiarityOf(familiarity, gaussians(4000, 2).features, SIZE);
    for (const share of [0.01, 0.1, 0.3]) {
      const below = scores.filter((score) => score <= share).length / 4000;
      expect(Math.abs(below - share)).toBeLessThan(0.015 + 0.1 * share);
    }
  });

  it('knows nothing of what points elsewhere', async () => {
    const familiarity = await fitted([gaussians(60, 1, 10)]);
    const elsewhere = Float32Array.from({ length: SIZE }, (_, j) => (j === 5 ? 10 : 0));
    expect(rateFamiliarity(familiarity, elsewhere)).toEqual({
      score: expect.closeTo(1 / 61),
      known: false,
    });
  });

  it('gives each picture its rank among those held out and never rises with the distance', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 180 }), { minLength: 19, maxLength: 60 }),
        fc.integer({ min: 0, max: 179 }),
        fc.integer({ min: 0, max: 179 }),
        (held, one, other) => {
          // One direction is kept, so an angle is a distance.
          const familiarity = {
            directions: Int8Array.from([127, 0]),
            heldOut: Float32Array.from(held, apart).sort(),
          };
          const score = (angle: number) =>
            familiarityOf(familiarity, Float32Array.from(circle([angle]).flat()), 2)[0] ??
            Number.NaN;
          const [near, far] = one < other ? [one, other] : [other, one];
          expect(score(near)).toBeGreaterThanOrEqual(score(far));
          // Halfway between whole degrees, rounding does not matter.
          const farther = held.filter((angle) => angle > one + 0.5).length;
          expect(score(one + 0.5)).toBeCloseTo((1 + farther) / (1 + held.length), 6);
        },
      ),
    );
  });
});
