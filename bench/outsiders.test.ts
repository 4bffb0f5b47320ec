import { describe, expect, it } from 'vitest';
import { fitFamiliarity } from '../src/engine/evaluate/familiarity';
import { seededRandom } from '../src/model/random';
import { SCORE_NAMES } from './command';
import { auroc, rateFamiliarity, rateScore, SCORES, type Vectors } from './outsiders';

const plane = (...points: [number, number][]) => points.map((point) => Float32Array.from(point));

describe('the area under the curve', () => {
  it('is the share of pairs in order, equals counting half', () => {
    expect(auroc([3, 2], [1, 0])).toBe(1);
    expect(auroc([0], [1, 2])).toBe(0);
    expect(auroc([1, 3], [1, 2])).toBe((0.5 + 0 + 1 + 1) / 4);
    expect(auroc([5, 5], [5])).toBe(0.5);
    expect(auroc([], [1])).toBeNaN();
  });
});

/** The score of the first picture. */
async function scored(
  name: keyof typeof SCORES,
  vectors: Vectors,
  labels: readonly number[],
  pictures: Vectors,
): Promise<number> {
  const score = await SCORES[name](vectors, labels);
  return (await score(pictures))[0] ?? Number.NaN;
}

describe('a score by hand', () => {
  const four = plane([1, 0], [0.8, 0.6], [0, 1], [-0.6, 0.8]);
  const labels = [0, 0, 1, 1];

  it('nearest: the cosine with the k-th nearest', async () => {
    const of = plane([1, 0]);
    expect(await scored('nearest-1', four, labels, of)).toBeCloseTo(1, 6);
    // There are only four, so it takes the fourth.
    expect(await scored('nearest-5', four, labels, of)).toBeCloseTo(-0.6, 6);
  });

  it('centroid: the cosine with the nearest mean', async () => {
    const score = await scored('centroid', four, labels, plane([1, 0]));
    expect(score).toBeCloseTo(0.9 / Math.hypot(0.9, 0.3), 6);
  });

  it('residual: minus the squared distance to the span', async () => {
    const flat = [
      [0, 0, 0],
      [2, 0, 0],
      [0, 2, 0],
    ].map((row) => Float32Array.from(row));
    const score = await scored('residual', flat, [0, 0, 0], [Float32Array.from([7, -3, 5])]);
    expect(score).toBeCloseTo(-25, 2);
  });

  it('Mahalanobis: as an inverted covariance of two by two gives it', async () => {
    const random = seededRandom(1);
    const points = Array.from({ length: 400 }, (): [number, number] => [
      3 * random.normal(),
      random.normal(),
    ]);
    const mean = [0, 1].map((j) => points.reduce((sum, p) => sum + (p[j] ?? 0), 0) / 400);
    const centred = points.map((p) => p.map((x, j) => x - (mean[j] ?? 0)));
    const s = (i: number, j: number) =>
      centred.reduce((sum, p) => sum + (p[i] ?? 0) * (p[j] ?? 0), 0) / 400;
    const [a, b, c] = [s(0, 0), s(0, 1), s(1, 1)];
    const [x, y] = [2 - (mean[0] ?? 0), 4 - (mean[1] ?? 0)];
    const plain = (c * x * x - 2 * b * x * y + a * y * y) / (a * c - b * b);
    const all = points.map(() => 0);
    const score = await scored('mahalanobis', plane(...points), all, plane([2, 4]));
    // With 400 points in the plane, there is little shrinkage.
    expect(Math.abs(-score / plain - 1)).toBeLessThan(0.1);
  });
});

// Relative Mahalanobis is excluded, because with so few pictures the two covariances are shrunk by
// different amounts.
describe('every score that works with few pictures', () => {
  const random = seededRandom(5);
  const draw = (count: number, axis: (i: number) => number) =>
    Array.from({ length: count }, (_, i) =>
      Float32Array.from({ length: 24 }, (__, j) => 1 + random.normal() + (j === axis(i) ? 9 : 0)),
    );
  const labels = Array.from({ length: 60 }, (_, i) => i % 2);
  const train = draw(60, (i) => i % 2);
  const test = draw(200, (i) => i % 2);
  const outsiders = draw(100, () => 7);

  it.each(SCORE_NAMES.filter((name) => name !== 'relative'))(
    '%s tells what has nothing of either class',
    async (name) => {
      const features = Float32Array.from(train.flatMap((row) => [...row]));
      const groups = labels.map((_, i) => `${i}`);
      const familiarity = await fitFamiliarity(
        [{ features, size: 24, labels: Int32Array.from(labels), groups }],
        1,
      );
      if (!familiarity) throw new Error('no familiarity');
      const rating =
        name === 'familiarity'
          ? rateFamiliarity(familiarity, test, outsiders)
          : await rateScore(name, train, labels, test, outsiders);
      expect(rating.auroc).toBeGreaterThan(0.9);
      expect(rating.falseRejection).toBeLessThan(0.15);
    },
  );
});
