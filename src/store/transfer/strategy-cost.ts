// What a strategy would cost on this machine, before anything runs: from the blocks' costs and the measured pace.
import type { BackboneInfo } from '../../model/backbone';
import { probeParameters } from '../../model/probe';
import { SMALL_COST } from '../../model/small-network';
import {
  learnsFrom,
  STRATEGIES,
  startsAtRandom,
  takesStoredFeatures,
  usualFreezeAt,
} from '../../model/strategies';
import type { Strategy } from '../../model/strategy';

/** Most epochs where a person wants no more than `wanted`; undefined for those that learn in passes. */
export function mostEpochsOf(strategy: Strategy, wanted: number): number | undefined {
  const { recipe } = STRATEGIES[strategy];
  return recipe && Math.min(recipe.mostEpochs, wanted);
}

/**
 * How many times as long as a forward pass a picture takes in learning: forward once more without fused operations,
 * backward, and the update. Measured on wasm with fine-tuning's last three blocks.
 */
const LEARNING_TO_FORWARD = 6;
/** Where early blocks learn too, whose maps are large: so much slower again, for a multiply-add. MobileNetV2 on wasm. */
const EARLY_PACE = 5;
/** The same of the small network: gradients of its 3 × 3 convolutions take long on wasm. */
const SMALL_PACE = 6;
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
  const facts = STRATEGIES[strategy];
  if (facts.network === 'small') return 'scratch';
  return learnsFrom(facts, freezeAt) >= backbone.stages.length / 2 ? 'late' : 'early';
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

/** How many times as long a multiply-add takes in learning as in the backbone, reckoned. */
const SLOWER: Record<LearningKind, number> = { late: 1, early: EARLY_PACE, scratch: SMALL_PACE };

/** Milliseconds a multiply-add of what learns: as measured, or reckoned. */
const learningPace = (kind: LearningKind, backbone: Measured, paces: Paces) =>
  paces[kind] ?? paceOf(backbone) * SLOWER[kind];

/** Milliseconds of a small network from scratch: so many pictures learnt, and others answered once. */
export function scratchMs(
  backbone: Measured,
  learnt: number,
  answered: number,
  paces: Paces = {},
): number {
  return (
    learningWork(SMALL_COST.multiplyAdds, learnt, answered) *
    learningPace('scratch', backbone, paces)
  );
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

/** What learns behind the freeze line; all of it where a strategy has none. */
function learningPart(strategy: Strategy, backbone: Costed, freezeAt: number) {
  const facts = STRATEGIES[strategy];
  return facts.network === 'small' ? SMALL_COST : sums(backbone, learnsFrom(facts, freezeAt));
}

/** Multiply-adds of an epoch, its measurement included, of what learns in epochs. */
export function epochWork(
  strategy: Strategy,
  backbone: Costed,
  { train, validation }: Pick<Pictures, 'train' | 'validation'>,
  freezeAt = usualFreezeAt(backbone),
): number {
  const { multiplyAdds } = learningPart(strategy, backbone, freezeAt);
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
  const facts = STRATEGIES[strategy];
  const all = train + validation + test;
  const { recipe, network } = facts;
  if (!recipe) {
    const cut = network === 'cut';
    const runs = sums(backbone, 0, cut ? freezeAt + 1 : undefined);
    const features = cut ? (backbone.stages[freezeAt]?.channels ?? 0) : backbone.features;
    const seen = takesStoredFeatures(facts) ? 0 : all * runs.multiplyAdds * paceOf(backbone);
    return {
      trainedParameters: probeParameters(features, classes),
      frozenParameters: cut ? runs.parameters : backbone.parameters,
      least: LINEAR_HEAD_MS + seen,
      most: LINEAR_HEAD_MS + seen,
    };
  }
  const learns = learningPart(strategy, backbone, freezeAt);
  const small = network === 'small';
  const features = small ? SMALL_COST.features : backbone.features;
  const kept = sums(backbone, 0, small ? 0 : learnsFrom(facts, freezeAt));
  const pace = learningPace(learningKindOf(strategy, backbone, freezeAt), backbone, paces);
  // It learns on the training side, measures each epoch, then learns once more on all.
  const course: EpochCourse = {
    epoch: learningWork(learns.multiplyAdds, train, validation) * pace,
    refit: learningWork(learns.multiplyAdds, train + validation, 0) * pace,
    end: 2 * all * learns.multiplyAdds * pace,
    mostEpochs: Math.min(recipe.mostEpochs, wantedEpochs),
    patience: recipe.patience,
  };
  const before = LINEAR_HEAD_MS + all * kept.multiplyAdds * paceOf(backbone);
  const { least, most } = leftOf(course, strategy, 0, 0);
  return {
    trainedParameters: learns.parameters + probeParameters(features, classes),
    frozenParameters: kept.parameters,
    least: before + least,
    most: before + most,
    course,
  };
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
  const fewest = startsAtRandom(STRATEGIES[strategy]) ? Math.max(1, kept) : kept;
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
