// Finds a place where a chart's label does not cover its lines.
interface Point {
  x: number;
  training: number | null;
  validation: number | null;
}

interface Place {
  side: 'before' | 'after';
  end: 'topEnd' | 'bottomEnd';
}

/** The share of the chart's width that the label may take. */
const WIDTH = 0.2;
const HEIGHT = 0.2;
/** Beyond this share of the chart's width, the label stands before its mark. */
const LAST_AFTER = 0.6;

/** Puts the label next to the mark at `x`, at the end where fewer points of the lines are near. */
export function placeOfLabel(
  points: readonly Point[],
  x: number,
  endX: number,
  [bottom, top]: readonly [number, number],
): Place {
  const width = (endX - 1) * WIDTH;
  const side = (x - 1) / (endX - 1) > LAST_AFTER ? 'before' : 'after';
  const [from, to] = side === 'before' ? [x - width, x] : [x, x + width];
  const heights = points
    .filter((point) => point.x >= from && point.x <= to)
    .flatMap(({ training, validation }) => [training, validation])
    .flatMap((value) => (value === null ? [] : [(value - bottom) / (top - bottom)]));
  const low = heights.filter((height) => height < HEIGHT).length;
  const high = heights.filter((height) => height > 1 - HEIGHT).length;
  return { side, end: low <= high ? 'bottomEnd' : 'topEnd' };
}
