// The page's side of the worker that draws examples.
import { wrap } from 'comlink';
import type { ArtistApi, Wanted } from './worker';

export interface Artist {
  /** One picture as a PNG. */
  draw(wanted: Wanted): Promise<Blob>;
  /** Ends the worker; what is being drawn never comes. */
  end(): void;
}

export function createArtist(): Artist {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    type: 'module',
    name: 'examples',
  });
  const remote = wrap<ArtistApi>(worker);
  return { draw: (wanted) => remote.draw(wanted), end: () => worker.terminate() };
}
