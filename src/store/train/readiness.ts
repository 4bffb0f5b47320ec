// Whether there is enough to learn from, and whether what was learned matches what there is.
import { DEFAULT_SETTINGS } from '../../model/settings';
import type { TrainSettings } from '../../model/training';
import { learnable } from '../project/classes';
import type { AppState } from '../state';
import { signatureOf } from './learned-from';

/** Learning begins by itself once two classes have this many pictures. */
export const ENOUGH_PICTURES = 5;

/** True if pictures or settings have changed since the run on show. */
export function isStale(state: AppState): boolean {
  const { learned, settings, spec } = state;
  if (!learned) return false;
  const sameSettings = (Object.keys(settings) as (keyof TrainSettings)[]).every(
    (name) => settings[name] === (learned.settings[name] ?? DEFAULT_SETTINGS[name]),
  );
  const sameBackbone = learned.result.head.featureKey === state.engine.backbone?.key;
  return (
    !sameSettings ||
    (state.engine.backbone?.id === spec.backbone && !sameBackbone) ||
    learned.signature !== signatureOf(state)
  );
}

/** The ids of deleted classes that the learned head still answers with. */
export function deletedSince({
  learned,
  classes,
}: Pick<AppState, 'learned' | 'classes'>): string[] {
  return (learned?.result.head.classes ?? []).filter((id) => !classes.some((row) => row.id === id));
}

/** True if what is shown describes an earlier state and no new training is about to replace it. */
export function isOutdated(state: AppState): boolean {
  const { phase, live, trainingError } = state;
  const comes = phase === 'idle' && live && !trainingError && readiness(state).enough;
  return phase !== 'training' && !comes && isStale(state);
}

export interface Readiness {
  /** There is enough for learning to begin by itself. */
  enough: boolean;
  /** There is enough for the button: two classes with two pictures each. */
  can: boolean;
  why?: 'no-pictures' | 'one-class' | 'too-few';
  classesWithPictures: number;
  /** The number of pictures in the smallest class. */
  fewest: number;
}

export function readiness(state: Pick<AppState, 'classes' | 'samples'>): Readiness {
  const counts = [...learnable(state).values()].map((rows) => rows.length);
  const classesWithPictures = counts.length;
  const fewest = counts.length > 0 ? Math.min(...counts) : 0;
  const why =
    classesWithPictures === 0
      ? 'no-pictures'
      : classesWithPictures === 1
        ? 'one-class'
        : fewest < 2
          ? 'too-few'
          : undefined;
  return {
    enough: classesWithPictures >= 2 && fewest >= ENOUGH_PICTURES,
    can: why === undefined,
    ...(why ? { why } : {}),
    classesWithPictures,
    fewest,
  };
}
