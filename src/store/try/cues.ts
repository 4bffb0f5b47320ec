// Sounds and pictures that classes are presented with: files, checked when they are chosen.
import { type CueKind, readCues, saveCue } from '../../storage/cues';
import type { CueFile } from '../../storage/rows';
import { StorageError } from '../../storage/storage-error';

export type { CueKind };

/** `large`: more than 5 MB; `sound`, `picture`: it is none that this browser knows; `unsaved`: the disk refused. */
export type CueProblem = 'large' | CueKind | 'unsaved';

/** A file as it is shown and played. */
export interface Cue {
  name: string;
  /** Good until `freeCues`. */
  url: string;
}
export type Cues = ReadonlyMap<string, { sound?: Cue; picture?: Cue }>;

const MOST_BYTES = 5_000_000;

/** By class; empty where the disk cannot be read, as presenting goes on without. */
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

/** Keeps a file for a class, or drops what was chosen before. Resolves with what is wrong, if anything is. */
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
