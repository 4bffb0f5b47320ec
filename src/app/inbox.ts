// Files that the system hands to the app. They wait in a cache, which pages and the service worker
// share, until a tab takes them in.

const INBOX = 'apprentice-inbox';

/** The form field in which the system shares files, as the app's manifest declares it. */
export const SHARED_FIELD = 'files';

/** What the service worker tells a page. */
export type WorkerNews = 'inbox' | 'others-are-open';

export async function putIntoInbox(files: readonly File[]): Promise<void> {
  const inbox = await caches.open(INBOX);
  for (const file of files) {
    const headers = { 'Content-Type': file.type, 'X-Name': encodeURIComponent(file.name) };
    await inbox.put(`./inbox/${crypto.randomUUID()}`, new Response(file, { headers }));
  }
}

/** Returns the waiting files and removes them, so that each file goes to one taker only. */
export async function takeFromInbox(): Promise<File[]> {
  try {
    // Asks first, because opening a cache would create it.
    if (!(await globalThis.caches?.has(INBOX))) return [];
  } catch {
    // A browser that keeps nothing for this page refuses even the question.
    return [];
  }
  const inbox = await caches.open(INBOX);
  const files: File[] = [];
  for (const request of await inbox.keys()) {
    const answer = await inbox.match(request);
    if (!answer || !(await inbox.delete(request))) continue;
    const name = decodeURIComponent(answer.headers.get('X-Name') ?? '');
    const type = answer.headers.get('Content-Type') ?? '';
    files.push(new File([await answer.blob()], name, { type }));
  }
  return files;
}
