// What the bar says about the disk.
import type { DiskProblem } from '../store/project/project-slice';
import type { SaveError } from '../store/project/saving';
import type { AppState } from '../store/state';
import { isSpaceShort, type Space } from '../store/storage-slice';

export type SavedView =
  | { kind: 'problem'; problem: SaveError }
  /** Nothing is kept on the disk, so everything is lost when the tab is closed. */
  | { kind: 'memory'; why: DiskProblem }
  /** The browser will soon refuse to keep more. */
  | { kind: 'short'; left: number }
  | { kind: 'saving'; count: number }
  | { kind: 'saved'; at: number }
  /** Nothing has been written yet in this visit. */
  | { kind: 'idle' };

type Saving = Pick<
  AppState,
  'saving' | 'imports' | 'savedAt' | 'saveError' | 'diskProblem' | 'space'
>;

export function savedView(state: Saving): SavedView {
  const { saving, imports, savedAt, saveError, diskProblem, space } = state;
  if (saveError) return { kind: 'problem', problem: saveError };
  if (diskProblem) return { kind: 'memory', why: diskProblem };
  if (isSpaceShort(space)) return { kind: 'short', left: roomLeft(space) };
  const reading = imports.reduce(
    (sum, { phase, total, done }) => sum + (phase === 'reading' ? total - done : 0),
    0,
  );
  if (saving + reading > 0) return { kind: 'saving', count: saving + reading };
  if (savedAt !== undefined) return { kind: 'saved', at: savedAt };
  return { kind: 'idle' };
}

function roomLeft({ usage = 0, quota = 0 }: Space): number {
  return Math.max(0, quota - usage);
}
