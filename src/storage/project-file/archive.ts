// Opens an archive that somebody dropped, and tells from its content what it is.
import { ArchiveError, type EntryFailure } from '../../archive/archive-error';
import { bytesOf, listZip, shownPath, type ZipItem } from '../../archive/zip';
import { isHidden } from '../../model/file-names';
import { MOST_MANIFEST_BYTES } from '../../model/limits';
import type { ArchiveFile } from './foreign';
import { foreignFiles, formatOf, nothingIn, teachableMachineFiles } from './foreign';
import { isProjectManifest, MANIFEST, readManifest } from './manifest';
import {
  type Merged,
  type MergeTarget,
  mergeProject,
  type ProjectFile,
  type Restored,
  type RestoreOptions,
  restoreProject,
} from './restore';

export type Archive =
  | {
      kind: 'project';
      summary: ProjectFileSummary;
      /** See `restoreProject`. */
      restore(options: RestoreOptions): Promise<Restored | undefined>;
      /** See `mergeProject`. */
      mergeInto(target: MergeTarget, options: RestoreOptions): Promise<Merged | undefined>;
    }
  | {
      kind: 'teachable-machine';
      /** Names in the order of the file. */
      classes: string[];
      /** Each file is in the folder of its class. */
      files: ArchiveFile[];
      failures: EntryFailure[];
    }
  | { kind: 'folders'; files: ArchiveFile[]; failures: EntryFailure[] }
  /** A TensorFlow.js model, whatever else is in the archive. */
  | { kind: 'model' };

export interface ProjectFileSummary {
  name: string;
  classes: { name: string; shape: number; pictures: number }[];
  pictures: number;
  appVersion: string;
}

const HEAD_BYTES = 512;
/** An unpacked file is read in parts of this size. */
const PART_BYTES = 4e6;

/**
 * Opens an archive and reads its list and manifest, but none of its pictures.
 * @throws {ArchiveError} if nothing in it can be taken, or the signal's reason.
 */
export async function openArchive(
  blob: Blob,
  { signal }: { signal?: AbortSignal } = {},
): Promise<Archive> {
  const format = formatOf(new Uint8Array(await blob.slice(0, HEAD_BYTES).arrayBuffer()));
  if (format !== 'zip') throw new ArchiveError('not-a-zip', format);
  const items = await listZip(blob, signal);
  if (items.length === 0) throw new ArchiveError('nothing-inside', 'empty');
  if (items.every(({ unfit }) => unfit === 'encrypted')) throw new ArchiveError('encrypted', '');

  const found = findManifest(items);
  const json = found && (await readJson(found.item, signal));
  if (found && isProjectManifest(json)) {
    return projectArchive(fileMap(items, found.base), await readManifest(json));
  }
  if (items.some(({ path }) => /^([^/]+\/)?model\.json$/i.test(path))) return { kind: 'model' };
  return (
    teachableMachineFiles(items, json) ??
    foreignFiles(items) ??
    Promise.reject(new ArchiveError('nothing-inside', nothingIn(items)))
  );
}

/**
 * Opens the folder that a project file was unpacked into. Paths begin in that folder. Undefined if
 * it is not a project's.
 * @throws {ArchiveError} as `openArchive` does.
 */
export async function openFolder(
  files: readonly { path: string; file: File }[],
): Promise<Extract<Archive, { kind: 'project' }> | undefined> {
  const items = files.map(
    ({ path, file }): ZipItem => ({
      path,
      size: file.size,
      modified: new Date(file.lastModified),
      unfit: undefined,
      stream: (take, most, signal) => streamFile(file, take, most, signal),
    }),
  );
  const manifest = items.find(({ path }) => path === MANIFEST);
  if (!manifest || manifest.size > MOST_MANIFEST_BYTES) return undefined;
  const json = await readJson(manifest, undefined).catch((error: unknown) => {
    if (error instanceof ArchiveError) return undefined;
    throw error;
  });
  if (!isProjectManifest(json)) return undefined;
  return projectArchive(fileMap(items, ''), await readManifest(json));
}

const streamFile: (file: File, ...how: Parameters<ZipItem['stream']>) => Promise<void> = async (
  file,
  take,
  most,
  signal,
) => {
  if (file.size > most) throw new ArchiveError('too-large', shownPath(file.name));
  for (let start = 0; start < file.size; start += PART_BYTES) {
    signal?.throwIfAborted();
    const part = await file
      .slice(start, start + PART_BYTES)
      .arrayBuffer()
      .catch((cause: unknown) => {
        throw new ArchiveError('damaged', shownPath(file.name), cause);
      });
    await take(new Uint8Array(part));
  }
};

/**
 * At the top, or in the one folder that holds everything, as after unpacking and packing again.
 * What systems leave beside it does not count.
 */
function findManifest(items: readonly ZipItem[]): { item: ZipItem; base: string } | undefined {
  const at = (base: string) => {
    const [item, other] = items.filter(({ path }) => path === base + MANIFEST);
    if (other) throw new ArchiveError('bad-manifest', 'two of them');
    return item;
  };
  const top = at('');
  if (top) return { item: top, base: '' };
  const meant = items.filter(({ path }) => !isHidden(path));
  const nearest = meant
    .filter(({ path }) => path.endsWith(`/${MANIFEST}`))
    .reduce<string | undefined>(
      (best, { path }) => (best === undefined || path.length < best.length ? path : best),
      undefined,
    );
  if (nearest === undefined) return undefined;
  const base = nearest.slice(0, -MANIFEST.length);
  const nested = meant.every(({ path }) => path.startsWith(base)) && at(base);
  return nested ? { item: nested, base } : undefined;
}

async function readJson(item: ZipItem, signal: AbortSignal | undefined): Promise<unknown> {
  const bytes = await bytesOf(item, MOST_MANIFEST_BYTES, signal);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new ArchiveError('bad-manifest', 'not JSON', cause);
  }
}

function fileMap(items: readonly ZipItem[], base: string): Omit<ProjectFile, 'manifest'> {
  const files = new Map<string, ZipItem>();
  const ambiguous = new Set<string>();
  for (const item of items) {
    // A Mac may take letters and their accents apart when it unpacks.
    const path = item.path.slice(base.length).normalize('NFC');
    if (files.has(path)) ambiguous.add(path);
    files.set(path, item);
  }
  return { files, ambiguous };
}

function projectArchive(
  files: Omit<ProjectFile, 'manifest'>,
  manifest: ProjectFile['manifest'],
): Extract<Archive, { kind: 'project' }> {
  const file = { ...files, manifest };
  const counts = manifest.classes.map(() => 0);
  for (const { class: number } of manifest.samples) counts[number] = (counts[number] ?? 0) + 1;
  return {
    kind: 'project',
    summary: {
      name: manifest.name,
      classes: manifest.classes.map(({ name, shape }, i) => ({
        name,
        shape,
        pictures: counts[i] ?? 0,
      })),
      pictures: manifest.samples.length,
      appVersion: shownPath(manifest.appVersion),
    },
    restore: (options) => restoreProject(file, options),
    mergeInto: (target, options) => mergeProject(file, target, options),
  };
}
