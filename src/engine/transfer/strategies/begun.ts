// What all strategies start from, and what they report along the way.

import type { BackendName } from '../../../model/backend';
import { EngineError } from '../../../model/engine-error';
import type { SavedNetwork } from '../../../model/head';
import type { StrategyEvent, StrategyRequest, StrategyResult } from '../../../model/strategy';
import type { Backbone, SourceHead } from '../../backbone/load';
import type { LabelledFeatures } from '../../evaluate/samples';
import type { Division } from '../../head/train';
import type { PixelsOf } from '../pictures';

/** What a strategy needs from the engine around it. */
export interface Around {
  /** Undefined if its stages are not known. 'frozen' and 'scratch' do not need them. */
  backbone: Backbone | undefined;
  inputSize: number;
  /** The raw features of a sample, from the unchanged backbone. */
  featuresOf(id: string): Float32Array | undefined;
  pixelsOf: PixelsOf;
  /**
   * The backbone's source-task head. It is not freed while anything runs.
   *
   * @throws EngineError 'backbone-missing' if there is none or it cannot be fetched
   */
  sourceHead(): Promise<SourceHead>;
  /** How many pictures go through in one forward pass. */
  batchSize: number;
  backend: BackendName;
}

/** An event that does not have its time yet. */
type Untimed =
  | Exclude<StrategyEvent, { type: 'pass' }>
  | Omit<Extract<StrategyEvent, { type: 'pass' }>, 'ms'>;

/**
 * A running strategy. It yields often, so that it can be stopped and the worker can serve other
 * calls.
 */
export type Steps<Result> = AsyncGenerator<Untimed | undefined, Result>;

/** The result of a strategy, with the network whose features its head takes. */
export type Measured = Omit<StrategyResult, 'msTrain'> & { network?: SavedNetwork };

/** One split, and the features from the unchanged backbone. */
export interface Begun {
  request: StrategyRequest;
  around: Around;
  division: Division;
  learning: LabelledFeatures;
  test: LabelledFeatures;
}

/** @throws EngineError 'unknown-design' if the backbone's stages are not known */
export function designOf({ backbone }: Around): Backbone {
  if (!backbone)
    throw new EngineError('unknown-design', 'the stages of the backbone are not known');
  return backbone;
}
