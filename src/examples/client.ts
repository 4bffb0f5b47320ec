// The page's side of the worker that draws examples.
import { wrap } from 'comlink';
import type { ArtistApi, Wanted } from './worker';

export interface Artist {
  /**
   * One picture as a PNG. Rejects with ArtistGone where the worker died or has fallen silent, and
   * at once with the signal's reason when it is aborted.
   */
  draw(wanted: Wanted, signal?: AbortSignal): Promise<Blob>;
  /** Ends the worker; what is being drawn never comes. */
  end(): void;
}

/** What an artist needs of its worker; a test brings its own. */
export interface ArtistWorker {
  draw(wanted: Wanted): Promise<Blob>;
  end(): void;
}

export class ArtistGone extends Error {
  override name = 'ArtistGone';
}

/** A picture takes milliseconds; the first one waits for the worker's code to be downloaded. */
const SILENCE_LIMIT_MS = 30_000;

export function createArtist(spawn: (onDeath: () => void) => ArtistWorker = spawnWorker): Artist {
  const waiting = new Set<(error: Error) => void>();
  let gone: ArtistGone | undefined;
  let limit: ReturnType<typeof setTimeout> | undefined;

  const die = (why: string) => {
    if (gone) return;
    gone = new ArtistGone(why);
    clearTimeout(limit);
    worker.end();
    for (const reject of waiting) reject(gone);
  };
  const expectAnswer = () => {
    limit = setTimeout(die, SILENCE_LIMIT_MS, 'the worker that draws does not answer');
  };
  const worker = spawn(() => die('the worker that draws died'));

  return {
    draw: (wanted, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        if (gone) throw gone;
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
        if (waiting.size === 0) expectAnswer();
        waiting.add(reject);
        const drawn = worker.draw(wanted).finally(() => {
          waiting.delete(reject);
          clearTimeout(limit);
          if (waiting.size > 0) expectAnswer();
        });
        drawn.then(resolve, reject);
      }),
    end() {
      clearTimeout(limit);
      worker.end();
    },
  };
}

function spawnWorker(onDeath: () => void): ArtistWorker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    type: 'module',
    name: 'examples',
  });
  worker.addEventListener('error', onDeath);
  worker.addEventListener('messageerror', onDeath);
  const remote = wrap<ArtistApi>(worker);
  return { draw: (wanted) => remote.draw(wanted), end: () => worker.terminate() };
}
