// What the bar says of the disk.
import type { AppState } from '../store/app-store';

type Problem = NonNullable<AppState['saveError']>;

export type SavedView =
  | { kind: 'problem'; problem: Problem }
  | { kind: 'saving'; count: number }
  | { kind: 'saved'; at: number }
  /** Nothing was written yet in this visit. */
  | { kind: 'idle' };

export function savedView({
  saving,
  imports,
  savedAt,
  saveError,
}: Pick<AppState, 'saving' | 'imports' | 'savedAt' | 'saveError'>): SavedView {
  if (saveError) return { kind: 'problem', problem: saveError };
  const reading = imports.reduce(
    (sum, { phase, total, done }) => sum + (phase === 'reading' ? total - done : 0),
    0,
  );
  if (saving + reading > 0) return { kind: 'saving', count: saving + reading };
  if (savedAt !== undefined) return { kind: 'saved', at: savedAt };
  return { kind: 'idle' };
}
