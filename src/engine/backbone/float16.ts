/** The float32 value of each of the 65,536 float16 bit patterns. */
let table: Float32Array | undefined;

/** The value of one IEEE 754 half: 1 sign bit, 5 of the exponent, 10 of the fraction. */
function floatOf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  // Subnormals have no implicit leading one and the smallest exponent.
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/**
 * Decodes float16 bit patterns with one table lookup per value, so that megabytes take
 * milliseconds.
 */
export function decodeFloat16(halves: Uint16Array): Float32Array {
  table ??= Float32Array.from({ length: 0x10000 }, (_, half) => floatOf(half));
  const values = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) values[i] = table[halves[i] as number] as number;
  return values;
}
