// What is known of each way to use a backbone for a task. What computes lies in engine/transfer.

export interface StrategyFacts {
  /**
   * The network that gives the features. 'backbone': as it came. 'cut': its blocks up to the freeze
   * line, the rest cut off. 'random': its design with random weights. 'small': a small network of our
   * own with random weights.
   */
  network: 'backbone' | 'cut' | 'random' | 'small';
  /** What learns: a linear head alone, with it the stages behind the freeze line, or all of them. */
  learns: 'head' | 'behind-line' | 'all';
  /** True where it holds on to the answers of the source task's head, which the backbone must have. */
  needsSourceHead: boolean;
  /** Of those whose stages learn, which they do in epochs. */
  recipe: LearningRecipe | undefined;
}

/** How a network learns in epochs. */
export interface LearningRecipe {
  mostEpochs: number;
  /** Epochs without a better one before it stops. */
  patience: number;
  batchSize: number;
  /** Adam's rates, of the stages and of the head. */
  stageRate: number;
  headRate: number;
  /** An epoch whose mean loss is this, in nats, has nothing left to teach. */
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

/** How the small network learns from random weights; learning curves do so too. */
export const FROM_SCRATCH = {
  mostEpochs: 40,
  patience: 10,
  batchSize: 16,
  stageRate: 1e-3,
  headRate: 1e-3,
  enough: 0.02,
} as const satisfies LearningRecipe;

/** In the order in which they are offered. */
export const STRATEGIES = {
  /** The backbone as it came, and a new head on its features. */
  frozen: { network: 'backbone', learns: 'head', needsSourceHead: false, recipe: undefined },
  /** Its blocks up to one, the rest cut off, and a head on what they see. */
  partial: { network: 'cut', learns: 'head', needsSourceHead: false, recipe: undefined },
  /** Blocks up to one as they came; those behind it learn with the head. */
  finetune: {
    network: 'backbone',
    learns: 'behind-line',
    needsSourceHead: false,
    recipe: FINETUNING,
  },
  /** As 'finetune', without forgetting: a second loss holds on to the source task's answers. */
  retain: {
    network: 'backbone',
    learns: 'behind-line',
    needsSourceHead: true,
    recipe: FINETUNING,
  },
  /** All of it learns. */
  full: {
    network: 'backbone',
    learns: 'all',
    needsSourceHead: false,
    recipe: { ...FINETUNING, stageRate: 1e-5 },
  },
  /** A small network from random weights. */
  scratch: { network: 'small', learns: 'all', needsSourceHead: false, recipe: FROM_SCRATCH },
  /** The backbone's own design with random weights, frozen, and a head. */
  random: { network: 'random', learns: 'head', needsSourceHead: false, recipe: undefined },
} as const satisfies Record<string, StrategyFacts>;

export const strategies = Object.keys(STRATEGIES) as (keyof typeof STRATEGIES)[];

/** The one that the others are compared with. */
export const BASELINE = 'frozen' satisfies keyof typeof STRATEGIES;

/** Whether it makes a difference where the freeze line lies. */
export const hasFreezeLine = ({ network, learns }: StrategyFacts) =>
  network === 'cut' || learns === 'behind-line';

/** Whether it takes the features that the backbone as it came has given already. */
export const takesStoredFeatures = ({ network, learns }: StrategyFacts) =>
  network === 'backbone' && learns === 'head';

/** Whether the backbone's blocks must be known. */
export const needsBlocks = (facts: StrategyFacts) =>
  facts.network !== 'small' && !takesStoredFeatures(facts);

/** Whether its network knew nothing before it learned. */
export const startsAtRandom = ({ network }: StrategyFacts) =>
  network === 'small' || network === 'random';

/** The last block that stays as it came where nobody chose one: three blocks and the last convolution follow. */
export function usualFreezeAt({ stages }: { stages: readonly unknown[] }): number {
  return stages.length - 5;
}

/** The first of the backbone's stages that learns. */
export const learnsFrom = ({ learns }: StrategyFacts, freezeAt: number) =>
  learns === 'all' ? 0 : freezeAt + 1;
