// What is still needed before learning begins by itself.
import { ENOUGH_PICTURES, type Readiness } from '../../store/train/readiness';

export interface Need {
  name: 'classes' | 'pictures';
  have: number;
  of: number;
  met: boolean;
}

export function needs({ classesWithPictures, fewest }: Readiness): Need[] {
  const classes = Math.min(classesWithPictures, 2);
  // With pictures in only one class, "each" would mean nothing.
  const pictures = classes < 2 ? 0 : Math.min(fewest, ENOUGH_PICTURES);
  return [
    { name: 'classes', have: classes, of: 2, met: classes === 2 },
    { name: 'pictures', have: pictures, of: ENOUGH_PICTURES, met: pictures === ENOUGH_PICTURES },
  ];
}

/** The button needs this many pictures in each class. */
const LEAST_PICTURES = 2;

export type Blocker =
  | { why: 'none' }
  | { why: 'oneClass'; classId: string }
  | { why: 'short'; classId: string; missing: number };

/** Why training cannot begin, judged by the classes that have pictures. Undefined if it can. */
export function blocker(counts: readonly { id: string; count: number }[]): Blocker | undefined {
  const [first, second] = counts;
  if (!first) return { why: 'none' };
  if (!second) return { why: 'oneClass', classId: first.id };
  const short = counts.find(({ count }) => count < LEAST_PICTURES);
  return short && { why: 'short', classId: short.id, missing: LEAST_PICTURES - short.count };
}
