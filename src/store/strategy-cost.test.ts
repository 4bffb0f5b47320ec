import { describe, expect, it } from 'vitest';
import type { Strategy } from '../engine/protocol';
import { LONG_MS, mostEpochsOf, strategyCost, usualFreezeAt } from './strategy-cost';

/** A stem, six blocks and a last convolution; later ones have more parameters and fewer multiply-adds. */
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
    expect(of('finetune', 5).ms).toBeGreaterThan(of('finetune', 6).ms);
    expect(of('full').ms).toBeGreaterThan(of('finetune', 1).ms);
    const twice = { ...pictures, train: 96, validation: 24 };
    expect(of('full', undefined, twice).ms).toBeGreaterThan(1.8 * of('full').ms);
  });

  it('is that of a pass through the backbone for random features', () => {
    expect(of('random').ms - of('frozen').ms).toBeCloseTo(60 * 20, 6);
    expect(of('partial', 7).ms - of('frozen').ms).toBeCloseTo(60 * 20, 6);
  });

  it('is over a minute for all of a backbone on this machine, and says so', () => {
    expect(of('full').ms).toBeGreaterThan(LONG_MS);
    expect(of('frozen').ms).toBeLessThan(LONG_MS);
  });
});

it('takes no more epochs than a person wants, and never more than its own most', () => {
  expect(mostEpochsOf('finetune', 4)).toBe(4);
  expect(mostEpochsOf('finetune', 100)).toBe(15);
  expect(mostEpochsOf('frozen', 4)).toBeUndefined();
  const cost = (epochs: number) =>
    strategyCost('finetune', backbone, pictures, usualFreezeAt(backbone), epochs).ms;
  expect(cost(4)).toBeLessThan(cost(15));
});
