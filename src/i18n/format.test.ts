import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatsFor } from './format';
import { languages } from './language';

describe.each(languages)('numbers in %s', (language) => {
  const { number, decimal } = formatsFor(language);
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const significant = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
  const numbers = fc.oneof(
    fc.double({ noNaN: true, min: -2000, max: 2000 }),
    fc.double({ noNaN: true, min: 0, max: 0.01 }),
    fc.integer({ min: -2000, max: 2000 }),
    fc.integer({ min: 0, max: 4000 }).map((halves) => halves / 2),
  );

  test('are written as the browser would', () => {
    fc.assert(
      fc.property(numbers, (value) => {
        // The test tells 0 from −0, which a person would not.
        expect(number(value)).toBe(whole.format(value + 0));
        expect(decimal(value)).toBe(significant.format(value + 0).replace('-', '\u2212'));
      }),
      { numRuns: 1000 },
    );
  });
});
