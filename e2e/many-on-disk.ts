// Thousands of samples at once: a project's own samples, repeated, with slightly different
// features.
import type { Page } from '@playwright/test';

/**
 * Enlarges the open project to `count` samples, spread over its classes as they are. Each new
 * sample has the picture of an existing one, and its features with seeded noise. Recordings have
 * ten samples each. Reload the page afterwards.
 */
export function multiplyOnDisk(page: Page, count: number): Promise<void> {
  return page.evaluate(async (count) => {
    type Row = Record<string, unknown>;
    const outcome = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await outcome(indexedDB.open('apprentice'));
    const stores = ['samples', 'pictures', 'features'] as const;
    const [samples, pictures, features] = await Promise.all(
      stores.map((name) => outcome<Row[]>(database.transaction(name).objectStore(name).getAll())),
    );
    const pictureOf = new Map(pictures?.map((row) => [row.id, row]));
    const featuresOf = new Map(features?.map((row) => [row.id, row]));
    const originals = (samples ?? [])
      .filter(({ deletedAt }) => deletedAt === 0)
      .sort((a, b) => Number(a.seq) - Number(b.seq));
    let state = 1;
    const random = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    let seq = Math.max(...originals.map((row) => Number(row.seq)));
    for (let at = originals.length; at < count; at += 500) {
      const transaction = database.transaction(stores, 'readwrite');
      for (let i = at; i < Math.min(count, at + 500); i++) {
        const original = originals[i % originals.length] ?? {};
        const known = featuresOf.get(original.id) ?? {};
        const id = `many-${i}`;
        const group = `burst-${Math.floor(i / originals.length / 10)}-${original.classId}`;
        transaction.objectStore('samples').add({ ...original, id, group, seq: ++seq });
        transaction.objectStore('pictures').add({ ...pictureOf.get(original.id), id });
        transaction.objectStore('features').add({
          ...known,
          id,
          vector: (known.vector as Float32Array).map((value) => value * (0.4 + 1.2 * random())),
        });
      }
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onerror = () => reject(transaction.error);
      });
    }
    database.close();
  }, count);
}
