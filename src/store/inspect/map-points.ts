// The places on a map, with what is known about their pictures now.

import type { ClassRow } from '../../model/project';
import type { AppState } from '../state';
import type { PictureMap } from './inspection-slice';

export interface MapPoint {
  id: string;
  /** From 0 to 1, to the right and downwards. */
  x: number;
  y: number;
  of: ClassRow;
  test: boolean;
  /** The id of the class that the picture was taken for, if that is a different one. */
  takenFor: string | undefined;
}

/**
 * The points whose pictures and classes still exist. `said` holds what the held-out and test
 * pictures were taken for.
 */
export function mapPoints(
  { ids, places }: Pick<PictureMap, 'ids' | 'places'>,
  { classes, samples }: Pick<AppState, 'classes' | 'samples'>,
  said: ReadonlyMap<string, string>,
): MapPoint[] {
  const byId = new Map(classes.map((row) => [row.id, row]));
  return ids.flatMap((id, i): MapPoint[] => {
    const sample = samples[id];
    const of = sample && byId.get(sample.classId);
    if (!of) return [];
    const answer = said.get(id);
    return [
      {
        id,
        x: places[2 * i] ?? 0,
        y: places[2 * i + 1] ?? 0,
        of,
        test: sample.test === true,
        takenFor: answer === of.id ? undefined : answer,
      },
    ];
  });
}
