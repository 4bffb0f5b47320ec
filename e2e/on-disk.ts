// What the page keeps on this device, read independently of the page. The result does not depend on
// ids.
import type { Page } from '@playwright/test';

export interface ProjectOnDisk {
  id: string;
  name: string;
  settings: unknown;
  /** In their order, without those that are deleted. */
  classes: { name: string; colour: number; shape: number; off: boolean; samples: SampleOnDisk[] }[];
  /** When it last learned, and its head's weights. */
  learned: { at: number; head: string } | undefined;
}

interface SampleOnDisk {
  name: string | undefined;
  source: string;
  test: boolean;
  createdAt: number;
  /** Hashes of its picture and features. */
  picture: string;
  features: string[];
}

/**
 * The projects that a person can open, with everything in them. Projects that are still arriving
 * are left out.
 */
export function projectsOnDisk(page: Page): Promise<ProjectOnDisk[]> {
  return page.evaluate(async () => {
    type Row = Record<string, unknown>;
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('apprentice');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const stores = ['projects', 'classes', 'samples', 'pictures', 'features', 'runs'];
    const transaction = database.transaction(stores);
    const rowsOf = (store: string) =>
      new Promise<Row[]>((resolve, reject) => {
        const request = transaction.objectStore(store).getAll();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const [projects = [], classes = [], samples = [], pictures = [], features = [], runs = []] =
      await Promise.all(stores.map(rowsOf));
    database.close();

    /** FNV-1a of all the bytes in it. */
    const hashOf = (...parts: unknown[]) => {
      let hash = 0x811c9dc5;
      for (const part of parts) {
        const bytes = ArrayBuffer.isView(part)
          ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
          : new Uint8Array(part as ArrayBuffer);
        for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
      }
      return hash.toString(16);
    };
    const isAlive = ({ deletedAt }: Row) => deletedAt === 0;
    const bytes = new Map(pictures.map((row) => [row.id, hashOf(row.bytes)]));
    const vectors = new Map<unknown, string[]>();
    for (const { id, key, vector } of features) {
      vectors.set(id, [...(vectors.get(id) ?? []), `${key} ${hashOf(vector)}`]);
    }
    return projects
      .filter((row) => isAlive(row) && !row.arriving)
      .map((project) => {
        const run = runs.find((row) => row.projectId === project.id)?.run as
          | { at: number; result: { head: { layers: Row[] } } }
          | undefined;
        const layers = run?.result.head.layers ?? [];
        return {
          id: String(project.id),
          name: String(project.name),
          settings: project.settings,
          classes: classes
            .filter((row) => row.projectId === project.id && isAlive(row))
            .toSorted((a, b) => Number(a.order) - Number(b.order))
            .map((row) => ({
              name: String(row.name),
              colour: Number(row.colour),
              shape: Number(row.shape),
              off: row.off === true,
              samples: samples
                .filter((sample) => sample.classId === row.id && isAlive(sample))
                .toSorted((a, b) => Number(a.seq) - Number(b.seq))
                .map((sample) => ({
                  name: sample.name as string | undefined,
                  source: String(sample.source),
                  test: sample.test === true,
                  createdAt: Number(sample.createdAt),
                  picture: bytes.get(sample.id) ?? 'missing',
                  features: vectors.get(sample.id) ?? [],
                })),
            })),
          learned: run && {
            at: run.at,
            head: hashOf(...layers.flatMap(({ weights, bias }) => [weights, bias])),
          },
        };
      });
  });
}

/** How many projects and samples belong to an import that never completed. */
export async function arrivingOnDisk(page: Page): Promise<number> {
  const { projects, samples } = await rowsOnDisk(page);
  const arriving = projects.filter((row) => row.arriving);
  // See `arrivingSince` in src/storage/rows.ts.
  return arriving.length + samples.filter(({ deletedAt }) => Number(deletedAt) < 0).length;
}

/** How many deleted classes and samples are kept for the undo. */
export async function deletedOnDisk(page: Page): Promise<number> {
  const { classes, samples } = await rowsOnDisk(page);
  return [...classes, ...samples].filter(({ deletedAt }) => Number(deletedAt) > 0).length;
}

type Rows = Record<string, unknown>[];

function rowsOnDisk(page: Page): Promise<{ projects: Rows; classes: Rows; samples: Rows }> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('apprentice');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const transaction = database.transaction(['projects', 'classes', 'samples']);
    const rowsOf = (store: string) =>
      new Promise<Record<string, unknown>[]>((resolve, reject) => {
        const request = transaction.objectStore(store).getAll();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const [projects, classes, samples] = await Promise.all([
      rowsOf('projects'),
      rowsOf('classes'),
      rowsOf('samples'),
    ]);
    database.close();
    return { projects, classes, samples };
  });
}
