// The confusion matrix as a picture, in the page's own colours and type.
import { matrixRows } from '../../store/inspect/answers';

type MatrixPicture = {
  title: string;
  /** "rows: what it is, columns: what was said" */
  legend: string;
  names: readonly string[];
  confusion: readonly (readonly number[])[];
};

const CELL = 72;
const HEADING = 140;
const TOP = 96;
const EDGE = 24;
const GAP = 3;
const SCALE = 2;
/** Browsers do not draw a canvas with longer sides. */
const LONGEST = 8192;

/** A PNG at twice the size, or smaller if there are very many classes. */
export async function matrixPng(
  { title, legend, names, confusion }: MatrixPicture,
  style: CSSStyleDeclaration,
): Promise<Blob> {
  const side = names.length * CELL;
  const width = Math.max(EDGE + HEADING + side + EDGE, 420);
  const height = TOP + side + EDGE;
  const scale = Math.min(SCALE, LONGEST / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas to draw the matrix on');
  const colour = (token: string) => style.getPropertyValue(token).trim();
  const write = (text: string, x: number, y: number, room: number, font: string, ink: string) => {
    context.font = `${font} ${style.fontFamily}`;
    context.fillStyle = colour(ink);
    context.fillText(clipped(context, text, room), x, y);
  };

  context.scale(scale, scale);
  context.textBaseline = 'middle';
  context.fillStyle = colour('--surface');
  context.fillRect(0, 0, width, height);
  write(title, EDGE, EDGE, width - 2 * EDGE, '600 15px', '--ink');
  write(legend, EDGE, EDGE + 22, width - 2 * EDGE, '400 12px', '--ink-2');
  for (const [label, { cells }] of matrixRows({
    confusion: confusion.map((row) => [...row]),
  }).entries()) {
    const y = TOP + label * CELL;
    context.textAlign = 'left';
    write(names[label] ?? '', EDGE, y + CELL / 2, HEADING - 12, '400 13px', '--ink');
    for (const [said, count] of cells.entries()) {
      const x = EDGE + HEADING + said * CELL;
      const [ground, ink] =
        count === 0
          ? ['--track', '--ink-2']
          : label === said
            ? ['--accent', '--on-accent']
            : ['--danger-soft', '--danger'];
      context.fillStyle = colour(ground);
      context.fillRect(x, y, CELL - GAP, CELL - GAP);
      context.textAlign = 'center';
      write(String(count), x + (CELL - GAP) / 2, y + (CELL - GAP) / 2, CELL, '600 18px', ink);
    }
  }
  context.textAlign = 'center';
  for (const [said, name] of names.entries()) {
    const x = EDGE + HEADING + said * CELL + (CELL - GAP) / 2;
    write(name, x, TOP - 16, CELL - 8, '400 12px', '--ink');
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the matrix is too large to draw'))),
      'image/png',
    );
  });
}

/** As much of a text as fits. */
function clipped(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  const letters = [...text];
  while (letters.length > 1 && context.measureText(`${letters.join('')}…`).width > room) {
    letters.pop();
  }
  return `${letters.join('')}…`;
}
