// What blocks cost, calculated from the card alone.

import type { StageCost } from '../../model/backbone';
import { type BackboneCard, channelsOut, kernelSize, type Stage } from '../backbone/card';

type Stages = Pick<BackboneCard, 'stages'>;

/**
 * The multiply-adds of one stage for a square input of `side` pixels, and the side of its output.
 */
function stageMultiplyAdds(stage: Stage, side: number): { sum: number; side: number } {
  let sum = 0;
  let at = side;
  for (const { shape, stride } of stage.convolutions) {
    at = Math.ceil(at / stride);
    // Each kernel value is used once at each output position, whether depthwise or not.
    sum += at * at * kernelSize(shape);
  }
  return { sum, side: at };
}

/**
 * The multiply-adds of all stages from `from` on for one picture in a forward pass, if the first of
 * them gets an input of `side` pixels.
 */
export function learnedMultiplyAdds({ stages }: Stages, from: number, side: number): number {
  let total = 0;
  let at = side;
  for (const stage of stages.slice(from)) {
    const cost = stageMultiplyAdds(stage, at);
    total += cost.sum;
    at = cost.side;
  }
  return total;
}

/** How many numbers the kernels and biases have, in all stages from `from` on. */
export function parametersFrom({ stages }: Stages, from: number): number {
  return stages
    .slice(from)
    .flatMap(({ convolutions }) => convolutions)
    .reduce((sum, each) => sum + kernelSize(each.shape) + channelsOut(each), 0);
}

/** Every stage's cost for one picture with sides of `size` pixels. */
export function stageCosts({ stages }: Stages, size: number): StageCost[] {
  let side = size;
  return stages.map((stage, i) => {
    const { sum, side: after } = stageMultiplyAdds(stage, side);
    side = after;
    return {
      parameters: parametersFrom({ stages: stages.slice(0, i + 1) }, i),
      multiplyAdds: sum,
      side: after,
      channels: stage.outputChannels,
    };
  });
}
