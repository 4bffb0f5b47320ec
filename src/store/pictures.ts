// Object URLs of stored pictures, for `<img>`. Bounded: the least recently used are let go.
import { readPicture } from '../storage/samples';

const MOST = 600;
const urls = new Map<string, Promise<string | undefined>>();

/** A URL of the sample's picture; undefined where it is gone. Stays good while it is in use on the page. */
export function pictureUrl(id: string): Promise<string | undefined> {
  const known = urls.get(id) ?? open(id);
  urls.delete(id);
  urls.set(id, known);
  for (const [oldest, url] of urls) {
    if (urls.size <= MOST) break;
    urls.delete(oldest);
    void url.then((text) => text && URL.revokeObjectURL(text));
  }
  return known;
}

async function open(id: string): Promise<string | undefined> {
  const picture = await readPicture(id);
  return picture && URL.createObjectURL(picture);
}
