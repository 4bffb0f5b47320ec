// What a learning curve measures, and how long that takes on this machine.

import type { BackboneInfo } from '../../model/backbone';
import type { CurveWay } from '../../model/curve';
import { FROM_SCRATCH } from '../../model/strategies';
import type { PictureCounts } from './picture-counts';
import { type Paces, scratchMs } from './strategy-cost';

/** How many draws are made of each number of pictures. */
export const DRAWS: Record<CurveWay, number> = { transfer: 5, scratch: 3 };
/**
 * For the small network. With few pictures an epoch is one batch, so they are shown more often,
 * lest it fail for want of steps.
 */
export const MOST_EPOCHS = FROM_SCRATCH.mostEpochs;
export const SCRATCH_LEAST_UPDATES = 100;
/** The time of one linear head on a few pictures, and what each further picture adds. */
const HEAD_MS = 30;
const HEAD_MS_A_PICTURE = 1;

/** Numbers of pictures per class: 1, 2, 5, 10, 20, 50 and so on below `all`, then `all` itself. */
export function curveNumbers(all: number): number[] {
  const numbers: number[] = [];
  for (let ten = 1; ten < all; ten *= 10) {
    numbers.push(...[1, 2, 5].map((step) => step * ten).filter((number) => number < all));
  }
  return [...numbers, all];
}

/**
 * The milliseconds that each point takes, in the order of measuring. These are upper bounds,
 * because learning from scratch ends early when there is nothing left to learn.
 */
export function pointsMs(
  way: CurveWay,
  backbone: Pick<BackboneInfo, 'msPerPicture' | 'multiplyAdds' | 'inputSize'>,
  {
    classes,
    validation,
    fewestToLearn,
  }: Pick<PictureCounts, 'classes' | 'validation' | 'fewestToLearn'>,
  paces: Paces = {},
): number[] {
  const draw = curveNumbers(fewestToLearn).map((perClass) => {
    const learned = perClass * classes;
    if (way === 'transfer') return HEAD_MS + learned * HEAD_MS_A_PICTURE;
    const updates = Math.ceil(learned / FROM_SCRATCH.batchSize);
    const epochs = Math.max(MOST_EPOCHS, Math.ceil(SCRATCH_LEAST_UPDATES / updates));
    return scratchMs(backbone, epochs * learned, validation, paces);
  });
  return Array.from({ length: DRAWS[way] }, () => draw).flat();
}
