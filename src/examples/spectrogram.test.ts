import { expect, it } from 'vitest';
import { seededRandom } from '../model/random';
import { transform } from './spectrogram';

it('transforms as the definition does', () => {
  const random = seededRandom(3);
  const signal = Float64Array.from({ length: 32 }, () => random.normal());
  const real = signal.slice();
  const imaginary = new Float64Array(32);
  transform(real, imaginary);
  for (let k = 0; k < 32; k++) {
    const angle = (n: number) => (-2 * Math.PI * k * n) / 32;
    expect(real[k]).toBeCloseTo(
      signal.reduce((sum, x, n) => sum + x * Math.cos(angle(n)), 0),
      9,
    );
    expect(imaginary[k]).toBeCloseTo(
      signal.reduce((sum, x, n) => sum + x * Math.sin(angle(n)), 0),
      9,
    );
  }
});
