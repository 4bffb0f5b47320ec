// What a strategy would cost on this machine, before anything runs: from the blocks' costs and the measured pace.
import type { BackboneInfo, Strategy } from '../engine/protocol';

/** Most epochs of those that learn in epochs. */
const MOST_EPOCHS: Partial<Record<Strategy, number>> = {
  finetune: 15,
  retain: 15,
  full: 15,
  scratch: 40,
};

/** The same where a person wants no more than `wanted`; undefined for those that learn in passes. */
export function mostEpochsOf(strategy: Strategy, wanted: number): number | undefined {
  const most = MOST_EPOCHS[strategy];
  return most && Math.min(most, wanted);
}

/**
 * How many times as long as a forward pass a picture takes in learning: forward once more without fused operations,
 * backward, and the update. Measured on wasm with fine-tuning's last three blocks.
 */
const LEARNING_TO_FORWARD = 6;
/** The small network that learns from scratch, at 96 px; gradients of its 3 × 3 convolutions take long on wasm. */
const SMALL = { multiplyAdds: 9e6, parameters: 97_440, pace: 6 };
const SMALL_FEATURES = 128;
const LINEAR_HEAD_MS = 500;
/** What takes longer says so before it starts. */
export const LONG_MS = 60_000;

export interface Pictures {
  /** Learnt from, and held out. */
  train: number;
  validation: number;
  test: number;
  classes: number;
}

export interface StrategyCost {
  /** Numbers that would learn, the head's among them. */
  trainedParameters: number;
  frozenParameters: number;
  /** Of all its work; at most, as it may stop early. */
  ms: number;
}

/** Three blocks and the last convolution learn, or are cut, where nobody chose otherwise. */
export function usualFreezeAt({ stages }: Pick<BackboneInfo, 'stages'>): number {
  return stages.length - 5;
}

/** Of a small backbone at 224 px: what one's own model is taken to compute, which doesn't say. */
const TYPICAL = { multiplyAdds: 3e8, side: 224 };

/** Milliseconds a multiply-add. */
function paceOf({ msPerPicture, multiplyAdds, inputSize }: Measured): number {
  return msPerPicture / (multiplyAdds ?? TYPICAL.multiplyAdds * (inputSize / TYPICAL.side) ** 2);
}

type Measured = Pick<BackboneInfo, 'msPerPicture' | 'multiplyAdds' | 'inputSize'>;

/** Milliseconds of a small network from scratch: so many pictures learnt, and others answered once. */
export function scratchMs(backbone: Measured, learnt: number, answered: number): number {
  const pace = paceOf(backbone) * SMALL.pace;
  return (learnt * LEARNING_TO_FORWARD + answered) * SMALL.multiplyAdds * pace;
}

export function strategyCost(
  strategy: Strategy,
  backbone: Measured & Pick<BackboneInfo, 'stages' | 'features' | 'parameters'>,
  pictures: Pictures,
  freezeAt = usualFreezeAt(backbone),
  mostEpochs = Number.POSITIVE_INFINITY,
): StrategyCost {
  const { stages } = backbone;
  const { train, validation, test, classes } = pictures;
  const all = train + validation + test;
  const pace = paceOf(backbone);
  const sums = (from: number, to: number) =>
    stages.slice(from, to).reduce(
      (sum, stage) => ({
        parameters: sum.parameters + stage.parameters,
        multiplyAdds: sum.multiplyAdds + stage.multiplyAdds,
      }),
      { parameters: 0, multiplyAdds: 0 },
    );
  const head = (features: number) => (features + 1) * classes;
  const { features, parameters } = backbone;
  /** Learns in epochs on the training side, measures each, then learns once more on all. */
  const learning = (multiplyAdds: number, ownPace = pace) => {
    const epochs = mostEpochsOf(strategy, mostEpochs) ?? 0;
    const learnt = (2 * train + validation) * LEARNING_TO_FORWARD + validation;
    return epochs * learnt * multiplyAdds * ownPace + 2 * all * multiplyAdds * ownPace;
  };
  switch (strategy) {
    case 'frozen':
      return {
        trainedParameters: head(features),
        frozenParameters: parameters,
        ms: LINEAR_HEAD_MS,
      };
    case 'random':
      return {
        trainedParameters: head(features),
        frozenParameters: parameters,
        ms: LINEAR_HEAD_MS + all * backbone.msPerPicture,
      };
    case 'partial': {
      const kept = sums(0, freezeAt + 1);
      return {
        trainedParameters: head(stages[freezeAt]?.channels ?? 0),
        frozenParameters: kept.parameters,
        ms: LINEAR_HEAD_MS + all * kept.multiplyAdds * pace,
      };
    }
    case 'finetune':
    case 'retain':
    case 'full': {
      const from = strategy === 'full' ? 0 : freezeAt + 1;
      const [kept, learns] = [sums(0, from), sums(from, stages.length)];
      return {
        trainedParameters: learns.parameters + head(features),
        frozenParameters: kept.parameters,
        ms: LINEAR_HEAD_MS + all * kept.multiplyAdds * pace + learning(learns.multiplyAdds),
      };
    }
    case 'scratch':
      return {
        trainedParameters: SMALL.parameters + head(SMALL_FEATURES),
        frozenParameters: 0,
        ms: LINEAR_HEAD_MS + learning(SMALL.multiplyAdds, pace * SMALL.pace),
      };
  }
}
