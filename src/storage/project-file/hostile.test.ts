import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { hostileArchives } from '../../../e2e/hostile/archives';
import { ArchiveError } from '../../archive/archive-error';
import { readHead } from '../../pictures/formats';
import { database } from '../database';
import { type Archive, openArchive } from './archive';
import type { PictureVerdict, Restored } from './restore';

const archives = hostileArchives();

afterEach(() => Promise.all(database.tables.map((table) => table.clear())));

async function checkPicture(file: File): Promise<PictureVerdict> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const head = readHead(bytes.length, bytes);
  if ('kind' in head) return { use: 'nothing', detail: head.kind };
  return { use: 'as-is', type: `image/${head.format}` };
}

async function outcome(bytes: Uint8Array<ArrayBuffer>) {
  let archive: Archive;
  try {
    archive = await openArchive(new Blob([bytes]));
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    return { error: error.kind };
  }
  if (archive.kind === 'project') return restored(await archive.restore({ checkPicture }));
  if (archive.kind === 'model') return { kind: archive.kind };
  let readable = 0;
  let unreadable = 0;
  for (const file of archive.files) {
    expect(file.name + file.path + file.folder).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    expect(file.path.length).toBeLessThanOrEqual(255);
    try {
      const size = await file.read(async (read) => read.size);
      expect(size).toBeLessThan(1e6);
      readable++;
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      unreadable++;
    }
  }
  return {
    kind: archive.kind,
    readable,
    unreadable,
    failures: archive.failures.map(({ reason }) => reason),
    folders: [...new Set(archive.files.flatMap(({ folder }) => folder ?? []))].sort(),
  };
}

function restored(result: Restored | undefined) {
  return {
    kind: 'project',
    pictures: result?.pictures,
    failures: result?.failures.map(({ reason }) => reason),
    notes: result?.notes,
  };
}

describe('hostile archives', () => {
  it('are many, and each has a name of its own', () => {
    expect(new Set(archives.map(({ name }) => name)).size).toBe(archives.length);
    expect(archives.length).toBeGreaterThan(150);
  });

  it.each(archives)('$name', async ({ bytes, expected }) => {
    const came = await outcome(bytes);
    const full =
      'error' in expected
        ? expected
        : expected.kind === 'project'
          ? { failures: [], notes: [], ...expected }
          : {
              unreadable: 0,
              failures: [],
              ...expected,
              folders: expected.folders?.toSorted() ?? expect.anything(),
            };
    expect(came).toEqual(full);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    // Nothing of what was refused stays, and what was taken is complete.
    const projects = await database.projects.toArray();
    expect(projects.map(({ arriving }) => arriving)).toEqual(
      'kind' in expected && expected.kind === 'project' ? [undefined] : [],
    );
    if (projects.length === 0) expect(await database.samples.count()).toBe(0);
  });
});
