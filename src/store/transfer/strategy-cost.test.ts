import { describe, expect, it } from 'vitest';
import { usualFreezeAt } from '../../model/strategies';
import type { Strategy } from '../../model/strategy';
import { epochWork, LONG_MS, leftOf, mostEpochsOf, strategyCost } from './strategy-cost';

/**
 * A stem, six blocks and a last convolution. Later stages have more parameters and fewer
 * multiply-adds.
 */
const stages = Array.from({ length: 8 }, (_, i) => ({
  parameters: 100 * (i + 1),
  multiplyAdds: 10_000_000 - i * 1_000_000,
  side: 96 >> i,
  channels: 10 + i,
}));
const backbone = {
  stages,
  multiplyAdds: stages.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0),
  msPerPicture: 20,
  inputSize: 192,
  features: 17,
  parameters: 3600,
};
const pictures = { train: 48, validation: 12, test: 0, classes: 2 };
const of = (strategy: Strategy, freezeAt?: number, more = pictures) =>
  strategyCost(strategy, backbone, more, freezeAt);

describe('what would learn', () => {
  it('is the head alone where the backbone is frozen, on as many features as there are', () => {
    expect(of('frozen')).toMatchObject({ trainedParameters: 18 * 2, frozenParameters: 3600 });
    expect(of('random').trainedParameters).toBe(18 * 2);
    expect(of('partial', 2)).toMatchObject({ trainedParameters: 13 * 2, frozenParameters: 600 });
  });

  it('is what lies behind the freeze line, and all of it where there is none', () => {
    expect(of('finetune', 6)).toMatchObject({
      trainedParameters: 800 + 18 * 2,
      frozenParameters: 2800,
    });
    expect(of('full')).toMatchObject({ trainedParameters: 3600 + 18 * 2, frozenParameters: 0 });
    expect(of('finetune').trainedParameters).toBe(
      of('finetune', usualFreezeAt(backbone)).trainedParameters,
    );
  });
});

describe('how long it takes', () => {
  it('grows with what learns, and with the pictures', () => {
    expect(of('finetune', 5).most).toBeGreaterThan(of('finetune', 6).most);
    expect(of('full').most).toBeGreaterThan(of('finetune', 1).most);
    const twice = { ...pictures, train: 96, validation: 24 };
    expect(of('full', undefined, twice).most).toBeGreaterThan(1.8 * of('full').most);
  });

  it('is that of a pass through the backbone for random features', () => {
    expect(of('random').most - of('frozen').most).toBeCloseTo(60 * 20, 6);
    expect(of('partial', 7).most - of('frozen').most).toBeCloseTo(60 * 20, 6);
  });

  it('is over a minute for all of a backbone on this machine, and says so', () => {
    expect(of('full').most).toBeGreaterThan(LONG_MS);
    expect(of('frozen').most).toBeLessThan(LONG_MS);
  });
});

it('takes no more epochs than a person wants, and never more than its own most', () => {
  expect(mostEpochsOf('finetune', 4)).toBe(4);
  expect(mostEpochsOf('finetune', 100)).toBe(15);
  expect(mostEpochsOf('frozen', 4)).toBeUndefined();
  const cost = (epochs: number) =>
    strategyCost('finetune', backbone, pictures, usualFreezeAt(backbone), epochs).most;
  expect(cost(4)).toBeLessThan(cost(15));
});

it('takes less where it stops early, and as long as what learned here before took', () => {
  const { least, most, course } = of('finetune');
  expect(least).toBeLessThan(most / 3);
  const measured = 2 * (20 / backbone.multiplyAdds);
  const slower = strategyCost('finetune', backbone, pictures, undefined, undefined, {
    late: measured,
  });
  expect(slower.course?.epoch).toBeCloseTo(2 * (course?.epoch ?? 0), 6);
  expect(slower.course?.epoch).toBeCloseTo(epochWork('finetune', backbone, pictures) * measured, 6);
  // Early blocks learn at another pace.
  const { most: all } = strategyCost('full', backbone, pictures, undefined, undefined, {
    late: measured,
  });
  expect(all).toBe(of('full').most);
  expect(of('frozen')).not.toHaveProperty('course');
});

it('has left what may still come, as the best epoch so far tells', () => {
  const course = { epoch: 10, refit: 2, end: 1, mostEpochs: 15, patience: 5 };
  expect(leftOf(course, 'finetune', 0, 0)).toEqual({ least: 51, most: 181 });
  // The third epoch was the best. Two more have to show that, and then come three of the refit.
  expect(leftOf(course, 'finetune', 6, 3)).toEqual({ least: 27, most: 121 });
  expect(leftOf(course, 'finetune', 15, 15)).toEqual({ least: 31, most: 31 });
  expect(leftOf(course, 'scratch', 0, 0)).toEqual({ least: 63, most: 181 });
});
