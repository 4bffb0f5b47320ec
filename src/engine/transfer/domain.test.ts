import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../model/random';
import { adaptToTarget } from './coral';
import { areaUnderCurve, domainDistance } from './domain';

const WIDTH = 40;
const never = new AbortController().signal;

/**
 * Two classes. `cast` moves all pictures in the same way, also along what tells the classes apart,
 * as another light would.
 */
function domain(count: number, seed: number, cast = 0) {
  const random = seededRandom(seed);
  const labels = Int32Array.from({ length: count }, (_, i) => i % 2);
  const features = new Float32Array(count * WIDTH);
  const direction = seededRandom(99);
  const stretch = Float64Array.from({ length: WIDTH }, (_, j) => (j < 8 ? 1 : direction.normal()));
  for (let i = 0; i < count; i++) {
    const light = random.normal();
    for (let j = 0; j < WIDTH; j++) {
      const own = random.normal() + (j < 8 ? ((labels[i] ?? 0) * 2 - 1) * 0.9 : 0);
      features[i * WIDTH + j] = 3 + own + cast * (stretch[j] ?? 0) * (1 + 0.3 * light);
    }
  }
  return {
    features,
    labels,
    groups: Array.from({ length: count }, (_, i) => `${seed} ${i}`),
    classCount: 2,
  };
}

describe('domainDistance', () => {
  it('is near 0.5 for a split of one domain, and there is no discrepancy', async () => {
    const report = await domainDistance(domain(80, 1), domain(80, 2), WIDTH, 1, never);
    expect(report?.auc).toBeGreaterThan(0.38);
    expect(report?.auc).toBeLessThan(0.62);
    expect(report?.low).toBeLessThan(0.5);
    expect(report?.high).toBeGreaterThan(0.4);
    expect(Math.abs(report?.mmd ?? 1)).toBeLessThan(0.01);
    expect(report?.from).toEqual({ own: 80, other: 80, folds: 5 });
  });

  it('is near 1 for a strong shift, and grows with it', async () => {
    const reports = [];
    for (const cast of [0.1, 0.4, 2]) {
      reports.push(await domainDistance(domain(80, 1), domain(80, 2, cast), WIDTH, 1, never));
    }
    const areas = reports.map((report) => report?.auc ?? 0);
    expect(areas).toEqual([...areas].sort((a, b) => a - b));
    expect(areas[2]).toBeGreaterThan(0.97);
    expect(reports[2]?.low).toBeGreaterThan(0.9);
    const distances = reports.map((report) => report?.mmd ?? 0);
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
  });

  it('measures what adapting brings, where labels are known', async () => {
    const report = await domainDistance(domain(120, 1), domain(120, 2, 2), WIDTH, 1, never);
    const { before, after } = report?.adapted ?? {};
    expect(after?.right).toBeGreaterThan(before?.right ?? 120);
    expect(report?.adapted?.low).toBeGreaterThan(0);
    const { labels: _, ...unlabelled } = domain(20, 3);
    const without = await domainDistance(domain(20, 1), unlabelled, WIDTH, 1, never);
    expect(without).toBeDefined();
    expect(without?.adapted).toBeUndefined();
  });

  it('says nothing of one recording, and ends when it is cancelled', async () => {
    const one = { ...domain(20, 2), groups: Array<string>(20).fill('same') };
    expect(await domainDistance(domain(20, 1), one, WIDTH, 1, never)).toBeUndefined();
    await expect(
      domainDistance(domain(20, 1), domain(20, 2), WIDTH, 1, AbortSignal.abort()),
    ).rejects.toMatchObject({ kind: 'aborted' });
  });
});

describe('areaUnderCurve', () => {
  it('counts pairs in the right order, equal ones half', () => {
    expect(areaUnderCurve(Float64Array.of(1, 2), Float64Array.of(2, 3))).toBe(3.5 / 4);
    expect(areaUnderCurve(Float64Array.of(1), Float64Array.of(0))).toBe(0);
  });
});

describe('adaptToTarget', () => {
  it('gives the source the correlations of the target and leaves the target its own', async () => {
    const random = seededRandom(4);
    const [n, width] = [4000, 3];
    const data = new Float32Array(2 * n * width);
    for (let i = 0; i < 2 * n; i++) {
      const [a, b, c] = [random.normal() * 10, random.normal() * 10, random.normal() * 10];
      data.set(i < n ? [a + 5, b, c] : [2 * a, 2 * a + b, c - 7], i * width);
    }
    const { data: adapted } = await adaptToTarget(
      { data, width, triangular: false },
      n,
      () => undefined,
    );
    const covariance = (from: number, j: number, k: number) => {
      let sum = 0;
      for (let i = from; i < from + n; i++) {
        sum += (adapted[i * width + j] ?? 0) * (adapted[i * width + k] ?? 0);
      }
      return sum / n;
    };
    for (const [j, k] of [
      [0, 0],
      [0, 1],
      [1, 1],
      [2, 2],
      [0, 2],
    ] as const) {
      expect(Math.abs(covariance(0, j, k) - covariance(n, j, k))).toBeLessThan(6);
    }
    expect(covariance(n, 0, 1)).toBeGreaterThan(150);
  });
});
