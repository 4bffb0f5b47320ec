// Object URLs of stored pictures, for `<img>`. Bounded: the least recently used are let go.
import { readPicture } from '../storage/samples';

const MOST = 600;
const urls = new Map<string, Promise<string | undefined>>();

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
  const url = open(id);
  url.catch(() => urls.delete(id));
  return url;
}

/** Whoever asked for it got the error; there is nothing to let go. */
const noUrl = () => {};

async function open(id: string): Promise<string | undefined> {
  const picture = await readPicture(id);
  return picture && URL.createObjectURL(picture);
}
