// Made-up cells under a made-up microscope. Healthy cells are round and have a small, smooth
// nucleus. Some of the changed ones have a ragged edge and a large, dark, lumpy nucleus. Nothing
// here shows a real body.
import type { Random } from '../model/random';
import { type Canvas, type Example, SIDE } from './example';

const CHANGED = 1;
/** Stains range from one hue to the other. */
const VIOLET = 285;
const PINK = 350;

interface Stain {
  hue: number;
  nucleusHue: number;
  saturation: number;
  light: number;
  /** The radius of a typical cell in pixels. */
  size: number;
  /** How far the changed cells of a slide have changed, 0 to 1. */
  change: number;
  blur: number;
}

interface Cell {
  x: number;
  y: number;
  radius: number;
  /** 0 means healthy. */
  change: number;
}

export const cells: Example = {
  classes: 2,
  pictures: {
    things: 24,
    ofEach: 2,
    /** Whether the stain is closer to violet (0) or to pink (1). */
    secondLabel: (slide) => (stainOf(slide).hue < (VIOLET + PINK) / 2 ? 0 : 1),
    draw(canvas, ofClass, thing, picture) {
      const stain = stainOf(thing);
      ground(canvas, stain, picture);
      for (const cell of placed(stain, ofClass === CHANGED, picture)) {
        drawCell(canvas, cell, stain, picture);
      }
      // Set once for everything, because a filter costs as much for a single line.
      canvas.filter = `blur(${(stain.blur + 0.4 * picture.uniform()).toFixed(2)}px)`;
      canvas.drawImage(canvas.canvas, 0, 0);
      canvas.filter = 'none';
      dust(canvas, picture);
      vignette(canvas, picture);
    },
  },
};

const between = (random: Random, low: number, high: number) =>
  low + (high - low) * random.uniform();

/** Each slide has its own stain, focus and magnification, whatever its class. */
function stainOf(slide: Random): Stain {
  const hue = between(slide, VIOLET, PINK);
  return {
    hue,
    nucleusHue: hue - between(slide, 25, 70),
    saturation: between(slide, 25, 60),
    light: between(slide, 70, 80),
    size: between(slide, 22, 30),
    change: between(slide, 0.55, 1),
    blur: between(slide, 0.2, 1),
  };
}

function ground(canvas: Canvas, { hue, saturation, light }: Stain, picture: Random): void {
  const paper = canvas.createLinearGradient(0, 0, SIDE, SIDE);
  const pale = light + 17;
  paper.addColorStop(0, `hsl(${hue} ${saturation * 0.5}% ${pale}%)`);
  paper.addColorStop(1, `hsl(${hue + 12} ${saturation * 0.6}% ${pale - between(picture, 2, 7)}%)`);
  canvas.fillStyle = paper;
  canvas.fillRect(0, 0, SIDE, SIDE);
}

/**
 * Cells lie next to each other. On a changed slide at least two are changed, and the rest are like
 * those on a healthy one.
 */
function placed({ size, change }: Stain, changed: boolean, picture: Random): Cell[] {
  const cells: Cell[] = [];
  for (let tries = 0; tries < 60 && cells.length < 11; tries++) {
    const radius = size * between(picture, 0.8, 1.2);
    const x = between(picture, 12, SIDE - 12);
    const y = between(picture, 12, SIDE - 12);
    const free = cells.every(
      (cell) => Math.hypot(x - cell.x, y - cell.y) > 0.92 * (radius + cell.radius),
    );
    if (free) cells.push({ x, y, radius, change: 0 });
  }
  if (!changed) return cells;
  // Cells in the middle, which the edge does not cut.
  const inner = [...cells].sort((a, b) => fromMiddle(a) - fromMiddle(b));
  const count = 2 + picture.below(3);
  for (const cell of inner.slice(0, count)) cell.change = change * between(picture, 0.7, 1.1);
  return cells;
}

const fromMiddle = ({ x, y }: Cell) => Math.hypot(x - SIDE / 2, y - SIDE / 2);

function drawCell(
  canvas: Canvas,
  { x, y, radius, change }: Cell,
  stain: Stain,
  picture: Random,
): void {
  const { hue, nucleusHue, saturation, light } = stain;
  const grown = radius * (1 + 0.15 * change);
  const body = outline(x, y, grown, 0.03 + 0.13 * change, picture);
  const inside = canvas.createRadialGradient(x, y, grown * 0.2, x, y, grown * 1.1);
  inside.addColorStop(0, `hsl(${hue} ${saturation}% ${light + 6}%)`);
  inside.addColorStop(1, `hsl(${hue} ${saturation + 8}% ${light - 4 - 4 * change}%)`);
  canvas.fillStyle = inside;
  canvas.fill(body);
  canvas.strokeStyle = `hsl(${hue} ${saturation + 10}% ${light - 22}% / 0.7)`;
  canvas.lineWidth = 1.4;
  canvas.stroke(body);
  grains(
    canvas,
    x,
    y,
    grown * 0.8,
    `hsl(${hue} ${saturation}% ${light - 16}% / 0.35)`,
    14,
    picture,
  );

  const share = between(picture, 0.3, 0.38) + 0.26 * change;
  const off = grown * 0.18;
  const two = change > 0.5 && picture.uniform() < 0.25;
  const centres = two ? [-0.42, 0.42] : [between(picture, -0.3, 0.3) * (off / grown)];
  for (const shift of centres) {
    const size = grown * share * (two ? 0.72 : 1);
    const cx = x + shift * grown;
    const cy = y + between(picture, -off, off);
    const nucleus = outline(cx, cy, size, 0.03 + 0.12 * change, picture);
    canvas.fillStyle = `hsl(${nucleusHue} ${saturation + 12}% ${light - 30 - 14 * change}%)`;
    canvas.fill(nucleus);
    const lumps = 3 + Math.round(7 * change);
    grains(
      canvas,
      cx,
      cy,
      size * 0.7,
      `hsl(${nucleusHue} ${saturation + 18}% ${light - 46}% / 0.75)`,
      lumps,
      picture,
      size * (0.1 + 0.1 * change),
    );
  }
}

/** A circle whose radius varies by about `rough` of itself. */
function outline(x: number, y: number, radius: number, rough: number, picture: Random): Path2D {
  const waves = [2, 3, 5, 7].map((turns) => ({
    turns,
    height: (rough * between(picture, 0.4, 1.2)) / Math.sqrt(turns - 1),
    at: between(picture, 0, 2 * Math.PI),
  }));
  const path = new Path2D();
  const steps = 48;
  for (let step = 0; step < steps; step++) {
    const angle = (2 * Math.PI * step) / steps;
    const wave = waves.reduce(
      (sum, { turns, height, at }) => sum + height * Math.sin(turns * angle + at),
      1,
    );
    path.lineTo(x + radius * wave * Math.cos(angle), y + radius * wave * Math.sin(angle));
  }
  path.closePath();
  return path;
}

function grains(
  canvas: Canvas,
  x: number,
  y: number,
  within: number,
  colour: string,
  count: number,
  picture: Random,
  size = 1.2,
): void {
  canvas.fillStyle = colour;
  for (let i = 0; i < count; i++) {
    const angle = between(picture, 0, 2 * Math.PI);
    const far = within * Math.sqrt(picture.uniform());
    canvas.beginPath();
    canvas.arc(
      x + far * Math.cos(angle),
      y + far * Math.sin(angle),
      size * between(picture, 0.6, 1.3),
      0,
      2 * Math.PI,
    );
    canvas.fill();
  }
}

/** Lies on any slide, so that a dark spot alone reveals nothing. */
function dust(canvas: Canvas, picture: Random): void {
  const specks = picture.below(4);
  for (let i = 0; i < specks; i++) {
    canvas.fillStyle = `hsl(${between(picture, 200, 360)} 25% ${between(picture, 25, 50)}% / 0.6)`;
    canvas.beginPath();
    canvas.ellipse(
      between(picture, 0, SIDE),
      between(picture, 0, SIDE),
      between(picture, 1.5, 5),
      between(picture, 1, 3),
      between(picture, 0, Math.PI),
      0,
      2 * Math.PI,
    );
    canvas.fill();
  }
}

function vignette(canvas: Canvas, picture: Random): void {
  const x = SIDE * between(picture, 0.4, 0.6);
  const y = SIDE * between(picture, 0.4, 0.6);
  const shade = canvas.createRadialGradient(x, y, SIDE * 0.35, x, y, SIDE * 0.8);
  shade.addColorStop(0, 'rgb(0 0 0 / 0)');
  shade.addColorStop(1, `rgb(40 20 40 / ${between(picture, 0.05, 0.3).toFixed(2)})`);
  canvas.fillStyle = shade;
  canvas.fillRect(0, 0, SIDE, SIDE);
}
