// Sounds and pictures that classes are presented with. These are files, checked when they are
// chosen.
import { type CueKind, readCues, saveCue } from '../../storage/cues';
import type { CueFile } from '../../storage/rows';
import { StorageError } from '../../storage/storage-error';

export type { CueKind };

/**
 * `large`: more than 5 MB. `sound`, `picture`: this browser cannot use the file as one. `unsaved`:
 * the disk refused.
 */
export type CueProblem = 'large' | CueKind | 'unsaved';

/** A file as it is shown and played. */
export interface Cue {
  name: string;
  /** Valid until `freeCues`. */
  url: string;
}
export type Cues = ReadonlyMap<string, { sound?: Cue; picture?: Cue }>;

const MOST_BYTES = 5_000_000;

/** The cues by class. Empty if the disk cannot be read, because presenting goes on without them. */
export async function loadCues(classIds: readonly string[]): Promise<Cues> {
  try {
    const rows = await readCues(classIds);
    return new Map(
      [...rows].map(([id, { sound, picture }]) => [
        id,
        { ...(sound && { sound: cueOf(sound) }), ...(picture && { picture: cueOf(picture) }) },
      ]),
    );
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    return new Map();
  }
}

const cueOf = ({ name, type, bytes }: CueFile): Cue => ({
  name,
  url: URL.createObjectURL(new Blob([bytes], { type })),
});

export function freeCues(cues: Cues): void {
  for (const { sound, picture } of cues.values()) {
    for (const cue of [sound, picture]) if (cue) URL.revokeObjectURL(cue.url);
  }
}

/**
 * Keeps a file for a class, or drops the one chosen before. Resolves with the problem, if there is
 * one.
 */
export async function chooseCue(
  classId: string,
  kind: CueKind,
  file: File | undefined,
): Promise<CueProblem | undefined> {
  if (file && file.size > MOST_BYTES) return 'large';
  if (file && !(await isKnown(kind, file))) return kind;
  try {
    await saveCue(classId, kind, file);
    return undefined;
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    return 'unsaved';
  }
}

async function isKnown(kind: CueKind, file: File): Promise<boolean> {
  try {
    if (kind === 'picture') (await createImageBitmap(file)).close();
    else await new OfflineAudioContext(1, 1, 44_100).decodeAudioData(await file.arrayBuffer());
    return true;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return false;
  }
}
