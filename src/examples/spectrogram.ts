// A sound as a picture: time runs from left to right, pitch from low to high, and louder is
// brighter.
import { type Canvas, SIDE } from './example';

/** Samples a second. */
export const SAMPLE_RATE = 8000;

const WINDOW = 512;
const HOP = 64;
/** Up to 3.1 kHz is shown, of the 4 kHz that such a sound can contain. */
const BINS = 200;
/** What is this many decibels below the loudest, or more, is dark. */
const RANGE = 60;

/** @param samples about one second of sound, from -1 to 1 */
export function drawSpectrogram(canvas: Canvas, samples: Float32Array): void {
  const columns = Math.floor((samples.length - WINDOW) / HOP) + 1;
  const loudness = Array.from({ length: columns }, (_, i) =>
    decibels(samples.subarray(i * HOP, i * HOP + WINDOW)),
  );
  const loudest = loudness.reduce((most, column) => Math.max(most, ...column), -Infinity);
  const picture = new ImageData(columns, BINS);
  for (const [x, column] of loudness.entries()) {
    for (const [bin, level] of column.entries()) {
      const share = Math.max(0, 1 - (loudest - level) / RANGE);
      picture.data.set(colourOf(share), ((BINS - 1 - bin) * columns + x) * 4);
    }
  }
  const small = new OffscreenCanvas(columns, BINS);
  small.getContext('2d')?.putImageData(picture, 0, 0);
  canvas.imageSmoothingQuality = 'high';
  canvas.drawImage(small, 0, 0, SIDE, SIDE);
}

/** From night blue through red to yellow. */
function colourOf(share: number): [number, number, number, number] {
  const red = 255 * Math.min(1, 1.6 * share);
  const green = 235 * Math.max(0, 1.8 * share - 0.8);
  const blue = 40 + 110 * Math.sin(Math.PI * Math.min(1, 1.3 * share));
  return [red, green, blue, 255];
}

/**
 * The power of the first BINS frequencies under a Hann window, by the discrete Fourier transform.
 */
function decibels(samples: Float32Array): number[] {
  const real = new Float64Array(WINDOW);
  const imaginary = new Float64Array(WINDOW);
  for (let i = 0; i < WINDOW; i++) {
    real[i] = (samples[i] ?? 0) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW));
  }
  transform(real, imaginary);
  return Array.from({ length: BINS }, (_, bin) => {
    const power = (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2;
    return 10 * Math.log10(power + 1e-9);
  });
}

/**
 * The fast Fourier transform in place, radix 2 (Cooley and Tukey, 1965). Lengths are powers of two.
 */
export function transform(real: Float64Array, imaginary: Float64Array): void {
  const n = real.length;
  const at = (list: Float64Array, i: number) => list[i] ?? 0;
  const swap = (list: Float64Array, i: number, j: number) => {
    [list[i], list[j]] = [at(list, j), at(list, i)];
  };
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      swap(real, i, j);
      swap(imaginary, i, j);
    }
  }
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    for (let start = 0; start < n; start += size) {
      for (let k = 0; k < half; k++) {
        const angle = (-2 * Math.PI * k) / size;
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        const [i, j] = [start + k, start + k + half];
        const re = at(real, j) * c - at(imaginary, j) * s;
        const im = at(real, j) * s + at(imaginary, j) * c;
        real[j] = at(real, i) - re;
        imaginary[j] = at(imaginary, i) - im;
        real[i] = at(real, i) + re;
        imaginary[i] = at(imaginary, i) + im;
      }
    }
  }
}
