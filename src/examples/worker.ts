// The worker that draws examples.
import '../worker-link/own-server-only';
import { serve } from '../worker-link/serve';
import { SIDE } from './example';
import { exampleOf } from './examples';
import { randomOf, type Thing } from './things';

export interface Wanted extends Thing {
  /** Of the pictures of the thing. */
  number: number;
}

const calls = {
  /** A PNG, SIDE × SIDE. */
  draw(_: unknown, { number, ...thing }: Wanted): Promise<Blob> {
    const { example, ofClass } = thing;
    const { pictures } = exampleOf(example);
    const canvas = new OffscreenCanvas(SIDE, SIDE);
    const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    if (!pictures || !context) throw new Error(`no picture of ${example} can be drawn`);
    pictures.draw(context, ofClass, randomOf(thing), randomOf(thing, number));
    return canvas.convertToBlob({ type: 'image/png' });
  },
};

export type ArtistCalls = typeof calls;

serve(calls);
