// Files that the system hands to the app. They wait in a cache, which pages and the service worker
// share, until a person says whether they should go in.

/** The form field in which the system shares files, as the app's manifest declares it. */
export const SHARED_FIELD = 'files';

/** What the service worker tells a page. */
export type WorkerNews = 'inbox' | 'others-are-open';

/** The most bytes and files that may wait at once. */
export const MOST_WAITING_BYTES = 500e6;
const MOST_WAITING_FILES = 5000;

export interface WaitingFile {
  /** Names the file in the inbox. */
  key: string;
  file: File;
}

/** Other apps of this origin, and this one at another path, have inboxes of their own. */
const nameOfInbox = () => `apprentice-inbox-${new URL('./', base())}`;
const base = () => globalThis.document?.baseURI ?? self.location.href;
/** Stands in the inbox for files that were too large to wait in it. */
const TOO_MUCH = './inbox/too-much';

/** How many bytes there is still room for. */
export async function roomInInbox(): Promise<number> {
  const { files } = await readInbox();
  return files.reduce((room, { file }) => room - file.size, MOST_WAITING_BYTES);
}

/**
 * Keeps files until `removeFromInbox`. If there is no room for all of them, none is kept, and
 * `readInbox` says so.
 */
export async function putIntoInbox(files: readonly File[]): Promise<void> {
  const inbox = await caches.open(nameOfInbox());
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (bytes > (await roomInInbox()) || files.length > MOST_WAITING_FILES) {
    await refuseAsTooMuch();
    return;
  }
  for (const file of files) {
    const headers = { 'Content-Type': file.type, 'X-Name': encodeURIComponent(file.name) };
    await inbox.put(`./inbox/${crypto.randomUUID()}`, new Response(file, { headers }));
  }
}

/** Notes that files were too large, for `readInbox` to say. */
export async function refuseAsTooMuch(): Promise<void> {
  const inbox = await caches.open(nameOfInbox());
  await inbox.put(TOO_MUCH, new Response());
}

/** What waits, in the order in which it came. It stays until `removeFromInbox`. */
export async function readInbox(): Promise<{ files: WaitingFile[]; tooMuch: boolean }> {
  const files: WaitingFile[] = [];
  if (!(await hasInbox())) return { files, tooMuch: false };
  const inbox = await caches.open(nameOfInbox());
  const tooMuch = (await inbox.match(TOO_MUCH)) !== undefined;
  for (const request of await inbox.keys()) {
    const answer = await inbox.match(request);
    const name = answer?.headers.get('X-Name');
    if (!answer || name === null || name === undefined) continue;
    const type = answer.headers.get('Content-Type') ?? '';
    const file = new File([await answer.blob()], decodeURIComponent(name), { type });
    files.push({ key: request.url, file });
  }
  return { files, tooMuch };
}

/** Asks first, because opening a cache would create it. */
async function hasInbox(): Promise<boolean> {
  try {
    return (await globalThis.caches?.has(nameOfInbox())) ?? false;
  } catch {
    // A browser that keeps nothing for this page refuses even the question.
    return false;
  }
}

/** Forgets these files, and that others were too large. */
export async function removeFromInbox(files: readonly WaitingFile[]): Promise<void> {
  const inbox = await caches.open(nameOfInbox());
  for (const { key } of files) await inbox.delete(key);
  await inbox.delete(TOO_MUCH);
}
