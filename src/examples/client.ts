// The page's side of the worker that draws examples.
import { Link } from '../worker-link/link';
import { type Spawn, spawning } from '../worker-link/spawn';
import type { ArtistCalls, Wanted } from './worker';

export interface Artist {
  /**
   * One picture as a PNG. Rejects with ArtistGone where the worker died or has fallen silent, and
   * at once with the signal's reason when it is aborted.
   */
  draw(wanted: Wanted, signal?: AbortSignal): Promise<Blob>;
  /** Ends the worker; what is being drawn never comes. */
  end(): void;
}

export class ArtistGone extends Error {
  override name = 'ArtistGone';
}

/** A picture takes milliseconds; the first one waits for the worker's code to be downloaded. */
const SILENCE_LIMIT_MS = 30_000;

const spawnWorker = spawning(
  'examples',
  (name) => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name }),
);

export function createArtist(spawn: Spawn = spawnWorker): Artist {
  const link = new Link<ArtistCalls>(spawn, {
    errorOf: (why) => new ArtistGone(why),
    onDeath: () => clearTimeout(limit),
  });
  let limit: ReturnType<typeof setTimeout> | undefined;
  const expectAnswer = () => {
    clearTimeout(limit);
    if (link.isIdle) return;
    limit = setTimeout(() => link.die('the worker that draws does not answer'), SILENCE_LIMIT_MS);
  };

  return {
    draw: (wanted, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
        const wasIdle = link.isIdle;
        link.call('draw', wanted).finally(expectAnswer).then(resolve, reject);
        if (wasIdle) expectAnswer();
      }),
    end() {
      clearTimeout(limit);
      link.end();
    },
  };
}
