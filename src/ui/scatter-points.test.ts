import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridOf, type Place, pointAt, pointsInside, pointTowards } from './scatter-points';

const place = fc.record({ x: fc.nat(60), y: fc.nat(60) });

describe('the point under a pointer', () => {
  it('is the nearest within reach, as a look at all of them finds it', () => {
    fc.assert(
      fc.property(fc.array(place), place, (points, at) => {
        const far = (i: number | undefined) => {
          const { x, y } = points[i ?? -1] ?? { x: Infinity, y: Infinity };
          return Math.hypot(x - at.x, y - at.y);
        };
        const found = pointAt(gridOf(points, 12), at);
        const least = Math.min(Infinity, ...points.map((_, i) => far(i)));
        if (least <= 12) expect(far(found)).toBe(least);
        else expect(found).toBeUndefined();
      }),
    );
  });
});

describe('arrow keys', () => {
  const cross: Place[] = [
    { x: 5, y: 5 },
    { x: 9, y: 5 },
    { x: 6, y: 8 },
    { x: 1, y: 5 },
    { x: 5, y: 1 },
  ];
  it('go to the nearest point in their direction, and stay at the edge', () => {
    expect(pointTowards(cross, 0, 'right')).toBe(1);
    expect(pointTowards(cross, 0, 'down')).toBe(2);
    expect(pointTowards(cross, 0, 'left')).toBe(3);
    expect(pointTowards(cross, 0, 'up')).toBe(4);
    expect(pointTowards(cross, 1, 'right')).toBeUndefined();
    expect(pointTowards([], 0, 'up')).toBeUndefined();
  });

  it('reach every one of points at the same place', () => {
    const pile = [...Array.from({ length: 4 }, () => ({ x: 1, y: 1 })), { x: 2, y: 1 }];
    const way = (from: number, direction: 'left' | 'right') => {
      const passed = [from];
      for (let at: number | undefined = from; at !== undefined; ) {
        at = pointTowards(pile, at, direction);
        if (at !== undefined) passed.push(at);
      }
      return passed;
    };
    expect(way(0, 'right')).toEqual([0, 1, 2, 3, 4]);
    expect(way(3, 'left')).toEqual([3, 2, 1, 0]);
  });

  it('never go backwards', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 1 }), (points) => {
        const next = pointTowards(points, 0, 'right');
        if (next !== undefined) expect(points[next]?.x).toBeGreaterThanOrEqual(points[0]?.x ?? 0);
        else expect(points.every(({ x }) => x <= (points[0]?.x ?? 0))).toBe(true);
      }),
    );
  });
});

describe('a line drawn around points', () => {
  it('holds those inside, also where it is hollow', () => {
    const hollow = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 10 },
      { x: 5, y: 2 },
      { x: 0, y: 10 },
    ];
    const points = [
      { x: 5, y: 1 },
      { x: 5, y: 6 },
      { x: 9, y: 6 },
      { x: 1, y: 6 },
      { x: 11, y: 1 },
    ];
    expect(pointsInside(points, hollow)).toEqual([0, 2, 3]);
    expect(pointsInside(points, hollow.slice(0, 2))).toEqual([]);
  });
});
