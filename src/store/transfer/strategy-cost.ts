// What a strategy would cost on this machine, worked out before anything runs from the costs of the
// blocks and the measured pace.
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

/**
 * The most epochs if a person wants no more than `wanted`. Undefined for strategies that learn in
 * passes.
 */
export function mostEpochsOf(strategy: Strategy, wanted: number): number | undefined {
  const { recipe } = STRATEGIES[strategy];
  return recipe && Math.min(recipe.mostEpochs, wanted);
}

/**
 * Learning from a picture takes this many times as long as a forward pass: forward again without
 * fused operations, backward, and the update. Measured on wasm by fine-tuning the last three
 * blocks.
 */
const LEARNING_TO_FORWARD = 6;
/**
 * The further slowdown per multiply-add if early blocks learn too, because their maps are large.
 * Measured with MobileNetV2 on wasm.
 */
const EARLY_PACE = 5;
/** The same for the small network. Gradients of its 3 × 3 convolutions take long on wasm. */
const SMALL_PACE = 6;
const LINEAR_HEAD_MS = 500;
/** Whatever takes longer than this says so before it starts. */
export const LONG_MS = 60_000;

export interface Pictures {
  /** Numbers of pictures to learn from and held out. */
  train: number;
  validation: number;
  test: number;
  classes: number;
}

export interface StrategyCost {
  /** The number of parameters that would learn, including the head's. */
  trainedParameters: number;
  frozenParameters: number;
  /**
   * Milliseconds of all the work, as a range. Strategies that learn in epochs stop early if no
   * epoch beats the best.
   */
  least: number;
  most: number;
  /** Only for strategies that learn in epochs. */
  course?: EpochCourse;
}

/** Milliseconds of learning in epochs, after the frozen part has run. */
export interface EpochCourse {
  /** One epoch on the training side, with its measurement. */
  epoch: number;
  /** One epoch of the refit on all pictures, which runs for as many epochs as the best one had. */
  refit: number;
  /** Whatever comes after that. */
  end: number;
  mostEpochs: number;
  patience: number;
}

/**
 * What learns at the same pace per multiply-add: late blocks of the backbone, early blocks too
 * (their maps are large), or the small network from scratch.
 */
type LearningKind = 'late' | 'early' | 'scratch';

/**
 * Milliseconds per multiply-add in learning, as measured on this machine. Where nothing was
 * measured, they are estimated.
 */
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

/**
 * A small backbone at 224 px. A person's own model does not say what it computes, so it is assumed
 * to cost as much.
 */
const TYPICAL = { multiplyAdds: 3e8, side: 224 };

/** Milliseconds per multiply-add. */
function paceOf({ msPerPicture, multiplyAdds, inputSize }: Measured): number {
  return msPerPicture / (multiplyAdds ?? TYPICAL.multiplyAdds * (inputSize / TYPICAL.side) ** 2);
}

type Measured = Pick<BackboneInfo, 'msPerPicture' | 'multiplyAdds' | 'inputSize'>;

/** The multiply-adds of learning from some pictures and answering others once. */
const learningWork = (multiplyAdds: number, learned: number, answered: number) =>
  (learned * LEARNING_TO_FORWARD + answered) * multiplyAdds;

/**
 * How many times longer a multiply-add takes in learning than in the backbone. These are estimates.
 */
const SLOWER: Record<LearningKind, number> = { late: 1, early: EARLY_PACE, scratch: SMALL_PACE };

/** Milliseconds per multiply-add in learning, measured or estimated. */
const learningPace = (kind: LearningKind, backbone: Measured, paces: Paces) =>
  paces[kind] ?? paceOf(backbone) * SLOWER[kind];

/**
 * Milliseconds for a small network from scratch that learns from some pictures and answers others
 * once.
 */
export function scratchMs(
  backbone: Measured,
  learned: number,
  answered: number,
  paces: Paces = {},
): number {
  return (
    learningWork(SMALL_COST.multiplyAdds, learned, answered) *
    learningPace('scratch', backbone, paces)
  );
}

type Costed = Measured & Pick<BackboneInfo, 'stages' | 'features' | 'parameters'>;

/** The parameters and multiply-adds of the stages in a range. */
function sums({ stages }: Pick<Costed, 'stages'>, from: number, to?: number) {
  return stages.slice(from, to).reduce(
    (sum, stage) => ({
      parameters: sum.parameters + stage.parameters,
      multiplyAdds: sum.multiplyAdds + stage.multiplyAdds,
    }),
    { parameters: 0, multiplyAdds: 0 },
  );
}

/** What learns behind the freeze line, or everything if the strategy has no freeze line. */
function learningPart(strategy: Strategy, backbone: Costed, freezeAt: number) {
  const facts = STRATEGIES[strategy];
  return facts.network === 'small' ? SMALL_COST : sums(backbone, learnsFrom(facts, freezeAt));
}

/** The multiply-adds of one epoch of learning, including its measurement. */
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
  // It learns on the training side, measures each epoch, and then learns once more from all
  // pictures.
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
 * The range of milliseconds left after this many epochs, of which `kept` was the best. It is least
 * if no later epoch is better, and most if the last one is the best. A network that knew nothing
 * before learning always keeps an epoch.
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

/**
 * Rounds milliseconds as coarsely as an estimate deserves: to seconds, to five or ten of them, or
 * to minutes.
 */
export function roughly(ms: number): number {
  const step =
    ms < 1000 ? 100 : ms < 20_000 ? 1000 : ms < 60_000 ? 5000 : ms < 300_000 ? 10_000 : 60_000;
  return Math.max(step, Math.round(ms / step) * step);
}
