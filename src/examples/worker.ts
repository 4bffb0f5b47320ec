// The worker that draws examples.
import { expose } from 'comlink';
import { hashOf, seededRandom } from '../engine/random';
import { SIDE } from './example';
import { type ExampleId, exampleOf } from './examples';

export interface Wanted {
  example: ExampleId;
  seed: number;
  ofClass: number;
  thing: number;
  number: number;
}

const api = {
  /** A PNG, SIDE × SIDE. */
  async draw({ example, seed, ofClass, thing, number }: Wanted): Promise<Blob> {
    const { pictures } = exampleOf(example);
    const canvas = new OffscreenCanvas(SIDE, SIDE);
    const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    if (!pictures || !context) throw new Error(`no picture of ${example} can be drawn`);
    const name = `${example}/${ofClass}/${thing}`;
    const random = (of: string) => seededRandom(hashOf(seed, of));
    pictures.draw(context, ofClass, random(name), random(`${name}/${number}`));
    return canvas.convertToBlob({ type: 'image/png' });
  },
};

export type ArtistApi = typeof api;

expose(api);
