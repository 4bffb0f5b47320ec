// What is known about each way to use a backbone for a task. The code that computes is in
// engine/transfer.

export interface StrategyFacts {
  /**
   * The network that gives the features. 'backbone' is the unchanged backbone. 'cut' has its blocks
   * up to the freeze line, with the rest cut off. 'random' has its design with random weights.
   * 'small' is a small network of our own with random weights.
   */
  network: 'backbone' | 'cut' | 'random' | 'small';
  /**
   * What learns: a linear head alone, or the head together with all stages or only those behind the
   * freeze line.
   */
  learns: 'head' | 'behind-line' | 'all';
  /**
   * True if it preserves the answers of the source task's head. The backbone must have that head.
   */
  needsSourceHead: boolean;
  /** Present if stages learn, which they do in epochs. */
  recipe: LearningRecipe | undefined;
}

/** How a network learns in epochs. */
export interface LearningRecipe {
  mostEpochs: number;
  /** Training stops after this many epochs without a better one. */
  patience: number;
  batchSize: number;
  /** Adam's rates: one for the stages, one for the head. */
  stageRate: number;
  headRate: number;
  /** An epoch whose mean loss is this small, in nats, has nothing left to teach. */
  enough: number;
}

const FINETUNING = {
  mostEpochs: 15,
  patience: 5,
  batchSize: 16,
  stageRate: 2e-5,
  headRate: 1e-4,
  enough: 0,
} as const;

/** How the small network learns from random weights. Learning curves do the same. */
export const FROM_SCRATCH = {
  mostEpochs: 40,
  patience: 10,
  batchSize: 16,
  stageRate: 1e-3,
  headRate: 1e-3,
  enough: 0.02,
} as const satisfies LearningRecipe;

/** In the order in which the app offers them. */
export const STRATEGIES = {
  /** The unchanged backbone, and a new head on its features. */
  frozen: { network: 'backbone', learns: 'head', needsSourceHead: false, recipe: undefined },
  /**
   * The backbone's blocks up to the freeze line, with the rest cut off, and a head on their
   * features.
   */
  partial: { network: 'cut', learns: 'head', needsSourceHead: false, recipe: undefined },
  /**
   * The blocks up to the freeze line stay unchanged; those behind it learn together with the head.
   */
  finetune: {
    network: 'backbone',
    learns: 'behind-line',
    needsSourceHead: false,
    recipe: FINETUNING,
  },
  /** Like 'finetune', but without forgetting: a second loss preserves the source task's answers. */
  retain: {
    network: 'backbone',
    learns: 'behind-line',
    needsSourceHead: true,
    recipe: FINETUNING,
  },
  /** Everything learns. */
  full: {
    network: 'backbone',
    learns: 'all',
    needsSourceHead: false,
    recipe: { ...FINETUNING, stageRate: 1e-5 },
  },
  /** A small network that starts from random weights. */
  scratch: { network: 'small', learns: 'all', needsSourceHead: false, recipe: FROM_SCRATCH },
  /** The backbone's own design with random weights, frozen, and a head. */
  random: { network: 'random', learns: 'head', needsSourceHead: false, recipe: undefined },
} as const satisfies Record<string, StrategyFacts>;

export const strategies = Object.keys(STRATEGIES) as (keyof typeof STRATEGIES)[];

/** The strategy that all others are compared with. */
export const BASELINE = 'frozen' satisfies keyof typeof STRATEGIES;

/** Whether the position of the freeze line makes a difference. */
export const hasFreezeLine = ({ network, learns }: StrategyFacts) =>
  network === 'cut' || learns === 'behind-line';

/** Whether it uses the features that the unchanged backbone has already produced. */
export const takesStoredFeatures = ({ network, learns }: StrategyFacts) =>
  network === 'backbone' && learns === 'head';

/** Whether it needs a backbone whose blocks are known. */
export const needsBlocks = (facts: StrategyFacts) =>
  facts.network !== 'small' && !takesStoredFeatures(facts);

/** Whether its network starts from random weights. */
export const startsAtRandom = ({ network }: StrategyFacts) =>
  network === 'small' || network === 'random';

/**
 * The last block before the freeze line, by default. Three blocks and the last convolution follow.
 */
export function usualFreezeAt({ stages }: { stages: readonly unknown[] }): number {
  return stages.length - 5;
}

/** The first of the backbone's stages that learns. */
export const learnsFrom = ({ learns }: StrategyFacts, freezeAt: number) =>
  learns === 'all' ? 0 : freezeAt + 1;
