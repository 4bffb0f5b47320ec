// Object URLs of stored pictures, for `<img>`. Their number is limited: the least recently used are
// released.
import { readPictures } from '../storage/samples';

const MOST = 600;
/**
 * How many pictures are read at once. Those that scroll into view together are read together, but
 * each task stays short.
 */
const READ_AT_ONCE = 24;

interface Wanted {
  resolve(url: string | undefined): void;
  reject(error: unknown): void;
}

const urls = new Map<string, Promise<string | undefined>>();
const wanted = new Map<string, Wanted>();
let reading = false;

/**
 * A URL of the sample's picture. Undefined if the picture is gone. It stays valid while the page
 * uses it.
 */
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

/** A failed read is not remembered, because the next one may succeed. */
function remembered(id: string): Promise<string | undefined> {
  const url = new Promise<string | undefined>((resolve, reject) => {
    wanted.set(id, { resolve, reject });
    if (!reading) void readWanted();
  });
  url.catch(() => urls.delete(id));
  return url;
}

/** The caller got the error, and there is no URL to release. */
const noUrl = () => {};

/**
 * Reads everything that a scroll brings into view with one request. The last pictures come first,
 * because the first may be out of view again.
 */
async function readWanted(): Promise<void> {
  reading = true;
  // This lets all requests of one frame arrive first.
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
