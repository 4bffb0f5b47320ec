// What the page refuses to make, because no project file could carry it.
import { MOST_ANSWERS, MOST_CLASSES, MOST_PICTURES } from '../../model/limits';
import { pictureCount } from './classes';
import type { Shown } from './history';

export type Limit = 'classes' | 'answers' | 'pictures';

type Counted = Pick<Shown, 'project' | 'classes' | 'samples'>;

const COUNTS: Record<Limit, { most: number; of: (shown: Counted) => number }> = {
  classes: { most: MOST_CLASSES, of: ({ classes }) => classes.length },
  answers: { most: MOST_ANSWERS, of: ({ project }) => project?.secondTask?.labels.length ?? 0 },
  pictures: { most: MOST_PICTURES, of: pictureCount },
};

/** The limit that a change would go beyond. A project that is beyond it may still get smaller. */
export function limitReached(before: Counted, after: Counted): Limit | undefined {
  const limits: readonly Limit[] = ['classes', 'answers', 'pictures'];
  return limits.find((limit) => {
    const { most, of } = COUNTS[limit];
    return of(after) > Math.max(most, of(before));
  });
}

/** How many more pictures may come in. */
export const roomForPictures = (shown: Counted): number =>
  Math.max(0, MOST_PICTURES - pictureCount(shown));
