// Finds the points that a pointer, an arrow key or a line drawn around them means.

export interface Place {
  x: number;
  y: number;
}

/** Points sorted into squares, so that a pointer has to look at few of them. */
export interface PointGrid {
  points: readonly Place[];
  square: number;
  bySquare: ReadonlyMap<string, readonly number[]>;
}

const keyOf = (column: number, row: number) => `${column},${row}`;

/** @param square side of a square, in the points' units: the farthest that `pointAt` looks */
export function gridOf(points: readonly Place[], square: number): PointGrid {
  const bySquare = new Map<string, number[]>();
  for (const [i, { x, y }] of points.entries()) {
    const key = keyOf(Math.floor(x / square), Math.floor(y / square));
    const known = bySquare.get(key);
    if (known) known.push(i);
    else bySquare.set(key, [i]);
  }
  return { points, square, bySquare };
}

/**
 * The nearest point that is at most a square's side away. Of equally near points it is the last,
 * which is drawn on top.
 */
export function pointAt({ points, square, bySquare }: PointGrid, at: Place): number | undefined {
  const [column, row] = [Math.floor(at.x / square), Math.floor(at.y / square)];
  let best: number | undefined;
  let least = square ** 2;
  for (let dx = -1; dx <= 1; dx++) {
    for (let dy = -1; dy <= 1; dy++) {
      for (const i of bySquare.get(keyOf(column + dx, row + dy)) ?? []) {
        const point = points[i];
        if (!point) continue;
        const distance = (point.x - at.x) ** 2 + (point.y - at.y) ** 2;
        if (distance < least || (distance === least && i > (best ?? -1))) {
          best = i;
          least = distance;
        }
      }
    }
  }
  return best;
}

export type Direction = 'left' | 'right' | 'up' | 'down';

const along: Record<Direction, (dx: number, dy: number) => [number, number]> = {
  left: (dx, dy) => [-dx, dy],
  right: (dx, dy) => [dx, dy],
  up: (dx, dy) => [-dy, dx],
  down: (dx, dy) => [dy, dx],
};

/** How much a point is penalised for lying off the direction. */
const OFF_THE_WAY = 2;

/**
 * The best point in a direction: the nearest one, with a penalty for lying to the side. The way
 * back may therefore lead elsewhere. Points at the very same place are passed one after the other.
 * Undefined at the edge.
 */
export function pointTowards(
  points: readonly Place[],
  from: number,
  direction: Direction,
): number | undefined {
  const start = points[from];
  if (!start) return points.length > 0 ? 0 : undefined;
  let best: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [i, { x, y }] of points.entries()) {
    const [ahead, aside] = along[direction](x - start.x, y - start.y);
    const forwards = direction === 'right' || direction === 'down';
    if (ahead === 0 && aside === 0 && (forwards ? i > from : i < from)) {
      if (least > 0 || (best !== undefined && !forwards)) {
        best = i;
        least = 0;
      }
      continue;
    }
    if (ahead <= 0) continue;
    const cost = ahead + OFF_THE_WAY * Math.abs(aside);
    if (cost < least) {
      best = i;
      least = cost;
    }
  }
  return best;
}

/** The points inside a closed line, by the even-odd rule. */
export function pointsInside(points: readonly Place[], line: readonly Place[]): number[] {
  if (line.length < 3) return [];
  const inside = ({ x, y }: Place) => {
    let odd = false;
    let before = line[line.length - 1];
    for (const corner of line) {
      if (before && corner.y > y !== before.y > y) {
        const crossing =
          corner.x + ((y - corner.y) / (before.y - corner.y)) * (before.x - corner.x);
        if (x < crossing) odd = !odd;
      }
      before = corner;
    }
    return odd;
  };
  return points.flatMap((point, i) => (inside(point) ? [i] : []));
}
