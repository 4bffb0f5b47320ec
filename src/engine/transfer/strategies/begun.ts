// What all strategies begin with, and what they say on their way.

import type { BackendName } from '../../../model/backend';
import { EngineError } from '../../../model/engine-error';
import type { SavedNetwork } from '../../../model/head';
import type { StrategyEvent, StrategyRequest, StrategyResult } from '../../../model/strategy';
import type { Backbone, SourceHead } from '../../backbone/load';
import type { LabelledFeatures } from '../../evaluate/samples';
import type { Division } from '../../head/train';
import type { PixelsOf } from '../pictures';

/** What a strategy needs of the engine around it. */
export interface Around {
  /** Undefined where its stages are not known: 'frozen' and 'scratch' can do without. */
  backbone: Backbone | undefined;
  inputSize: number;
  /** Raw features of a sample by the backbone as it came. */
  featuresOf(id: string): Float32Array | undefined;
  pixelsOf: PixelsOf;
  /**
   * The source task's head of the backbone, which stays whole while anything runs.
   *
   * @throws EngineError 'backbone-missing' where it has none or it cannot be fetched
   */
  sourceHead(): Promise<SourceHead>;
  /** Pictures in one forward pass. */
  batchSize: number;
  backend: BackendName;
}

/** An event before anybody looks at the clock. */
type Untimed =
  | Exclude<StrategyEvent, { type: 'pass' }>
  | Omit<Extract<StrategyEvent, { type: 'pass' }>, 'ms'>;
/** A strategy under way; it yields often, so that it can be stopped there and the worker breathes. */
export type Steps<Result> = AsyncGenerator<Untimed | undefined, Result>;
export type Measured = Omit<StrategyResult, 'msTrain'> & { network?: SavedNetwork };

/** One split, and the features of the backbone as it came. */
export interface Begun {
  request: StrategyRequest;
  around: Around;
  division: Division;
  learning: LabelledFeatures;
  test: LabelledFeatures;
}

/** @throws EngineError 'unknown-design' where the backbone's stages are not known */
export function designOf({ backbone }: Around): Backbone {
  if (!backbone)
    throw new EngineError('unknown-design', 'the stages of the backbone are not known');
  return backbone;
}
