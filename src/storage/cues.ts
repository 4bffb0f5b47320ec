// What a class's answer is presented with: a sound and a picture that somebody chose for it.
import { database } from './database';
import type { CueFile, CueRow } from './rows';
import { guarded } from './storage-error';

export type CueKind = 'sound' | 'picture';

/**
 * What was chosen for classes, by their ids. Classes without anything are absent. @throws
 * {StorageError}
 */
export function readCues(classIds: readonly string[]): Promise<Map<string, CueRow>> {
  return guarded(async () => {
    const rows = await database.cues.bulkGet([...classIds]);
    return new Map(rows.flatMap((row) => (row ? [[row.classId, row]] : [])));
  });
}

/**
 * Keeps a file as a class's sound or picture, in place of an earlier one. With undefined, drops
 * that one. Resolves when this is on the disk. @throws {StorageError}
 */
export function saveCue(classId: string, kind: CueKind, file: File | undefined): Promise<void> {
  return guarded(async () => {
    // The file is read before the transaction, which would end while waiting for anything but the
    // database.
    const cue: CueFile | undefined = file && {
      name: file.name,
      type: file.type,
      bytes: await file.arrayBuffer(),
    };
    await database.transaction('rw', database.cues, async () => {
      const row = await database.cues.get(classId);
      const { [kind]: _, ...others } = row ?? { classId };
      await database.cues.put({ ...others, ...(cue ? { [kind]: cue } : {}), at: Date.now() });
    });
  });
}
