// Object URLs of stored pictures, for `<img>`. Bounded: the least recently used are let go.
import { readPictures } from '../storage/samples';

const MOST = 600;
/** Pictures read at once: those that come into sight together, but in tasks that stay short. */
const READ_AT_ONCE = 24;

interface Wanted {
  resolve(url: string | undefined): void;
  reject(error: unknown): void;
}

const urls = new Map<string, Promise<string | undefined>>();
const wanted = new Map<string, Wanted>();
let reading = false;

/** A URL of the sample's picture; undefined where it is gone. Stays good while it is in use on the page. */
export function pictureUrl(id: string): Promise<string | undefined> {
  const known = urls.get(id) ?? remembered(id);
  urls.delete(id);
  urls.set(id, known);
  for (const [oldest, url] of urls) {
    if (urls.size <= MOST) break;
    urls.delete(oldest);
    url.then((text) => text && URL.revokeObjectURL(text), noUrl);
  }
  return known;
}

/** A read that failed is not remembered: the next one may succeed. */
function remembered(id: string): Promise<string | undefined> {
  const url = new Promise<string | undefined>((resolve, reject) => {
    wanted.set(id, { resolve, reject });
    if (!reading) void readWanted();
  });
  url.catch(() => urls.delete(id));
  return url;
}

/** Whoever asked for it got the error; there is nothing to let go. */
const noUrl = () => {};

/** One request for all that a scroll brings into sight, the last ones first: the first may be out of it again. */
async function readWanted(): Promise<void> {
  reading = true;
  // All of one frame's wishes come before it.
  await new Promise((resolve) => setTimeout(resolve));
  while (wanted.size > 0) {
    const some = [...wanted].slice(-READ_AT_ONCE);
    for (const [id] of some) wanted.delete(id);
    try {
      const pictures = await readPictures(some.map(([id]) => id));
      for (const [id, { resolve }] of some) {
        const picture = pictures.get(id);
        resolve(picture && URL.createObjectURL(picture));
      }
    } catch (error) {
      for (const [, { reject }] of some) reject(error);
    }
  }
  reading = false;
}
