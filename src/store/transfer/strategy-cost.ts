// What a strategy would cost on this machine, before anything runs: from the blocks' costs and the measured pace.
import type { BackboneInfo } from '../../model/backbone';
import type { Strategy } from '../../model/strategy';

/** Of those that learn in epochs: how many at most, and after how many without a better one they stop. */
const EPOCHS: Partial<Record<Strategy, { most: number; patience: number }>> = {
  finetune: { most: 15, patience: 5 },
  retain: { most: 15, patience: 5 },
  full: { most: 15, patience: 5 },
  scratch: { most: 40, patience: 10 },
};

/** Most epochs where a person wants no more than `wanted`; undefined for those that learn in passes. */
export function mostEpochsOf(strategy: Strategy, wanted: number): number | undefined {
  const epochs = EPOCHS[strategy];
  return epochs && Math.min(epochs.most, wanted);
}

/**
 * How many times as long as a forward pass a picture takes in learning: forward once more without fused operations,
 * backward, and the update. Measured on wasm with fine-tuning's last three blocks.
 */
const LEARNING_TO_FORWARD = 6;
/** Where early blocks learn too, whose maps are large: so much slower again, for a multiply-add. MobileNetV2 on wasm. */
const EARLY_PACE = 5;
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
  /** Milliseconds of all its work: those that learn in epochs stop early where no epoch is better than the best. */
  least: number;
  most: number;
  /** Of those that learn in epochs. */
  course?: EpochCourse;
}

/** Milliseconds of what learns in epochs, after what is frozen has run. */
export interface EpochCourse {
  /** An epoch on the training side, and its measurement. */
  epoch: number;
  /** An epoch of the refit on all pictures, which takes as many as the best one had. */
  refit: number;
  /** Of what comes after. */
  end: number;
  mostEpochs: number;
  patience: number;
}

/**
 * What learns alike fast, for a multiply-add: late blocks of the backbone, early ones too, whose maps are large, or the small
 * network from scratch.
 */
type LearningKind = 'late' | 'early' | 'scratch';

/** Milliseconds a multiply-add of what learns, as measured here; where nothing was, it is reckoned. */
export type Paces = Partial<Record<LearningKind, number>>;

export function learningKindOf(
  strategy: Strategy,
  backbone: Pick<BackboneInfo, 'stages'>,
  freezeAt = usualFreezeAt(backbone),
): LearningKind {
  if (strategy === 'scratch') return 'scratch';
  return learnsFrom(strategy, freezeAt) >= backbone.stages.length / 2 ? 'late' : 'early';
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

/** Multiply-adds of learning: pictures learnt, and others answered once. */
const learningWork = (multiplyAdds: number, learnt: number, answered: number) =>
  (learnt * LEARNING_TO_FORWARD + answered) * multiplyAdds;

const smallPace = (backbone: Measured, { scratch }: Paces) =>
  scratch ?? paceOf(backbone) * SMALL.pace;

/** Milliseconds of a small network from scratch: so many pictures learnt, and others answered once. */
export function scratchMs(
  backbone: Measured,
  learnt: number,
  answered: number,
  paces: Paces = {},
): number {
  return learningWork(SMALL.multiplyAdds, learnt, answered) * smallPace(backbone, paces);
}

type Costed = Measured & Pick<BackboneInfo, 'stages' | 'features' | 'parameters'>;

/** Parameters and multiply-adds of the stages in a range. */
function sums({ stages }: Pick<Costed, 'stages'>, from: number, to?: number) {
  return stages.slice(from, to).reduce(
    (sum, stage) => ({
      parameters: sum.parameters + stage.parameters,
      multiplyAdds: sum.multiplyAdds + stage.multiplyAdds,
    }),
    { parameters: 0, multiplyAdds: 0 },
  );
}

/** The first stage that learns. */
const learnsFrom = (strategy: Strategy, freezeAt: number) =>
  strategy === 'full' ? 0 : freezeAt + 1;

/** Multiply-adds of an epoch, its measurement included, of what learns in epochs. */
export function epochWork(
  strategy: Strategy,
  backbone: Costed,
  { train, validation }: Pick<Pictures, 'train' | 'validation'>,
  freezeAt = usualFreezeAt(backbone),
): number {
  const { multiplyAdds } =
    strategy === 'scratch' ? SMALL : sums(backbone, learnsFrom(strategy, freezeAt));
  return learningWork(multiplyAdds, train, validation);
}

export function strategyCost(
  strategy: Strategy,
  backbone: Costed,
  pictures: Pictures,
  freezeAt = usualFreezeAt(backbone),
  wantedEpochs = Number.POSITIVE_INFINITY,
  paces: Paces = {},
): StrategyCost {
  const { train, validation, test, classes } = pictures;
  const all = train + validation + test;
  const pace = paceOf(backbone);
  const head = (features: number) => (features + 1) * classes;
  const { features, parameters } = backbone;
  const about = (ms: number) => ({ least: ms, most: ms });
  /** Learns in epochs on the training side, measures each, then learns once more on all. */
  const learning = (multiplyAdds: number, ownPace: number, before: number) => {
    const { patience = 0 } = EPOCHS[strategy] ?? {};
    const course: EpochCourse = {
      epoch: learningWork(multiplyAdds, train, validation) * ownPace,
      refit: learningWork(multiplyAdds, train + validation, 0) * ownPace,
      end: 2 * all * multiplyAdds * ownPace,
      mostEpochs: mostEpochsOf(strategy, wantedEpochs) ?? 0,
      patience,
    };
    const { least, most } = leftOf(course, strategy, 0, 0);
    return { least: before + least, most: before + most, course };
  };
  switch (strategy) {
    case 'frozen':
      return {
        trainedParameters: head(features),
        frozenParameters: parameters,
        ...about(LINEAR_HEAD_MS),
      };
    case 'random':
      return {
        trainedParameters: head(features),
        frozenParameters: parameters,
        ...about(LINEAR_HEAD_MS + all * backbone.msPerPicture),
      };
    case 'partial': {
      const kept = sums(backbone, 0, freezeAt + 1);
      return {
        trainedParameters: head(backbone.stages[freezeAt]?.channels ?? 0),
        frozenParameters: kept.parameters,
        ...about(LINEAR_HEAD_MS + all * kept.multiplyAdds * pace),
      };
    }
    case 'finetune':
    case 'retain':
    case 'full': {
      const from = learnsFrom(strategy, freezeAt);
      const kind = learningKindOf(strategy, backbone, freezeAt);
      const [kept, learns] = [sums(backbone, 0, from), sums(backbone, from)];
      return {
        trainedParameters: learns.parameters + head(features),
        frozenParameters: kept.parameters,
        ...learning(
          learns.multiplyAdds,
          paces[kind] ?? (kind === 'early' ? EARLY_PACE * pace : pace),
          LINEAR_HEAD_MS + all * kept.multiplyAdds * pace,
        ),
      };
    }
    case 'scratch':
      return {
        trainedParameters: SMALL.parameters + head(SMALL_FEATURES),
        frozenParameters: 0,
        ...learning(SMALL.multiplyAdds, smallPace(backbone, paces), LINEAR_HEAD_MS),
      };
  }
}

/**
 * Milliseconds left after so many epochs, `kept` of which was the best: at least where none is better any more, at most where
 * the last one is. What knew nothing before it learnt keeps an epoch in any case.
 */
export function leftOf(
  { epoch, refit, end, mostEpochs, patience }: EpochCourse,
  strategy: Strategy,
  done: number,
  kept: number,
): { least: number; most: number } {
  const fewest = strategy === 'scratch' ? Math.max(1, kept) : kept;
  const stops = Math.min(mostEpochs, fewest + patience);
  return {
    least: Math.max(0, stops - done) * epoch + fewest * refit + end,
    most: (mostEpochs - done) * epoch + mostEpochs * refit + end,
  };
}

/** Milliseconds as exactly as an estimate deserves: by seconds, by fives of them, by tens, by minutes. */
export function roughly(ms: number): number {
  const step =
    ms < 1000 ? 100 : ms < 20_000 ? 1000 : ms < 60_000 ? 5000 : ms < 300_000 ? 10_000 : 60_000;
  return Math.max(step, Math.round(ms / step) * step);
}
