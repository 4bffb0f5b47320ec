import type { Neighbour } from '../../model/prediction';

/**
 * The k samples whose features point most nearly in the same direction, nearest first (ties in the
 * given order). Distances are 1 - cosine, 0 to 2. Samples without features, or with features of
 * another length, are skipped.
 *
 * @param of raw features
 * @param exclude the sample itself, so that it is not its own neighbour
 */
export function nearestTo(
  of: Float32Array,
  samples: Iterable<readonly [id: string, features: Float32Array | undefined]>,
  k: number,
  exclude?: string,
): Neighbour[] {
  const nearest: Neighbour[] = [];
  const length = norm(of);
  for (const [id, features] of samples) {
    if (id === exclude || features?.length !== of.length) continue;
    const distance = cosineDistance(of, length, features);
    if (nearest.length === k && distance >= (nearest.at(-1)?.distance ?? 0)) continue;
    const place = nearest.findIndex((other) => distance < other.distance);
    nearest.splice(place < 0 ? nearest.length : place, 0, { id, distance });
    if (nearest.length > k) nearest.pop();
  }
  return nearest;
}

function cosineDistance(a: Float32Array, lengthOfA: number, b: Float32Array): number {
  let product = 0;
  let squares = 0;
  for (let j = 0; j < a.length; j++) {
    const y = b[j] ?? 0;
    product += (a[j] ?? 0) * y;
    squares += y * y;
  }
  const lengths = lengthOfA * Math.sqrt(squares);
  return lengths === 0 ? 1 : Math.max(0, 1 - product / lengths);
}

function norm(a: Float32Array): number {
  let squares = 0;
  for (let j = 0; j < a.length; j++) squares += (a[j] ?? 0) ** 2;
  return Math.sqrt(squares);
}
