// What an example project is made of. Its words are in the texts of the same name.
import type { Random } from '../model/random';

export type Canvas = OffscreenCanvasRenderingContext2D;

/** Side of a drawn picture in pixels: what the app keeps of any picture. */
export const SIDE = 224;

export interface Example {
  classes: number;
  /** Absent where the person takes the pictures. */
  pictures?: {
    /** Things that each class is shown by, as slides or instruments; all pictures of one thing are alike. */
    things: number;
    ofEach: number;
    /**
     * Draws one picture of a class, SIDE × SIDE. `thing` gives the same numbers for all pictures of a thing,
     * `picture` others for each; nothing else is to differ, so that a seed makes the same pictures everywhere.
     */
    draw(canvas: Canvas, ofClass: number, thing: Random, picture: Random): void;
    /** The answer to a second question, as an index of its labels: by the same numbers of a thing, from their start. */
    secondLabel?(thing: Random): number;
  };
}
