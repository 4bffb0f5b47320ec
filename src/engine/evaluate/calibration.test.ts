import { expect, it } from 'vitest';
import { ENOUGH_TO_CALIBRATE } from '../../model/enough';
import { seededRandom } from '../../model/random';
import { calibrate, fitTemperature, reliability } from './calibration';
import { decisions } from './metrics';
import { probabilitiesOf } from './softmax';

/**
 * Answers whose logits are `times` those that the labels were drawn from. So the right temperature
 * is `times`.
 */
function drawn(n: number, times: number, seed: number) {
  const random = seededRandom(seed);
  const honest = Float64Array.from({ length: n * 3 }, () => 1.5 * random.normal());
  const probabilities = probabilitiesOf(honest, 3);
  const labels = Int32Array.from({ length: n }, (_, i) => {
    let left = random.uniform();
    for (let k = 0; k < 2; k++) {
      left -= probabilities[i * 3 + k] ?? 0;
      if (left < 0) return k;
    }
    return 2;
  });
  const groups = Array.from(labels, (_, i) => `${i}`);
  return { logits: honest.map((z) => z * times), labels, groups };
}

it.each([0.4, 1, 3])('finds the temperature %d by which labels were drawn', (times) => {
  const { logits, labels } = drawn(4000, times, 1);
  expect(fitTemperature(logits, labels, 3) / times).toBeCloseTo(1, 1);
});

it('is least at the temperature that it gives', () => {
  const { logits, labels } = drawn(60, 2, 2);
  const objective = (t: number) => {
    const p = probabilitiesOf(logits, 3, t);
    const losses = labels.reduce((sum, y, i) => sum - Math.log(p[i * 3 + y] ?? 0), 0);
    return losses + 4 * (1 / t - 1 + Math.log(t));
  };
  const t = fitTemperature(logits, labels, 3);
  for (const other of [0.97, 1.03]) expect(objective(t * other)).toBeGreaterThan(objective(t));
});

it('stays finite and near 1 where few answers are all right', () => {
  const t = fitTemperature([2, 0, 0, 2, 3, 0], [0, 1, 0], 2);
  expect(t).toBeGreaterThan(0.5);
  expect(t).toBeLessThan(1);
  expect(fitTemperature([], [], 2)).toBeCloseTo(1, 3);
});

it('makes sure answers as sure as they are right, measured on answers that it was not fitted to', async () => {
  const found = await calibrate(drawn(600, 4, 3), 3, 1, () => undefined);
  expect(found.count).toBe(600);
  expect(found.ece).toBeGreaterThan(0.15);
  expect(found.eceCalibrated).toBeLessThan(0.08);
  expect(found.bins.reduce((sum, { count }) => sum + count, 0)).toBe(600);
  const fresh = drawn(2000, 4, 4);
  const after = probabilitiesOf(fresh.logits, 3, found.temperature);
  expect(reliability(after, fresh.labels, 3).ece).toBeLessThan(0.04);
  expect(decisions(after, 3)).toEqual(decisions(probabilitiesOf(fresh.logits, 3), 3));
});

it('leaves alone what cannot be fitted', async () => {
  const few = drawn(ENOUGH_TO_CALIBRATE - 1, 4, 5);
  expect((await calibrate(few, 3, 1, () => undefined)).temperature).toBe(1);
  const one = drawn(40, 4, 6);
  const alone = await calibrate(
    { ...one, groups: one.groups.map(() => 'one recording') },
    3,
    1,
    () => undefined,
  );
  expect(alone.temperature).toBe(1);
  expect(alone.eceCalibrated).toBe(alone.ece);
});
