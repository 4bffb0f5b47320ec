// Runs in the page: it continually reports what the page shows, and reads what the page has stored.
import type { Page } from '@playwright/test';
import type { Shown, ShownClass } from './ledger';

/** A picture goes by the URL under which the page shows it until its bytes are known. */
type Told = { shown: Shown } | { url: string; picture: string };

/** Everything that a page showed, in order, as far as it was reported before the end. */
export interface Sight {
  shown: Shown[];
  /** The picture (its bytes' hash) behind each URL. */
  pictures: Map<string, string>;
  /** The page's errors, uncaught or on the console. */
  errors: string[];
}

/** Watches a page from its next navigation on. */
export async function watch(page: Page): Promise<Sight> {
  const sight: Sight = { shown: [], pictures: new Map(), errors: [] };
  page.on('pageerror', (error) => sight.errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') sight.errors.push(message.text());
  });
  await page.exposeFunction('tellTorture', (text: string) => {
    const told = JSON.parse(text) as Told;
    if ('shown' in told) sight.shown.push(told.shown);
    else sight.pictures.set(told.url, told.picture);
  });
  await shareNames(page);
  await page.addInitScript(tellWhatIsShown);
  return sight;
}

/** tsx gives functions their names through a helper that exists only in its own code. */
export async function shareNames(page: Page): Promise<void> {
  await page.addInitScript('globalThis.__name ??= (it) => it;');
}

function tellWhatIsShown(): void {
  const { tellTorture: tell } = globalThis as unknown as { tellTorture(text: string): void };
  const asked = new Set<string>();
  let last = '';
  let lastAt = 0;

  const hash = async (url: string) => {
    const bytes = await (await fetch(url)).arrayBuffer();
    const digest = await crypto.subtle.digest('SHA-256', bytes);
    const picture = Array.from(new Uint8Array(digest).subarray(0, 12), (byte) =>
      byte.toString(16).padStart(2, '0'),
    ).join('');
    tell(JSON.stringify({ url, picture }));
  };

  const look = () => {
    const header = document.querySelector('header');
    const bar = header?.textContent ?? '';
    // A save too short for words may be shown by aria-busy alone.
    const busy = (header?.querySelector('[aria-busy="true"]') ?? null) !== null;
    const classes = Array.from(document.querySelectorAll('[data-class]'), (card): ShownClass => {
      const count = /(\d[\d,]*) pictures?/.exec(card.querySelector('header')?.textContent ?? '');
      // The count is there twice, for eyes and for ears: "1616 pictures".
      const heard = card.querySelector('header .visually-hidden')?.textContent ?? count?.[0] ?? '0';
      return {
        id: card.getAttribute('data-class') ?? '',
        name: card.querySelector('section')?.getAttribute('aria-label') ?? '',
        count: Number.parseInt(heard.replaceAll(',', ''), 10) || 0,
        pictures: Array.from(card.querySelectorAll<HTMLImageElement>('ul img'), ({ src }) => src),
      };
    });
    const saved = !busy && /Saved \d|Saves by itself/.test(bar);
    const problem = /Not saved|Kept in this tab only/.test(bar);
    const now = JSON.stringify({ saved, problem, classes });
    const at = performance.timeOrigin + performance.now();
    // What is still shown is still promised.
    if (now === last && at - lastAt < 100) return;
    last = now;
    lastAt = at;
    tell(JSON.stringify({ shown: { at, saved, problem, classes } }));
    const inGrid = document.querySelectorAll<HTMLImageElement>('[role="gridcell"] img');
    for (const url of [
      ...classes.flatMap(({ pictures }) => pictures),
      ...Array.from(inGrid, ({ src }) => src),
    ]) {
      if (asked.has(url)) continue;
      asked.add(url);
      // A picture that is gone by now is promised only through the count.
      hash(url).catch(() => asked.delete(url));
    }
  };
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ['src', 'aria-label'],
  });
  setInterval(look, 100);
}

export interface KeptSample {
  id: string;
  classId: string;
  projectId: string;
  seq: number;
  /** The hash of its picture's bytes. Absent if there is no picture. */
  picture?: string;
  /** Why its picture cannot be shown. */
  unreadable?: string;
  /** Length of its features by key. */
  features: Record<string, number>;
}

/** Everything on the disk, whatever the page makes of it. */
export interface Kept {
  projects: { id: string; alive: boolean }[];
  classes: { id: string; projectId: string; name: string; alive: boolean }[];
  /** The samples that are not deleted, of all classes and projects. */
  samples: KeptSample[];
  /** The pictures of deleted samples that can still be restored. */
  deleted: string[];
  /** Rows of pictures and features whose sample does not exist. */
  orphans: string[];
}

/** Reads the database of an open page in one transaction, and decodes every picture. */
export function readKept(page: Page): Promise<Kept> {
  return page.evaluate(async () => {
    interface Row {
      id: string;
      projectId: string;
      classId: string;
      name: string;
      seq: number;
      deletedAt?: number;
      key: string;
      vector: Float32Array;
      type: string;
      bytes: ArrayBuffer;
    }
    const outcome = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await outcome(indexedDB.open('apprentice'));
    const stores = ['projects', 'classes', 'samples', 'pictures', 'features'];
    const transaction = database.transaction(stores, 'readonly');
    const [projects = [], classes = [], samples = [], pictures = [], features = []] =
      await Promise.all(
        stores.map((name) => outcome<Row[]>(transaction.objectStore(name).getAll())),
      );
    database.close();

    const byId = new Map(pictures.map((row) => [row.id, row]));
    const featuresOf = new Map<string, Record<string, number>>();
    for (const { id, key, vector } of features) {
      const finite = vector.every(Number.isFinite) ? vector.length : -1;
      featuresOf.set(id, { ...featuresOf.get(id), [key]: finite });
    }
    const alive = ({ deletedAt }: Row) => (deletedAt ?? 0) === 0;
    const hash = async (bytes: ArrayBuffer) => {
      const digest = await crypto.subtle.digest('SHA-256', bytes);
      return Array.from(new Uint8Array(digest).subarray(0, 12), (byte) =>
        byte.toString(16).padStart(2, '0'),
      ).join('');
    };
    const read = async ({ id, classId, projectId, seq }: Row) => {
      const sample = { id, classId, projectId, seq, features: featuresOf.get(id) ?? {} };
      const row = byId.get(id);
      if (!row) return { ...sample, unreadable: 'no picture' };
      const picture = await hash(row.bytes);
      try {
        const bitmap = await createImageBitmap(new Blob([row.bytes], { type: row.type }));
        const { width, height } = bitmap;
        bitmap.close();
        const whole = width === 224 && height === 224;
        return { ...sample, picture, ...(whole ? {} : { unreadable: `${width} × ${height}` }) };
      } catch (error) {
        return { ...sample, picture, unreadable: String(error) };
      }
    };
    const known = new Set(samples.map(({ id }) => id));
    return {
      projects: projects.map((row) => ({ id: row.id, alive: alive(row) })),
      classes: classes.map((row) => ({
        id: row.id,
        projectId: row.projectId,
        name: row.name,
        alive: alive(row),
      })),
      samples: await Promise.all(samples.filter(alive).map(read)),
      deleted: await Promise.all(
        samples.flatMap((row) => {
          const picture = alive(row) ? undefined : byId.get(row.id);
          return picture ? [hash(picture.bytes)] : [];
        }),
      ),
      orphans: [
        ...pictures.filter(({ id }) => !known.has(id)).map(({ id }) => `picture ${id}`),
        ...features.filter(({ id }) => !known.has(id)).map(({ id }) => `features ${id}`),
      ],
    };
  });
}
