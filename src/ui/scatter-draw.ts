// Draws points with the shapes and colours of the classes, and what lies over them.
import { MARK_MIDDLES, MARK_SHAPES } from './class-shapes';
import type { Place } from './scatter-points';

export interface DrawnPoint extends Place {
  /**
   * The class's number from 0. It decides the shape and, from the eleventh class on, the number
   * inside.
   */
  shape: number;
  /** Which of --c1 to --c10. */
  colour: number;
  outlined: boolean;
  ringed: boolean;
}

interface Size {
  width: number;
  height: number;
}

/** The margin around the outermost points, and how near to a point a pointer has to be, in px. */
export const MARGIN = 18;
export const REACH = 12;

const MARK = 9;
const NUMBERED = 15;
const RING = 9;
const PALE = 0.25;
/** Shapes are drawn on a grid of 12. */
const GRID = 12;

function begin(canvas: HTMLCanvasElement, { width, height }: Size) {
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  const style = getComputedStyle(canvas);
  const colour = (token: string) => style.getPropertyValue(token).trim();
  context?.scale(scale, scale);
  return context && { context, colour, font: style.fontFamily, scale };
}

/**
 * Each look is drawn once as a small picture and then stamped at every place, so thousands of
 * points take a few milliseconds.
 */
export function drawPoints(
  canvas: HTMLCanvasElement,
  size: Size,
  places: readonly Place[],
  points: readonly DrawnPoint[],
  /** If some points are chosen, the others are pale. */
  isChosen?: (index: number) => boolean,
): void {
  const begun = begin(canvas, size);
  if (!begun) return;
  const { context, colour, font, scale } = begun;
  const stamps = new Map<string, HTMLCanvasElement>();
  const stampOf = ({ shape, colour: paint, outlined }: DrawnPoint) => {
    const key = `${shape} ${paint} ${outlined}`;
    const known = stamps.get(key);
    if (known) return known;
    const made = stamp(shape, outlined, scale, {
      mark: colour(`--c${paint}`),
      ground: colour('--ground'),
      font,
    });
    stamps.set(key, made);
    return made;
  };
  for (const [i, point] of points.entries()) {
    const at = places[i];
    if (!at) continue;
    const drawn = stampOf(point);
    const side = drawn.width / scale;
    context.globalAlpha = isChosen?.(i) === false ? PALE : 1;
    context.drawImage(drawn, at.x - side / 2, at.y - side / 2, side, side);
  }
  context.globalAlpha = 1;
  context.strokeStyle = colour('--danger');
  context.lineWidth = 2;
  context.beginPath();
  for (const [i, { ringed }] of points.entries()) {
    const at = places[i];
    if (!ringed || !at) continue;
    context.moveTo(at.x + RING, at.y);
    context.arc(at.x, at.y, RING, 0, 2 * Math.PI);
  }
  context.stroke();
}

function stamp(
  number: number,
  outlined: boolean,
  scale: number,
  { mark, ground, font }: { mark: string; ground: string; font: string },
): HTMLCanvasElement {
  const numbered = number >= MARK_SHAPES.length;
  const shape = number % MARK_SHAPES.length;
  const side = numbered ? NUMBERED : MARK;
  const canvas = document.createElement('canvas');
  // This leaves room for the outer half of the outline.
  canvas.width = Math.ceil((side + 3) * scale);
  canvas.height = canvas.width;
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  const unit = (side * scale) / GRID;
  context.translate((canvas.width - side * scale) / 2, (canvas.height - side * scale) / 2);
  context.scale(unit, unit);
  const path = new Path2D(MARK_SHAPES[shape]);
  context.fillStyle = outlined ? ground : mark;
  context.fill(path, 'evenodd');
  if (outlined) {
    context.strokeStyle = mark;
    context.lineWidth = 2;
    context.stroke(path);
  }
  if (numbered) {
    const middle = MARK_MIDDLES[shape] ?? GRID / 2;
    context.fillStyle = ground;
    context.beginPath();
    context.arc(GRID / 2, middle, 4, 0, 2 * Math.PI);
    context.fill();
    context.fillStyle = mark;
    context.font = `600 6px ${font}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(String(number + 1), GRID / 2, middle);
  }
  return canvas;
}

interface Over {
  chosen: readonly Place[];
  active: Place | undefined;
  /** The line that was drawn around points. */
  line: readonly Place[];
}

export function drawOver(canvas: HTMLCanvasElement, size: Size, { chosen, active, line }: Over) {
  const begun = begin(canvas, size);
  if (!begun) return;
  const { context, colour } = begun;
  const around = (place: Place, radius: number) => {
    context.moveTo(place.x + radius, place.y);
    context.arc(place.x, place.y, radius, 0, 2 * Math.PI);
  };
  context.strokeStyle = colour('--ink');
  context.lineWidth = 1.5;
  context.beginPath();
  for (const place of chosen) around(place, RING - 2);
  context.stroke();
  context.strokeStyle = colour('--accent');
  context.lineWidth = 2;
  if (active) {
    context.beginPath();
    around(active, RING + 2.5);
    context.stroke();
  }
  const [first, ...rest] = line;
  if (!first) return;
  context.beginPath();
  context.moveTo(first.x, first.y);
  for (const { x, y } of rest) context.lineTo(x, y);
  context.closePath();
  context.fillStyle = colour('--accent');
  context.globalAlpha = 0.12;
  context.fill('evenodd');
  context.globalAlpha = 1;
  context.setLineDash([4, 3]);
  context.lineWidth = 1.5;
  context.stroke();
}
