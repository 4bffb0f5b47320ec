import { expect, it } from 'vitest';
import { wilson } from './wilson';

it("gives Wilson's interval as published (Newcombe 1998, table I, method 3)", () => {
  const published = [
    { right: 81, total: 263, low: 0.2553, high: 0.3662 },
    { right: 15, total: 148, low: 0.0624, high: 0.1605 },
    { right: 0, total: 20, low: 0, high: 0.1611 },
    { right: 1, total: 29, low: 0.0061, high: 0.1718 },
  ];
  for (const { right, total, low, high } of published) {
    const interval = wilson(right, total, 1.959964);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
    const mirrored = wilson(total - right, total, 1.959964);
    expect(mirrored.low).toBeCloseTo(1 - high, 4);
  }
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
});
