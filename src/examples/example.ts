// What an example project is made of. Its words are in the texts of the same name.
import type { Random } from '../model/random';

export type Canvas = OffscreenCanvasRenderingContext2D;

/** The side of a drawn picture in pixels, which is the size that the app keeps of any picture. */
export const SIDE = 224;

export interface Example {
  classes: number;
  /** Absent if the person takes the pictures. */
  pictures?: {
    /**
     * How many things, such as slides or instruments, show each class. All pictures of one thing
     * are alike.
     */
    things: number;
    ofEach: number;
    /**
     * Draws one picture of a class, SIDE × SIDE. `thing` gives the same numbers for all pictures of
     * a thing, and `picture` gives other numbers for each. Nothing else may differ, so that a seed
     * gives the same pictures everywhere.
     */
    draw(canvas: Canvas, ofClass: number, thing: Random, picture: Random): void;
    /**
     * The answer to a second question, as an index of its labels. It is drawn from the same numbers
     * of the thing, from their start.
     */
    secondLabel?(thing: Random): number;
  };
}
